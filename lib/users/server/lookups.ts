import 'server-only';
import { and, desc, eq, isNotNull, isNull, lt, or } from 'drizzle-orm';
import { can } from '@/lib/auth/permissions';
import type { AppCtx } from '@/lib/auth/server/doors';
import { systemClock } from '@/lib/core/clock';
import { maskAlias } from '@/lib/core/mask';
import { refuse } from '@/lib/core/result';
import type { Database } from '@/lib/db/client';
import { account } from '@/lib/db/schema/accounts';
import { lookup } from '@/lib/db/schema/desks';
import type { LookupCounts, LookupMeta, LookupRows } from '../schema';
import { decodeCids, decodeContent } from './lines';

const LISTED = 100;
/** Lookups without a name are dropped so long after they were last opened. */
const KEPT_MS = 7 * 24 * 3_600_000;
/** The time of the last use is good to this. */
const TOUCH_MS = 60_000;

/** Named ones of everybody and one's own, the last used first; at most 100. */
export async function listLookups(db: Database, ctx: AppCtx): Promise<LookupMeta[]> {
  const rows = await db.orm
    .select({ ...META, by: account.name })
    .from(lookup)
    .innerJoin(account, eq(account.id, lookup.createdBy))
    .where(
      and(
        eq(lookup.appId, ctx.app.id),
        or(isNotNull(lookup.name), eq(lookup.createdBy, ctx.actor.accountId)),
      ),
    )
    .orderBy(desc(lookup.usedAt))
    .limit(LISTED);
  return rows.map((row) => metaOf(ctx, row));
}

const { id, name, createdBy, createdAt, usedAt, total, counts } = lookup;
const META = { id, name, createdBy, createdAt, usedAt, total, counts };
type MetaRow = { by: string } & Pick<typeof lookup.$inferSelect, keyof typeof META>;

const metaOf = (ctx: AppCtx, row: MetaRow): LookupMeta => ({
  id: row.id,
  name: row.name,
  by: row.by,
  isMine: row.createdBy === ctx.actor.accountId,
  createdAt: row.createdAt.getTime(),
  usedAt: row.usedAt.getTime(),
  total: row.total,
  // Written by this module alone.
  counts: row.counts as LookupCounts,
});

/** A lookup of this app with all its identifiers, for anybody who has its id. @throws Refusal NOT_FOUND */
export async function openLookup(db: Database, ctx: AppCtx, wanted: string): Promise<LookupRows> {
  const [row] = await db.orm
    .select({ ...META, ids: lookup.ids, by: account.name })
    .from(lookup)
    .innerJoin(account, eq(account.id, lookup.createdBy))
    .where(and(eq(lookup.id, wanted), eq(lookup.appId, ctx.app.id)));
  if (!row) refuse('NOT_FOUND');
  const now = systemClock.now();
  if (now - row.usedAt.getTime() > TOUCH_MS)
    await db.orm
      .update(lookup)
      .set({ usedAt: new Date(now) })
      .where(eq(lookup.id, wanted));
  const meta = metaOf(ctx, row);
  const content = decodeContent(row.ids, meta.counts);
  const masked = !can(ctx.actor.role, 'alias:reveal');
  const show = (alias: string) => (masked ? maskAlias(alias) : alias);
  return {
    meta,
    masked,
    rows: content.rows.map(({ cid }) => cid).join('\n'),
    via: content.rows.flatMap(({ alias }, i): [number, string][] =>
      alias === null ? [] : [[i, show(alias)]],
    ),
    unheld: content.unheld.map(show),
    // What might have been meant as an alias is as secret as one.
    malformed: content.malformed.map(({ text, rule }) => ({
      rule,
      text: rule === 'unsafe' ? show(text) : text,
    })),
  };
}

/** The cids of a lookup in the order of its rows. @throws Refusal NOT_FOUND */
export async function lookupCids(db: Database, appId: string, wanted: string): Promise<string[]> {
  const [row] = await db.orm
    .select({ ids: lookup.ids, counts: lookup.counts })
    .from(lookup)
    .where(and(eq(lookup.id, wanted), eq(lookup.appId, appId)));
  if (!row) refuse('NOT_FOUND');
  return decodeCids(row.ids, row.counts.rows ?? 0);
}

/** Theirs, or anybody's for those who manage people. */
async function own(db: Database, ctx: AppCtx, wanted: string): Promise<void> {
  const [row] = await db.orm
    .select({ createdBy: lookup.createdBy })
    .from(lookup)
    .where(and(eq(lookup.id, wanted), eq(lookup.appId, ctx.app.id)));
  if (!row) refuse('NOT_FOUND');
  if (row.createdBy !== ctx.actor.accountId && !can(ctx.actor.role, 'member:manage')) refuse('FORBIDDEN');
}

/** Gives a lookup a name, which keeps it, or takes it away. @throws Refusal NOT_FOUND, FORBIDDEN */
export async function nameLookup(
  db: Database,
  ctx: AppCtx,
  { id: wanted, name: to }: { id: string; name: string },
): Promise<{ name: string | null }> {
  await own(db, ctx, wanted);
  const kept = to === '' ? null : to;
  await db.orm
    .update(lookup)
    .set({ name: kept, usedAt: new Date(systemClock.now()) })
    .where(eq(lookup.id, wanted));
  return { name: kept };
}

/** @throws Refusal NOT_FOUND, FORBIDDEN */
export async function deleteLookup(db: Database, ctx: AppCtx, { id: wanted }: { id: string }): Promise<true> {
  await own(db, ctx, wanted);
  await db.orm.delete(lookup).where(eq(lookup.id, wanted));
  return true;
}

/** Forgets lookups without a name that nobody has opened for seven days. */
export async function dropOldLookups(db: Database, now: number): Promise<void> {
  await db.orm.delete(lookup).where(and(isNull(lookup.name), lt(lookup.usedAt, new Date(now - KEPT_MS))));
}
