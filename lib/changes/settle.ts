import 'server-only';
import { eq, sql } from 'drizzle-orm';
import { appendAudit } from '@/lib/audit/append';
import { Batcher } from '@/lib/core/batcher';
import type { Database, Tx } from '@/lib/db/client';
import { changeJob } from '@/lib/db/schema/changes';
import { learn } from '@/lib/ledger/learn';
import type { Fact, Provenance } from '@/lib/ledger/types';
import type { Chunk, Engine, Job } from './engine';
import { TakenOver } from './hold';
import type { Kept } from './kind';
import type { Work } from './work';

/** What the ledger learns of a chunk's rows: nothing of those that were refused or not sent. */
function factsOf(work: Work, job: Job): Fact[] {
  return work.rows.flatMap((row, i) => {
    const outcome = work.outcome(i) ?? 'unknown';
    if (outcome === 'rejected' || outcome === 'skipped') return [];
    return work.kind.facts(row, job.params, outcome, work.readBackOf(i), work.before(i) ?? '');
  });
}

/** What the desk itself writes down of the rows that may have taken effect. */
async function keepOf(tx: Tx, work: Work, job: Job, from: Provenance): Promise<void> {
  if (!work.kind.keep) return;
  const kept: Kept<unknown>[] = [];
  for (const [i, row] of work.rows.entries()) {
    const outcome = work.outcome(i) ?? 'unknown';
    if (outcome === 'rejected' || outcome === 'skipped') continue;
    kept.push({ row, outcome, readBack: work.readBackOf(i), before: work.before(i) });
  }
  const sentAt = work.chunk.sentAt ?? from.at;
  if (kept.length > 0) await work.kind.keep(tx, kept, job.params, { ...from, sentAt });
}

type End = {
  engine: Engine;
  job: Job;
  work: Work;
  values: Pick<Chunk, 'failure' | 'failureKnown' | 'httpStatus' | 'upstreamCode' | 'upstreamMessage'>;
};
/** Rows of one transaction, a small chunk counted as some: long enough to share its cost, short enough for others to wait. */
const AT_ONCE_ROWS = 4_000;
const LEAST_ROWS = 250;
const weight = ({ work }: End) => Math.max(LEAST_ROWS, work.rows.length);
const batchers = new WeakMap<Database, Batcher<End, boolean>>();

/**
 * The end of a chunk's way: row outcomes, ledger facts, counters and, after the last chunk, the end of the change with
 * its audit row, in one transaction; chunks that end together share it. Refused when somebody else holds the chunk.
 * @throws TakenOver
 */
export async function settle(engine: Engine, job: Job, work: Work, values: End['values']): Promise<void> {
  const batcher =
    batchers.get(engine.db) ?? new Batcher((ends) => settleAll(engine.db, ends), AT_ONCE_ROWS, weight);
  batchers.set(engine.db, batcher);
  if (!(await batcher.add({ engine, job, work, values }))) throw new TakenOver();
  engine.reach?.('settled');
  const { verified: _, differing: __, ...counts } = work.counts();
  engine.onEvent?.({ type: 'settled', seq: work.chunk.seq, ...counts });
}

/** Settles several chunks in one transaction; says of each whether this process still held it. */
async function settleAll(db: Database, ends: readonly End[]): Promise<boolean[]> {
  return db.transaction(async (tx) => {
    const settled = await storeEnds(tx, ends);
    const held = ends.filter((_, i) => settled[i]);
    // One order for all processes, so that no two wait for each other.
    const jobs = [...new Set(held.map(({ job }) => job.id))].sort();
    for (const { job, work, engine } of held) {
      const at = new Date(engine.clock.now());
      const from = { appId: job.appId, actorId: job.createdBy, jobId: job.id, at };
      await learn(tx, factsOf(work, job), { ...from, readAt: work.chunk.sentAt ?? at });
      await keepOf(tx, work, job, from);
      engine.reach?.('settling');
    }
    // The rows that all chunks of a change share come last, so that they are locked for the shortest time.
    for (const id of jobs) {
      const mine = held.filter(({ job }) => job.id === id);
      const now = await count(
        tx,
        id,
        mine.map(({ work }) => work),
      );
      if (now && mine[0]) await finishIfDone(tx, mine[0].engine, now);
    }
    return settled;
  });
}

/** What the database cannot keep in a document, half characters and NUL, becomes U+FFFD as it does in plain text. */
const storable = (_key: string, value: unknown): unknown =>
  typeof value === 'string' ? value.toWellFormed().replaceAll('\0', '\uFFFD') : value;

async function storeEnds(tx: Tx, ends: readonly End[]): Promise<boolean[]> {
  const rows = ends.map(({ engine, work, values }) => {
    const { outcomes, readBack, before, rowErrors } = work.columns();
    const { jobId: job, seq, fence } = work.chunk;
    return { job, seq, fence, outcomes, readBack, before, rowErrors, ...values, at: engine.clock.now() };
  });
  const { rows: done } = await tx.execute<{ job_id: string; seq: number }>(sql`
    update change_chunk c
    set state = 'settled', outcomes = v.outcomes, read_back = v."readBack", before = v.before,
      row_errors = nullif(v."rowErrors", 'null'::jsonb), failure = v.failure, failure_known = v."failureKnown",
      http_status = v."httpStatus", upstream_code = v."upstreamCode", upstream_message = v."upstreamMessage",
      settled_at = to_timestamp(v.at / 1000.0), worker_id = null, not_before = null, maybe_sent = false
    from jsonb_to_recordset(${JSON.stringify(rows, storable)}::jsonb)
      as v(job text, seq int, fence int, outcomes text, "readBack" text, before text, "rowErrors" jsonb, failure text,
        "failureKnown" boolean, "httpStatus" int, "upstreamCode" int, "upstreamMessage" text, at bigint)
    where c.job_id = v.job and c.seq = v.seq and c.fence = v.fence
    returning c.job_id, c.seq`);
  const settled = new Set(done.map(({ job_id, seq }) => `${job_id}/${seq}`));
  return rows.map(({ job, seq }) => settled.has(`${job}/${seq}`));
}

/** Adds what became of these chunks to the figures of their change. Gives its row, locked. */
async function count(tx: Tx, jobId: string, works: readonly Work[]): Promise<Job | undefined> {
  const sums = { confirmed: 0, rejected: 0, unknown: 0, skipped: 0, verified: 0, differing: 0 };
  for (const work of works) {
    for (const [key, n] of Object.entries(work.counts())) sums[key as keyof typeof sums] += n;
  }
  const [now] = await tx
    .update(changeJob)
    .set({
      settledChunks: sql`${changeJob.settledChunks} + ${works.length}`,
      confirmed: sql`${changeJob.confirmed} + ${sums.confirmed}`,
      rejected: sql`${changeJob.rejected} + ${sums.rejected}`,
      unknown: sql`${changeJob.unknown} + ${sums.unknown}`,
      skipped: sql`${changeJob.skipped} + ${sums.skipped}`,
      verified: sql`${changeJob.verified} + ${sums.verified}`,
      differing: sql`${changeJob.differing} + ${sums.differing}`,
      ...(sums.confirmed > 0 ? { troubles: 0, holdUntil: null, holdFailure: null } : {}),
    })
    .where(eq(changeJob.id, jobId))
    .returning();
  return now;
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
