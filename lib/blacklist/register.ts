import 'server-only';
import { and, eq, inArray, sql } from 'drizzle-orm';
import { chunk } from '@/lib/core/chunk';
import type { Database, Tx } from '@/lib/db/client';
import { blacklistEntry } from '@/lib/db/schema/desks';
import type { Provenance } from '@/lib/ledger/types';
import type { Noted } from './rules';

export type Entry = typeof blacklistEntry.$inferSelect;
const AT_ONCE = 1000;

/** The entries of some cids, by cid. Any number of cids. */
export async function entriesOf(
  db: Pick<Tx, 'select'>,
  appId: string,
  cids: readonly string[],
): Promise<Map<string, Entry>> {
  const entries = new Map<string, Entry>();
  for (const part of chunk(cids, AT_ONCE)) {
    const rows = await db
      .select()
      .from(blacklistEntry)
      .where(and(eq(blacklistEntry.appId, appId), inArray(blacklistEntry.cid, [...part])));
    for (const row of rows) entries.set(row.cid, row);
  }
  return entries;
}

/** What is noted of a cid that is, or may be, on the list; null for one that is not according to the register. */
export const notedIn = (entry: Entry | undefined): Noted | null =>
  !entry || entry.state === 'released'
    ? null
    : { reason: entry.reason, ticket: entry.ticket, expiresAt: entry.expiresAt?.getTime() ?? null };

const expiryUntried = { expiryJobId: null, expiryTries: 0, expiryLeaseAt: null };
const overwritten = {
  state: sql`excluded.state`,
  source: sql`excluded.source`,
  reason: sql`excluded.reason`,
  ticket: sql`excluded.ticket`,
  addedBy: sql`excluded.added_by`,
  addedAt: sql`excluded.added_at`,
  expiresAt: sql`excluded.expires_at`,
  expiresBy: sql`excluded.expires_by`,
  jobId: sql`excluded.job_id`,
  releasedBy: null,
  releasedAt: null,
  releaseJobId: null,
  ...expiryUntried,
};

type Added = Noted & { readonly cid: string; readonly state: 'asserted' | 'unknown' };

/** Notes cids that were put on the list, or may have been; each at most once. What was noted before is in the ledger. */
export async function noteAdded(
  tx: Tx,
  rows: readonly Added[],
  from: Provenance,
  source: Entry['source'] = 'wrote',
): Promise<void> {
  for (const part of chunk(rows, AT_ONCE))
    await tx
      .insert(blacklistEntry)
      .values(
        part.map(({ cid, state, reason, ticket, expiresAt }) => ({
          appId: from.appId,
          cid,
          state,
          source,
          reason,
          ticket,
          addedBy: from.actorId,
          addedAt: from.at,
          expiresAt: expiresAt === null ? null : new Date(expiresAt),
          expiresBy: expiresAt === null ? null : from.actorId,
          jobId: from.jobId,
        })),
      )
      .onConflictDoUpdate({ target: [blacklistEntry.appId, blacklistEntry.cid], set: overwritten });
}

/**
 * Notes cids that were taken off the list (`released`) or may have been (`unknown`). What was noted when they were put
 * on it stays; a cid of which nothing was known gets an entry without a reason.
 */
export async function noteReleased(
  tx: Tx,
  rows: readonly { readonly cid: string; readonly state: 'released' | 'unknown' }[],
  from: Provenance,
): Promise<void> {
  const ends = (released: boolean) => ({
    state: released ? ('released' as const) : ('unknown' as const),
    releasedBy: released ? from.actorId : null,
    releasedAt: released ? from.at : null,
    releaseJobId: from.jobId,
  });
  for (const state of ['released', 'unknown'] as const) {
    const part = rows.filter((row) => row.state === state);
    if (part.length === 0) continue;
    const set = ends(state === 'released');
    await tx
      .insert(blacklistEntry)
      .values(
        part.map(({ cid }) => ({
          ...{ appId: from.appId, cid, source: 'wrote' as const, reason: '', addedAt: from.at },
          ...set,
        })),
      )
      .onConflictDoUpdate({ target: [blacklistEntry.appId, blacklistEntry.cid], set });
  }
}

/** Cids that were put on the list once more: what is noted of them stays. */
export async function noteAsserted(tx: Tx, cids: readonly string[], { appId }: Provenance): Promise<void> {
  if (cids.length === 0) return;
  await tx
    .update(blacklistEntry)
    .set({ state: 'asserted', releasedBy: null, releasedAt: null, releaseJobId: null })
    .where(and(eq(blacklistEntry.appId, appId), inArray(blacklistEntry.cid, [...cids])));
}

/** Forgets the entries of cids that rest on nothing but this person's word. */
export async function forgetDeclared(tx: Tx, cids: readonly string[], { appId }: Provenance): Promise<void> {
  if (cids.length === 0) return;
  await tx
    .delete(blacklistEntry)
    .where(
      and(
        eq(blacklistEntry.appId, appId),
        inArray(blacklistEntry.cid, [...cids]),
        eq(blacklistEntry.source, 'imported'),
      ),
    );
}

/** True when the register holds anything of this app. */
export async function knowsAny(db: Database, appId: string): Promise<boolean> {
  const [one] = await db.orm
    .select({ cid: blacklistEntry.cid })
    .from(blacklistEntry)
    .where(eq(blacklistEntry.appId, appId))
    .limit(1);
  return one !== undefined;
}
