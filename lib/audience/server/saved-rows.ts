import 'server-only';
import { and, desc, eq, isNotNull, isNull } from 'drizzle-orm';
import { alias as named } from 'drizzle-orm/pg-core';
import { refuse } from '@/lib/core/result';
import type { Database, Tx } from '@/lib/db/client';
import { account } from '@/lib/db/schema/accounts';
import { audience, audienceVersion } from '@/lib/db/schema/audiences';
import { MAX_SAVED, type SavedAudience } from '../saved-schema';

const owner = named(account, 'owner');
const saver = named(account, 'saver');
const deleter = named(account, 'deleter');
const origin = named(audience, 'origin');

type Reader = Pick<Database, 'orm'> | { readonly orm: Tx };

function found({ orm }: Reader, where: ReturnType<typeof and>) {
  return orm
    .select({
      row: audience,
      owner: owner.name,
      savedBy: saver.name,
      deletedBy: deleter.name,
      origin: origin.name,
    })
    .from(audience)
    .innerJoin(owner, eq(owner.id, audience.ownerId))
    .innerJoin(
      audienceVersion,
      and(eq(audienceVersion.audienceId, audience.id), eq(audienceVersion.version, audience.version)),
    )
    .innerJoin(saver, eq(saver.id, audienceVersion.savedBy))
    .leftJoin(deleter, eq(deleter.id, audience.deletedBy))
    .leftJoin(origin, eq(origin.id, audience.clonedFrom))
    .where(where)
    .orderBy(desc(audience.updatedAt), desc(audience.id))
    .limit(MAX_SAVED);
}

type Found = Awaited<ReturnType<typeof found>>[number];

const savedOf = ({ row, ...names }: Found): SavedAudience => ({
  id: row.id,
  name: row.name,
  note: row.note,
  labels: row.labels,
  owner: { id: row.ownerId, name: names.owner },
  tree: row.tree,
  version: row.version,
  savedBy: names.savedBy,
  schedule: row.schedule,
  alerts: row.alerts,
  nextSnapshotAt: row.deletedAt ? null : (row.nextSnapshotAt?.getTime() ?? null),
  clonedFrom: row.clonedFrom === null ? null : { id: row.clonedFrom, name: names.origin },
  createdAt: row.createdAt.getTime(),
  updatedAt: row.updatedAt.getTime(),
  deletedAt: row.deletedAt?.getTime() ?? null,
  deletedBy: names.deletedBy,
});

/** An audience of this app, also one in the bin. @throws Refusal NOT_FOUND */
export async function savedAudience(db: Reader, appId: string, id: string): Promise<SavedAudience> {
  const [row] = await found(db, and(eq(audience.appId, appId), eq(audience.id, id)));
  return row ? savedOf(row) : refuse('NOT_FOUND');
}

/** All audiences of an app, or those in its bin; the last changed first. */
export async function savedAudiences(
  db: Reader,
  appId: string,
  { bin }: { bin: boolean },
): Promise<SavedAudience[]> {
  const where = and(
    eq(audience.appId, appId),
    bin ? isNotNull(audience.deletedAt) : isNull(audience.deletedAt),
  );
  return (await found(db, where)).map(savedOf);
}
