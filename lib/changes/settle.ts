import 'server-only';
import { eq, sql } from 'drizzle-orm';
import { appendAudit } from '@/lib/audit/append';
import type { Tx } from '@/lib/db/client';
import { changeChunk, changeJob } from '@/lib/db/schema/changes';
import { learn } from '@/lib/ledger/learn';
import type { Fact } from '@/lib/ledger/types';
import type { Chunk, Engine, Job } from './engine';
import { sameHold, TakenOver } from './hold';
import type { Work } from './work';

/** What the ledger learns of a chunk's rows: nothing of those that were refused or not sent. */
function factsOf(work: Work, job: Job): Fact[] {
  return work.rows.flatMap((row, i) => {
    const outcome = work.outcome(i) ?? 'unknown';
    if (outcome === 'rejected' || outcome === 'skipped') return [];
    return work.kind.facts(row, job.params, outcome, work.readBackOf(i), work.before(i) ?? '');
  });
}

/**
 * The end of a chunk's way: row outcomes, ledger facts, counters and, after the last chunk, the end of the change with
 * its audit row, in one transaction. Refused when somebody else holds the chunk by now.
 * @throws TakenOver
 */
export async function settle(
  engine: Engine,
  job: Job,
  work: Work,
  values: Pick<Chunk, 'failure' | 'failureKnown' | 'httpStatus' | 'upstreamCode' | 'upstreamMessage'>,
): Promise<void> {
  const at = new Date(engine.clock.now());
  const { verified, differing, ...counts } = work.counts();
  await engine.db.transaction(async (tx) => {
    const settled = await tx
      .update(changeChunk)
      .set({
        ...work.columns(),
        ...values,
        state: 'settled',
        settledAt: at,
        workerId: null,
        notBefore: null,
        maybeSent: false,
      })
      .where(sameHold(work.chunk))
      .returning({ seq: changeChunk.seq });
    if (settled.length === 0) throw new TakenOver();
    const from = { appId: job.appId, actorId: job.createdBy, jobId: job.id, at };
    await learn(tx, factsOf(work, job), { ...from, readAt: work.chunk.sentAt ?? at });
    engine.reach?.('settling');
    // The row that all chunks of the change share comes last, so that it is locked for the shortest time.
    const [now] = await tx
      .update(changeJob)
      .set({
        settledChunks: sql`${changeJob.settledChunks} + 1`,
        confirmed: sql`${changeJob.confirmed} + ${counts.confirmed}`,
        rejected: sql`${changeJob.rejected} + ${counts.rejected}`,
        unknown: sql`${changeJob.unknown} + ${counts.unknown}`,
        skipped: sql`${changeJob.skipped} + ${counts.skipped}`,
        verified: sql`${changeJob.verified} + ${verified}`,
        differing: sql`${changeJob.differing} + ${differing}`,
        ...(counts.confirmed > 0 ? { troubles: 0, holdUntil: null, holdFailure: null } : {}),
      })
      .where(eq(changeJob.id, job.id))
      .returning();
    if (now) await finishIfDone(tx, engine, now);
  });
  engine.reach?.('settled');
  engine.onEvent?.({ type: 'settled', seq: work.chunk.seq, ...counts });
}

/** Closes a change whose chunks are all settled, with the audit row that answers the intent. The caller holds its row. */
export async function finishIfDone(tx: Tx, engine: Engine, job: Job): Promise<void> {
  if (job.settledChunks < job.chunks || !['running', 'paused', 'cancelling'].includes(job.state)) return;
  const at = new Date(engine.clock.now());
  const state = job.state === 'cancelling' ? 'cancelled' : 'finished';
  await tx
    .update(changeJob)
    .set({ state, finishedAt: at, halt: null, holdUntil: null, holdFailure: null })
    .where(eq(changeJob.id, job.id));
  const { confirmed, rejected, unknown, skipped, verified, differing } = job;
  await appendAudit(tx, {
    at,
    actor: { id: null, name: 'muster' },
    appId: job.appId,
    action: job.kind,
    jobId: job.id,
    detail: {
      settled: true,
      ...(state === 'cancelled' ? { cancelled: true } : {}),
      ...{ confirmed, rejected, unknown, skipped, verified, differing },
    },
  });
  engine.reach?.('finishing');
}
