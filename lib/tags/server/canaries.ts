import 'server-only';
import { sql } from 'drizzle-orm';
import { inLanes } from '@/lib/core/chunk';
import { systemClock } from '@/lib/core/clock';
import type { Database } from '@/lib/db/client';
import type { Getui } from '@/lib/getui/client';
import { GetuiError } from '@/lib/getui/errors';
import { noteReads } from '@/lib/ledger/reads';
import { describeError, log } from '@/lib/log';

/** Users looked at in one round of a process, and at once. */
const A_ROUND = 12;
const LANES = 3;
/** Whoever takes a canary has this long to look; then another process may. */
const LEASE_S = 60;
/** Looks at one canary, with pauses that double from one second to ten minutes: some hours in all. */
const MOST_TRIES = 24;
const LONGEST_PAUSE_MS = 600_000;
const KEPT_DAYS = 14;

type Canary = {
  id: string;
  app_id: string;
  tag: string;
  cid: string;
  holds: boolean;
  job_id: string | null;
  tries: number;
};

/**
 * Looks at users whose tags were changed until the change shows; a few a round, less and less often. What was read goes
 * to the ledger. Any process may do it at any time: a canary is taken before it is read, and found again by another
 * process when this one dies. Gives how many were looked at.
 */
export async function watchCanaries(
  db: Database,
  upstreamOf: (appId: string) => Promise<Getui>,
): Promise<number> {
  const { rows } = await db.orm.execute<Canary>(sql`
    update tag_canary set next_at = now() + ${LEASE_S} * interval '1 second'
    where id in (select id from tag_canary where seen_at is null and not given_up and next_at <= now()
      order by next_at limit ${A_ROUND} for update skip locked)
    returning id, app_id, tag, cid, holds, job_id, tries`);
  await inLanes(rows, LANES, async (canary) => {
    try {
      await look(db, await upstreamOf(canary.app_id), canary);
    } catch (error) {
      log.warn(
        { canary: canary.id, ...describeError(error) },
        'a tag could not be looked for; it is tried again',
      );
    }
  });
  return rows.length;
}

async function look(db: Database, upstream: Getui, { id, app_id: appId, ...canary }: Canary): Promise<void> {
  const { tag, cid, holds, job_id: jobId, tries } = canary;
  const at = new Date(systemClock.now());
  let tags: readonly string[] | null = null;
  try {
    tags = await upstream.tags.ofCid(cid);
  } catch (error) {
    if (!(error instanceof GetuiError)) throw error;
  }
  if (tags?.includes(tag) === holds) {
    await db.orm.execute(
      sql`update tag_canary set seen_at = ${at.toISOString()}::timestamptz where id = ${id}`,
    );
    const state = holds ? ('verified' as const) : ('released' as const);
    const fact = { subject: cid, relation: 'tag' as const, value: tag, state, source: 'read' as const };
    await noteReads(db, [fact], { appId, actorId: null, jobId, at });
    return;
  }
  const pauseMs = Math.min(LONGEST_PAUSE_MS, 1000 * 2 ** Math.max(0, tries - 3));
  await db.orm.execute(sql`
    update tag_canary set tries = tries + 1, given_up = tries + 1 >= ${MOST_TRIES},
      next_at = now() + ${pauseMs} * interval '1 millisecond' where id = ${id}`);
}

/** Forgets what was observed long ago. */
export async function dropOldCanaries(db: Database): Promise<void> {
  await db.orm.execute(
    sql`delete from tag_canary where written_at < now() - ${KEPT_DAYS} * interval '1 day'`,
  );
}
