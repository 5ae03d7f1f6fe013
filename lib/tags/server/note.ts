import 'server-only';
import { systemClock } from '@/lib/core/clock';
import type { Database } from '@/lib/db/client';
import { currentOf } from '@/lib/ledger/current';
import { noteReads } from '@/lib/ledger/reads';
import type { Fact, Provenance } from '@/lib/ledger/types';
import { settleTime } from './settle-time';

/** A change that is younger than this may not show yet, as long as nothing was learned of the app. */
const UNKNOWN_SETTLE_MS = 60_000;
const LEAST_SETTLE_MS = 10_000;

/** How young a change may be and not show, in ms: five times what nine of ten took. */
export async function graceMs(db: Pick<Database, 'orm'>, appId: string): Promise<number> {
  const known = await settleTime(db, appId);
  return known ? Math.max(LEAST_SETTLE_MS, 5 * known.p90Ms) : UNKNOWN_SETTLE_MS;
}

/**
 * Notes all tags that were read of a cid; `from.at` is when the reading began. Tags that the ledger believed and that were
 * not found are released, unless they were written so lately that they may not show yet. Gives what is news: changed by
 * somebody outside of Muster.
 */
export async function noteTags(
  db: Database,
  cid: string,
  tags: readonly string[],
  from: Provenance,
): Promise<{ added: string[]; removed: string[] }> {
  const held = await currentOf(db.orm, from.appId, 'tag', [cid]);
  const youngest = from.at.getTime() - (await graceMs(db, from.appId));
  const known = [...held.values()].filter(({ value }) => value !== '');
  const believed = new Set(known.map(({ value }) => value));
  const released = new Set(
    [...held]
      .filter(([, { value, at }]) => value === '' && at > youngest)
      .map(([slot]) => slot.split('\n')[1]),
  );
  const found = new Set(tags);
  const gone = known.filter(({ value, at }) => !found.has(value) && at <= youngest).map(({ value }) => value);
  // A tag that was taken away a moment ago may still show: that is no news.
  const shown = tags.filter((tag) => !released.has(tag));
  const fact = (value: string, state: 'verified' | 'released'): Fact => ({
    subject: cid,
    relation: 'tag',
    value,
    state,
    source: 'read',
  });
  await noteReads(
    db,
    [...shown.map((tag) => fact(tag, 'verified')), ...gone.map((tag) => fact(tag, 'released'))],
    from,
  );
  const added = held.size > 0 ? shown.filter((tag) => !believed.has(tag)) : [];
  return { added, removed: gone };
}

/** Of a reading that begins now. */
export const readingNow = (appId: string, actorId: string | null): Provenance => ({
  appId,
  actorId,
  jobId: null,
  at: new Date(systemClock.now()),
});
