import 'server-only';
import { and, asc, eq, isNull, lt, or, sql } from 'drizzle-orm';
import { appendAudit } from '@/lib/audit/append';
import { newId } from '@/lib/core/ids';
import { changeChunk, changeJob } from '@/lib/db/schema/changes';
import type { Getui } from '@/lib/getui/client';
import { GetuiError } from '@/lib/getui/errors';
import { writeFacts } from '@/lib/ledger/facts';
import { describeError, log } from '@/lib/log';
import type { Engine, Job } from './engine';
import { type AnyKind, OUTCOME_LETTER, type Outcome } from './kind';
import { type Chunk, linesOf } from './rows';
import { addCounts, countOutcomes, factsOf, verifyChunk } from './verify';

const LEASE_MS = 60_000;

/** What a call came to: outcomes a row, and what the answer was. */
type Answer = { outcomes: Outcome[]; error: GetuiError | null; why?: 'stale' | 'interrupted' };

/** Runs an ordered job to its end: chunk by chunk, each claimed, its intent committed, sent once, settled. */
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
    await verifyChunk(engine, kind, upstream, job, chunk, answer.outcomes);
  }
  await finish(engine, job);
}

/** Takes the next planned chunk under a lease; the fence rises so that an older holder can no longer settle it. */
async function claim(engine: Engine, jobId: string): Promise<Chunk | null> {
  const now = new Date(engine.clock.now());
  return engine.db.transaction(async (tx) => {
    const free = or(
      eq(changeChunk.state, 'planned'),
      and(
        eq(changeChunk.state, 'claimed'),
        or(isNull(changeChunk.leaseUntil), lt(changeChunk.leaseUntil, now)),
      ),
    );
    const [chunk] = await tx
      .select()
      .from(changeChunk)
      .where(and(eq(changeChunk.jobId, jobId), free))
      .orderBy(asc(changeChunk.seq))
      .limit(1)
      .for('update', { skipLocked: true });
    if (!chunk) return null;
    const claimed = {
      state: 'claimed' as const,
      fence: chunk.fence + 1,
      leaseOwner: newId(now.getTime()),
      leaseUntil: new Date(now.getTime() + LEASE_MS),
    };
    await tx
      .update(changeChunk)
      .set(claimed)
      .where(and(eq(changeChunk.jobId, jobId), eq(changeChunk.seq, chunk.seq)));
    return { ...chunk, ...claimed };
  });
}

const same = (chunk: Chunk) =>
  and(eq(changeChunk.jobId, chunk.jobId), eq(changeChunk.seq, chunk.seq), eq(changeChunk.fence, chunk.fence));

async function send(engine: Engine, kind: AnyKind, upstream: Getui, job: Job, chunk: Chunk): Promise<Answer> {
  const rows = linesOf(chunk.rows).map((line) => kind.decode(line));
  const all = (outcome: Outcome) => rows.map(() => outcome);
  const requestId = newId(engine.clock.now());
  try {
    if (kind.recheck && !(await kind.recheck(upstream, rows, job.params, { requestId }))) {
      return { outcomes: all('rejected'), error: null, why: 'stale' };
    }
    // The intent is on disk before the first byte leaves: whoever finds it later knows that the call may have happened.
    await engine.db.orm
      .update(changeChunk)
      .set({
        state: 'sending',
        attempts: chunk.attempts + 1,
        requestId,
        sentAt: new Date(engine.clock.now()),
      })
      .where(same(chunk));
    const outcomes = await kind.send(upstream, rows, job.params, { requestId });
    return { outcomes: [...outcomes], error: null };
  } catch (error) {
    if (!(error instanceof GetuiError)) {
      log.error(
        { jobId: job.id, seq: chunk.seq, ...describeError(error) },
        'a change stopped on an unexpected error',
      );
      throw error;
    }
    return { outcomes: all(error.known ? 'rejected' : 'unknown'), error };
  }
}

/** Row outcomes, counters and ledger facts in one transaction; refused when somebody else holds the chunk by now. */
async function settle(
  engine: Engine,
  kind: AnyKind,
  job: Job,
  chunk: Chunk,
  { outcomes, error, why }: Answer,
) {
  const now = new Date(engine.clock.now());
  const counts = countOutcomes(outcomes);
  await engine.db.transaction(async (tx) => {
    const settled = await tx
      .update(changeChunk)
      .set({
        state: 'settled',
        outcomes: outcomes.map((outcome) => OUTCOME_LETTER[outcome]).join(''),
        settledAt: now,
        leaseOwner: null,
        leaseUntil: null,
        httpStatus: error?.httpStatus ?? null,
        upstreamCode: error?.code ?? null,
        upstreamMessage: error?.msg ?? null,
        failure: why ?? error?.kind ?? null,
      })
      .where(same(chunk))
      .returning({ seq: changeChunk.seq });
    if (settled.length === 0) throw new Error(`chunk ${chunk.jobId}/${chunk.seq} was taken over`);
    await addCounts(tx, job.id, counts);
    const facts = factsOf(kind, job, chunk, outcomes, () => 'not-read');
    await writeFacts(tx, facts, { appId: job.appId, actorId: job.createdBy, jobId: job.id, at: now });
  });
  engine.onEvent?.({ type: 'settled', seq: chunk.seq, ...counts });
}

/** Closes the job once every chunk is settled, with the audit row that answers the intent. */
async function finish(engine: Engine, { id }: Job): Promise<void> {
  const now = new Date(engine.clock.now());
  await engine.db.transaction(async (tx) => {
    const [job] = await tx.select().from(changeJob).where(eq(changeJob.id, id)).for('update');
    const open = await tx.$count(
      changeChunk,
      and(eq(changeChunk.jobId, id), sql`${changeChunk.state} <> 'settled'`),
    );
    if (job?.state !== 'running' || open > 0) return;
    await tx.update(changeJob).set({ state: 'finished', finishedAt: now }).where(eq(changeJob.id, id));
    const { confirmed, rejected, unknown, verified, differing } = job;
    await appendAudit(tx, {
      at: now,
      actor: { id: null, name: 'muster' },
      appId: job.appId,
      action: job.kind,
      jobId: id,
      detail: { settled: true, confirmed, rejected, unknown, verified, differing },
    });
  });
}

/**
 * Picks up what a dead process left: a chunk whose intent was committed counts as unknown and is read back, never sent
 * again by itself; a chunk that was only claimed is sent now. `everything` treats every lease as run out: right at the
 * start of the embedded database, whose lock says that nobody else is alive.
 */
export async function recoverJobs(engine: Engine, everything: boolean): Promise<number> {
  const now = new Date(engine.clock.now());
  const running = await engine.db.orm.select().from(changeJob).where(eq(changeJob.state, 'running'));
  for (const job of running) {
    const kind = engine.kindOf(job.kind);
    const left = await engine.db.orm
      .select()
      .from(changeChunk)
      .where(
        and(
          eq(changeChunk.jobId, job.id),
          or(eq(changeChunk.state, 'sending'), eq(changeChunk.state, 'claimed')),
          everything ? undefined : lt(changeChunk.leaseUntil, now),
        ),
      );
    for (const chunk of left) {
      if (chunk.state === 'claimed') {
        await engine.db.orm.update(changeChunk).set({ leaseUntil: null }).where(same(chunk));
        continue;
      }
      const fenced = { ...chunk, fence: chunk.fence + 1 };
      const [mine] = await engine.db.orm
        .update(changeChunk)
        .set({ fence: fenced.fence })
        .where(same(chunk))
        .returning({ seq: changeChunk.seq });
      if (!mine) continue;
      const outcomes = linesOf(chunk.rows).map(() => 'unknown' as const);
      await settle(engine, kind, job, fenced, { outcomes, error: null, why: 'interrupted' });
      await verifyChunk(engine, kind, await engine.upstreamOf(job.appId), job, fenced, outcomes);
    }
    await runJob(engine, job.id);
  }
  return running.length;
}
