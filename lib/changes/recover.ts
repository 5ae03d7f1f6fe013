import 'server-only';
import { and, eq, gte, isNotNull, lt, or } from 'drizzle-orm';
import type { Database } from '@/lib/db/client';
import { changeChunk, changeJob } from '@/lib/db/schema/changes';
import { describeError, log } from '@/lib/log';
import type { Engine, Job } from './engine';
import { type AnyKind, OUTCOME_OF, type Outcome } from './kind';
import { type Chunk, linesOf } from './rows';
import { type Answer, finish, LEASE_MS, sameHold, settle } from './settle';
import { verifyChunk } from './verify';

/**
 * Declares every lease run out: for the start of the embedded database, whose folder lock says that nobody else is
 * alive. What the leases were about is left to {@link recoverJobs}.
 */
export async function releaseLeases(db: Database): Promise<void> {
  await db.orm
    .update(changeChunk)
    .set({ leaseUntil: new Date(0) })
    .where(isNotNull(changeChunk.leaseUntil));
}

/**
 * Picks up what a dead process left. Nothing is sent: a chunk that was not on the wire counts as not done, since a later
 * change may have touched its rows by now; one that may have been is unknown and read back; one whose reading back was
 * cut off is read back again. A job that cannot be recovered does not hold up the others.
 */
export async function recoverJobs(engine: Engine): Promise<void> {
  const running = await engine.db.orm.select().from(changeJob).where(eq(changeJob.state, 'running'));
  for (const job of running) {
    try {
      for (const chunk of await leftChunks(engine, job)) await recoverChunk(engine, job, chunk);
      await finish(engine, job.id);
    } catch (error) {
      log.error(
        { jobId: job.id, ...describeError(error) },
        'a change could not be recovered; the next round tries again',
      );
    }
  }
}

async function leftChunks(engine: Engine, job: Job): Promise<Chunk[]> {
  const now = engine.clock.now();
  const orderedLongAgo = (job.orderedAt ?? job.createdAt).getTime() < now - LEASE_MS;
  const runOut = lt(changeChunk.leaseUntil, new Date(now));
  // While somebody holds a chunk of the job, its planned ones have a runner.
  const alive = await engine.db.orm.$count(
    changeChunk,
    and(eq(changeChunk.jobId, job.id), gte(changeChunk.leaseUntil, new Date(now))),
  );
  const left = orderedLongAgo && alive === 0 ? or(runOut, eq(changeChunk.state, 'planned')) : runOut;
  return engine.db.orm
    .select()
    .from(changeChunk)
    .where(and(eq(changeChunk.jobId, job.id), left));
}

async function recoverChunk(engine: Engine, job: Job, chunk: Chunk): Promise<void> {
  const held = { ...chunk, fence: chunk.fence + 1 };
  const taken = await engine.db.orm
    .update(changeChunk)
    .set({ fence: held.fence, leaseUntil: new Date(engine.clock.now() + 2 * LEASE_MS) })
    .where(sameHold(chunk))
    .returning({ seq: changeChunk.seq });
  if (taken.length === 0) return;
  const kind = engine.kindOf(job.kind);
  const answer = answerOf(kind, chunk);
  if (chunk.state !== 'settled') await settle(engine, kind, job, held, answer);
  await verifyChunk(engine, kind, await engine.upstreamOf(job.appId), job, held, answer);
}

/** What is known of a chunk that somebody left behind. */
function answerOf(kind: AnyKind, chunk: Chunk): Answer {
  const all = (outcome: Outcome) => linesOf(chunk.rows).map(() => outcome);
  if (chunk.state === 'settled') {
    const outcomes = [...(chunk.outcomes ?? '')].map((letter) => OUTCOME_OF[letter as 'c'] ?? 'unknown');
    return { outcomes, error: null, failure: chunk.failure, known: chunk.failureKnown ?? true };
  }
  if (chunk.state === 'sending')
    return { outcomes: all('unknown'), error: null, failure: 'interrupted', known: false };
  log.warn({ jobId: chunk.jobId, seq: chunk.seq, kind: kind.id }, 'a chunk was never sent');
  return { outcomes: all('rejected'), error: null, failure: 'not-sent', known: true };
}
