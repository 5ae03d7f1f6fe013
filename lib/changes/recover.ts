import 'server-only';
import { and, eq, isNull, not, or, sql } from 'drizzle-orm';
import { changeChunk, changeJob } from '@/lib/db/schema/changes';
import { isAlive } from '@/lib/jobs/heartbeat';
import { describeError, log } from '@/lib/log';
import { sweepCancelled } from './control';
import type { Engine } from './engine';
import { BUSY } from './hold';

/**
 * Gives back what dead processes held, whoever notices first. A chunk whose intent was committed may have been sent: it
 * is read back before anything else. The fence rises, so that a process that only slept can no longer speak for it.
 * `mine`: chunks this very process works on; what stands under its name and is none of them was dropped by it.
 * @returns how many chunks were given back
 */
export async function recoverChunks(engine: Engine, mine: ReadonlySet<string> = new Set()): Promise<number> {
  const held = sql`${BUSY} and ${changeChunk.state} <> 'queued'`;
  const dead = or(isNull(changeChunk.workerId), not(isAlive(changeChunk.workerId)));
  const given = await engine.db.orm
    .update(changeChunk)
    .set(GIVEN_BACK)
    .where(and(held, dead))
    .returning({ jobId: changeChunk.jobId, seq: changeChunk.seq });
  const own = await engine.db.orm
    .select({ jobId: changeChunk.jobId, seq: changeChunk.seq, fence: changeChunk.fence })
    .from(changeChunk)
    .where(and(held, eq(changeChunk.workerId, engine.workerId)));
  for (const { jobId, seq, fence } of own) {
    if (mine.has(`${jobId}/${seq}`)) continue;
    // Claimed a moment ago and not entered yet, perhaps: only what is still so in the next round counts.
    const key = `${jobId}/${seq}/${fence}`;
    if (!suspects(engine).has(key)) {
      suspects(engine).add(key);
      continue;
    }
    suspects(engine).delete(key);
    await engine.db.orm
      .update(changeChunk)
      .set(GIVEN_BACK)
      .where(and(eq(changeChunk.jobId, jobId), eq(changeChunk.seq, seq), eq(changeChunk.fence, fence)));
    given.push({ jobId, seq });
  }
  if (given.length > 0)
    log.warn({ chunks: given.slice(0, 20), count: given.length }, 'chunks were given back');
  return given.length;
}

const GIVEN_BACK = {
  state: 'planned' as const,
  workerId: null,
  messageId: null,
  fence: sql`${changeChunk.fence} + 1`,
  lost: sql`${changeChunk.lost} + (${changeChunk.state} = 'sending')::int`,
  maybeSent: sql`${changeChunk.maybeSent} or ${changeChunk.state} = 'sending'`,
};

const seen = new WeakMap<object, Set<string>>();
function suspects({ db }: Engine): Set<string> {
  const known = seen.get(db) ?? new Set<string>();
  seen.set(db, known);
  return known;
}

/**
 * A chunk that the queue should hold and does not (its schema was restored or emptied) waits to be put in again, and
 * what a cancelled change left is settled. Rare, so it is looked for now and then only.
 */
export async function tidyUp(engine: Engine): Promise<void> {
  const { db } = engine;
  const missing = sql`not exists (select 1 from pgboss.job m where m.id::text = ${changeChunk.messageId} and m.state < 'active')`;
  await db.orm
    .update(changeChunk)
    .set({ state: 'planned', messageId: null })
    .where(and(BUSY, eq(changeChunk.state, 'queued'), missing));
  const cancelling = await db.orm
    .select({ id: changeJob.id })
    .from(changeJob)
    .where(eq(changeJob.state, 'cancelling'));
  for (const { id } of cancelling) {
    await sweepCancelled(engine, id).catch((error: unknown) =>
      log.error(
        { jobId: id, ...describeError(error) },
        'a cancelled change could not be closed; it is tried again',
      ),
    );
  }
}
