import 'server-only';
import { and, asc, eq } from 'drizzle-orm';
import { newId } from '@/lib/core/ids';
import { changeChunk, changeJob } from '@/lib/db/schema/changes';
import type { Getui } from '@/lib/getui/client';
import { GetuiError } from '@/lib/getui/errors';
import { describeError, log } from '@/lib/log';
import type { Engine, Job } from './engine';
import type { AnyKind, Outcome } from './kind';
import { type Chunk, linesOf } from './rows';
import { type Answer, finish, LEASE_MS, sameHold, settle } from './settle';
import { verifyChunk } from './verify';

/** Runs an ordered job to its end: chunk by chunk, each claimed, its intent committed, sent once, settled, read back. */
export async function runJob(engine: Engine, jobId: string): Promise<void> {
  const [job] = await engine.db.orm.select().from(changeJob).where(eq(changeJob.id, jobId));
  if (job?.state !== 'running') return;
  const kind = engine.kindOf(job.kind);
  const upstream = await engine.upstreamOf(job.appId);
  const calls = await engine.db.orm.$count(changeChunk, eq(changeChunk.jobId, jobId));
  for (let chunk = await claim(engine, jobId); chunk; chunk = await claim(engine, jobId)) {
    engine.onEvent?.({ type: 'sending', seq: chunk.seq, calls });
    const answer = await send(engine, kind, upstream, job, chunk);
    await settle(engine, kind, job, chunk, answer);
    await verifyChunk(engine, kind, upstream, job, chunk, answer);
  }
  await finish(engine, job.id);
}

/** Takes the next planned chunk under a lease; the fence rises so that an older holder can no longer act for it. */
async function claim(engine: Engine, jobId: string): Promise<Chunk | null> {
  const now = new Date(engine.clock.now());
  return engine.db.transaction(async (tx) => {
    const [chunk] = await tx
      .select()
      .from(changeChunk)
      .where(and(eq(changeChunk.jobId, jobId), eq(changeChunk.state, 'planned')))
      .orderBy(asc(changeChunk.seq))
      .limit(1)
      .for('update', { skipLocked: true });
    if (!chunk) return null;
    const claimed = {
      state: 'claimed' as const,
      fence: chunk.fence + 1,
      leaseUntil: new Date(now.getTime() + LEASE_MS),
    };
    await tx.update(changeChunk).set(claimed).where(sameHold(chunk));
    return { ...chunk, ...claimed };
  });
}

/** The intent is on disk before the first byte leaves: whoever finds it later knows that the call may have happened. */
async function commitIntent(engine: Engine, chunk: Chunk, requestId: string): Promise<void> {
  const now = engine.clock.now();
  const held = await engine.db.orm
    .update(changeChunk)
    .set({
      state: 'sending',
      attempts: chunk.attempts + 1,
      requestId,
      sentAt: new Date(now),
      leaseUntil: new Date(now + LEASE_MS),
    })
    .where(sameHold(chunk))
    .returning({ seq: changeChunk.seq });
  if (held.length === 0) throw new Error(`chunk ${chunk.jobId}/${chunk.seq} was taken over`);
}

async function send(engine: Engine, kind: AnyKind, upstream: Getui, job: Job, chunk: Chunk): Promise<Answer> {
  const rows = linesOf(chunk.rows).map((line) => kind.decode(line));
  const all = (outcome: Outcome) => rows.map(() => outcome);
  const requestId = newId(engine.clock.now());
  try {
    if (kind.recheck && !(await kind.recheck(upstream, rows, job.params, { requestId }))) {
      return { outcomes: all('rejected'), error: null, failure: 'stale', known: true };
    }
    await commitIntent(engine, chunk, requestId);
    const outcomes = await kind.send(upstream, rows, job.params, { requestId });
    return { outcomes: [...outcomes], error: null, failure: null, known: true };
  } catch (error) {
    if (!(error instanceof GetuiError)) {
      log.error(
        { jobId: job.id, seq: chunk.seq, ...describeError(error) },
        'a change stopped on an unexpected error',
      );
      throw error;
    }
    // No page says whether the rows before a refused one were done: several rows are decided by reading back.
    const partly = error.kind === 'refused' && rows.length > 1 && kind.readBack !== undefined;
    const known = error.known && !partly;
    return { outcomes: all(known ? 'rejected' : 'unknown'), error, failure: error.kind, known };
  }
}
