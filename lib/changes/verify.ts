import 'server-only';
import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import { chunk as cut } from '@/lib/core/chunk';
import { newId } from '@/lib/core/ids';
import type { Tx } from '@/lib/db/client';
import { changeChunk, changeJob, ledgerFact } from '@/lib/db/schema/changes';
import type { Getui } from '@/lib/getui/client';
import { type Fact, writeFacts } from '@/lib/ledger/facts';
import { describeError, log } from '@/lib/log';
import type { Engine, Job } from './engine';
import { type AnyKind, OUTCOME_LETTER, type Outcome, READ_BACK_LETTER, type ReadBack } from './kind';
import { type Chunk, linesOf } from './rows';

type Counts = Record<Outcome, number>;

export function countOutcomes(outcomes: readonly Outcome[]): Counts {
  const counts = { confirmed: 0, rejected: 0, unknown: 0 };
  for (const outcome of outcomes) counts[outcome]++;
  return counts;
}

/** Adds to the job's counters; figures may be negative when rows change sides. */
export async function addCounts(
  tx: Tx,
  jobId: string,
  counts: Partial<Counts> & { verified?: number; differing?: number },
): Promise<void> {
  const { confirmed = 0, rejected = 0, unknown = 0, verified = 0, differing = 0 } = counts;
  await tx
    .update(changeJob)
    .set({
      confirmed: sql`${changeJob.confirmed} + ${confirmed}`,
      rejected: sql`${changeJob.rejected} + ${rejected}`,
      unknown: sql`${changeJob.unknown} + ${unknown}`,
      verified: sql`${changeJob.verified} + ${verified}`,
      differing: sql`${changeJob.differing} + ${differing}`,
    })
    .where(eq(changeJob.id, jobId));
}

/** What the ledger learns of a chunk's rows. */
export function factsOf(
  kind: AnyKind,
  job: Job,
  chunk: Chunk,
  outcomes: readonly Outcome[],
  found: (index: number) => ReadBack,
): Fact[] {
  const before = chunk.before === null ? [] : chunk.before.split('\n');
  return linesOf(chunk.rows).flatMap((line, i) =>
    kind.facts(kind.decode(line), job.params, outcomes[i] ?? 'unknown', found(i), before[i] ?? ''),
  );
}

/** Reading back ends after this long, however slow the upstream; what is left counts as not readable. */
const READ_BACK_MS = 60_000;

/**
 * Reads the rows of a settled chunk back, unless they were all rejected. An unknown row of a set that reads back as
 * intended has happened, whatever became of the answer; after a refusal one that reads back otherwise has not; any other
 * unknown row stays unknown. Reading is a courtesy: it never turns into a failure of the change.
 */
export async function verifyChunk(
  engine: Engine,
  kind: AnyKind,
  upstream: Getui,
  job: Job,
  chunk: Chunk,
  { outcomes, failure }: { outcomes: readonly Outcome[]; failure: string | null },
): Promise<void> {
  if (!kind.readBack || outcomes.every((outcome) => outcome === 'rejected')) return;
  const rows = linesOf(chunk.rows).map((line) => kind.decode(line));
  engine.onEvent?.({ type: 'reading-back', rows: rows.length });
  let found: readonly ReadBack[];
  try {
    const options = { requestId: newId(engine.clock.now()), signal: AbortSignal.timeout(READ_BACK_MS) };
    found = await kind.readBack(upstream, rows, job.params, options);
  } catch (error) {
    log.warn({ jobId: job.id, seq: chunk.seq, ...describeError(error) }, 'reading back failed');
    found = rows.map(() => 'unreadable');
  }
  const resolved = outcomes.map((outcome, i) => {
    if (outcome !== 'unknown' || kind.effect !== 'set') return outcome;
    if (found[i] === 'as-intended') return 'confirmed';
    return found[i] === 'differs' && failure === 'refused' ? 'rejected' : outcome;
  });
  await storeReadBack(engine, kind, job, chunk, outcomes, resolved, found);
}

/** Once per chunk: its outcomes, counters and facts are brought in line with what was read, and the lease ends. */
async function storeReadBack(
  engine: Engine,
  kind: AnyKind,
  job: Job,
  chunk: Chunk,
  outcomes: readonly Outcome[],
  resolved: readonly Outcome[],
  found: readonly ReadBack[],
): Promise<void> {
  const at = new Date(engine.clock.now());
  const count = (what: ReadBack) => found.filter((one) => one === what).length;
  const [was, is] = [countOutcomes(outcomes), countOutcomes(resolved)];
  await engine.db.transaction(async (tx) => {
    const stored = await tx
      .update(changeChunk)
      .set({
        outcomes: resolved.map((outcome) => OUTCOME_LETTER[outcome]).join(''),
        readBack: found.map((one) => READ_BACK_LETTER[one]).join(''),
        leaseUntil: null,
      })
      .where(
        and(
          eq(changeChunk.jobId, chunk.jobId),
          eq(changeChunk.seq, chunk.seq),
          eq(changeChunk.fence, chunk.fence),
          isNull(changeChunk.readBack),
        ),
      )
      .returning({ seq: changeChunk.seq });
    if (stored.length === 0) return;
    await addCounts(tx, job.id, {
      confirmed: is.confirmed - was.confirmed,
      rejected: is.rejected - was.rejected,
      unknown: is.unknown - was.unknown,
      verified: count('as-intended'),
      differing: count('differs'),
    });
    const facts = factsOf(kind, job, chunk, resolved, (i) => found[i] ?? 'not-read');
    const subjects = [
      ...new Set(factsOf(kind, job, chunk, outcomes, () => 'not-read').map(({ subject }) => subject)),
    ];
    for (const part of cut(subjects, 1000)) {
      await tx.delete(ledgerFact).where(and(eq(ledgerFact.jobId, job.id), inArray(ledgerFact.subject, part)));
    }
    await writeFacts(tx, facts, { appId: job.appId, actorId: job.createdBy, jobId: job.id, at });
  });
}
