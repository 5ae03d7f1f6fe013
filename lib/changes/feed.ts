import 'server-only';
import { and, asc, desc, eq, inArray, or, sql } from 'drizzle-orm';
import type { Tx } from '@/lib/db/client';
import { changeChunk, changeJob, type JobWait } from '@/lib/db/schema/changes';
import { describeError, log } from '@/lib/log';
import type { Engine, Job } from './engine';
import { BUSY, PLANNED } from './hold';

/** Chunks of one change that lie in the queue or are worked on at once: enough for every lane, few enough to turn back. */
const WINDOW = 32;
/** A family that opens within this time is fed for already. */
const SOON_MS = 1_000;

/** Changes whose trouble has been told: the next look comes in a moment. */
const complained = new Set<string>();

/**
 * Puts the next chunks of every change that may go on into the queue, changes of higher priority first. Any process may
 * do it at any time; two at once do not feed a change twice. Gives how many chunks were put in.
 */
export async function feed(engine: Engine): Promise<number> {
  const due = await engine.db.orm
    .select()
    .from(changeJob)
    .where(
      and(
        inArray(changeJob.state, ['running', 'cancelling']),
        sql`coalesce(${changeJob.startAt}, 'epoch') <= clock_timestamp()`,
        sql`coalesce(${changeJob.holdUntil}, 'epoch') <= clock_timestamp()`,
      ),
    )
    .orderBy(desc(changeJob.priority), asc(changeJob.orderedAt));
  let fed = 0;
  for (const job of due) {
    try {
      if (await closed(engine, job)) continue;
      fed += await feedJob(engine, job.id);
      complained.delete(job.id);
    } catch (error) {
      // One change that cannot go on (a kind of another version, say) does not hold up the others.
      if (!complained.has(job.id))
        log.error(
          { jobId: job.id, ...describeError(error) },
          'a change cannot be dispatched; it is tried again',
        );
      complained.add(job.id);
    }
  }
  if (fed > 0) engine.reach?.('fed');
  return fed;
}

/** True while the budget of the change has no slot for bulk work. */
async function closed(engine: Engine, job: Job): Promise<boolean> {
  const { family } = engine.kindOf(job.kind);
  if (!family || job.state !== 'running') return false;
  const { opensAt, now } = await engine.budgets.state(job.appId, family);
  return opensAt > now + SOON_MS;
}

async function feedJob(engine: Engine, jobId: string): Promise<number> {
  const { db, queue } = engine;
  if (!queue) return 0;
  return db.transaction(async (tx) => {
    const [job] = await tx
      .select()
      .from(changeJob)
      .where(and(eq(changeJob.id, jobId), inArray(changeJob.state, ['running', 'cancelling'])))
      .for('update', { skipLocked: true });
    if (!job || !(await itsTurn(tx, job))) return 0;
    const out = await tx.$count(changeChunk, and(eq(changeChunk.jobId, jobId), BUSY));
    // After trouble one call goes first; the others follow when it went well.
    const room = (job.troubles > 0 ? 1 : WINDOW) - out;
    if (room <= 0) return 0;
    const next = tx
      .select({ seq: changeChunk.seq })
      .from(changeChunk)
      .where(
        and(
          eq(changeChunk.jobId, jobId),
          PLANNED,
          // A cancelled change only settles what may have happened.
          job.state === 'cancelling' ? eq(changeChunk.maybeSent, true) : undefined,
          sql`coalesce(${changeChunk.notBefore}, 'epoch') <= clock_timestamp()`,
          or(
            sql`${changeChunk.waitsFor} is null`,
            sql`not exists (select 1 from change_chunk earlier where earlier.job_id = ${changeChunk.jobId}
              and earlier.seq <= ${changeChunk.waitsFor} and earlier.state <> 'settled')`,
          ),
        ),
      )
      .orderBy(asc(changeChunk.seq))
      .limit(room);
    const queued = await tx
      .update(changeChunk)
      .set({ state: 'queued', messageId: sql`gen_random_uuid()::text` })
      .where(and(eq(changeChunk.jobId, jobId), inArray(changeChunk.seq, next)))
      .returning({ seq: changeChunk.seq, id: changeChunk.messageId, fence: changeChunk.fence });
    if (queued.length === 0) return 0;
    // Whatever was in somebody's hands before had stood in line already: it goes before the others of its priority.
    const messages = queued
      .sort((a, b) => a.seq - b.seq)
      .map(({ seq, id, fence }) => ({
        id: id ?? '',
        jobId,
        seq,
        priority: 2 * job.priority + (fence > 0 ? 1 : 0),
      }));
    await queue.put(tx, messages);
    if (!job.startedAt)
      await tx.update(changeJob).set({ startedAt: sql`clock_timestamp()` }).where(eq(changeJob.id, jobId));
    return messages.length;
  });
}

/** False while rows of an earlier change with the same keys are not settled. Forgets what is no longer waited for. */
async function itsTurn(tx: Tx, job: Job): Promise<boolean> {
  if (job.waits.length === 0) return true;
  const open: JobWait[] = [];
  for (const wait of job.waits) {
    const [earlier] = await tx
      .select({ seq: changeChunk.seq })
      .from(changeChunk)
      .where(
        and(
          eq(changeChunk.jobId, wait.jobId),
          sql`${changeChunk.seq} <= ${wait.seq}`,
          sql`${changeChunk.state} <> 'settled'`,
        ),
      )
      .limit(1);
    if (earlier) open.push(wait);
  }
  if (open.length < job.waits.length)
    await tx.update(changeJob).set({ waits: open }).where(eq(changeJob.id, job.id));
  return open.length === 0;
}
