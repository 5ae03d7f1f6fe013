import 'server-only';
import { and, eq, isNotNull, ne, or } from 'drizzle-orm';
import { appendAudit } from '@/lib/audit/append';
import { changeChunk, changeJob } from '@/lib/db/schema/changes';
import type { GetuiError } from '@/lib/getui/errors';
import { writeFacts } from '@/lib/ledger/facts';
import type { Engine, Job } from './engine';
import { type AnyKind, OUTCOME_LETTER, type Outcome } from './kind';
import type { Chunk } from './rows';
import { addCounts, countOutcomes, factsOf } from './verify';

/** How long a holder may be silent before somebody else takes the chunk; longer than any one call may last. */
export const LEASE_MS = 60_000;

/** What a call came to: an outcome a row, and what went wrong. `known`: it is certain that nothing took effect. */
export type Answer = {
  outcomes: Outcome[];
  error: GetuiError | null;
  /** The client's kind of error; or stale, not-sent, interrupted, which are ours. */
  failure: string | null;
  known: boolean;
};

/** Still held by whom we read it from: nobody has raised the fence since. */
export const sameHold = (chunk: Chunk) =>
  and(eq(changeChunk.jobId, chunk.jobId), eq(changeChunk.seq, chunk.seq), eq(changeChunk.fence, chunk.fence));

/** True when the rows of a settled answer are read back. */
export const wantsReadBack = (kind: AnyKind, outcomes: readonly Outcome[]): boolean =>
  kind.readBack !== undefined && outcomes.some((outcome) => outcome !== 'rejected');

/**
 * Row outcomes, counters and ledger facts in one transaction; refused when somebody else holds the chunk by now. The
 * lease stays while rows are still to be read back, so that nobody closes the job before.
 */
export async function settle(
  engine: Engine,
  kind: AnyKind,
  job: Job,
  chunk: Chunk,
  { outcomes, error, failure, known }: Answer,
): Promise<void> {
  const at = new Date(engine.clock.now());
  const counts = countOutcomes(outcomes);
  await engine.db.transaction(async (tx) => {
    const settled = await tx
      .update(changeChunk)
      .set({
        state: 'settled',
        outcomes: outcomes.map((outcome) => OUTCOME_LETTER[outcome]).join(''),
        settledAt: at,
        leaseUntil: wantsReadBack(kind, outcomes) ? new Date(at.getTime() + 2 * LEASE_MS) : null,
        httpStatus: error?.httpStatus ?? null,
        upstreamCode: error?.code ?? null,
        upstreamMessage: error?.msg ?? null,
        failure,
        failureKnown: failure === null ? null : known,
      })
      .where(sameHold(chunk))
      .returning({ seq: changeChunk.seq });
    if (settled.length === 0) throw new Error(`chunk ${chunk.jobId}/${chunk.seq} was taken over`);
    await addCounts(tx, job.id, counts);
    const facts = factsOf(kind, job, chunk, outcomes, () => 'not-read');
    await writeFacts(tx, facts, { appId: job.appId, actorId: job.createdBy, jobId: job.id, at });
  });
  engine.onEvent?.({ type: 'settled', seq: chunk.seq, ...counts });
}

/** Closes the job once every chunk is settled and read back, with the audit row that answers the intent. */
export async function finish(engine: Engine, id: string): Promise<void> {
  const now = new Date(engine.clock.now());
  await engine.db.transaction(async (tx) => {
    const [job] = await tx.select().from(changeJob).where(eq(changeJob.id, id)).for('update');
    const open = or(ne(changeChunk.state, 'settled'), isNotNull(changeChunk.leaseUntil));
    const left = await tx.$count(changeChunk, and(eq(changeChunk.jobId, id), open));
    if (job?.state !== 'running' || left > 0) return;
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
