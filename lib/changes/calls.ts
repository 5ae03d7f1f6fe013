import 'server-only';
import { and, desc, eq, isNotNull, or, sql } from 'drizzle-orm';
import type { Database } from '@/lib/db/client';
import { changeChunk, changeJob } from '@/lib/db/schema/changes';
import {
  CALLS_FIGURED,
  CALLS_PAGE,
  type CallBucket,
  type CallFigures,
  type CallsPage,
  type CallView,
  type FailedCalls,
} from './schema';

const BUCKETS = 48;
/** Lengths that people read at a glance, in seconds. */
const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 43_200, 86_400];
const TIMED_CALLS = 1_000;
const FAILED_CALLS = 5_000;
const FAILED_GROUPS = 20;

const ms = (column: string) => sql.raw(`(extract(epoch from ${column}) * 1000)::float8`);
const count = (letter: string) =>
  sql.raw(`coalesce(sum(length(outcomes) - length(replace(outcomes, '${letter}', ''))), 0)::int`);

/** What was never called because somebody cancelled has not failed. */
const FAILED = "failure is not null and failure <> 'cancelled'";
/** As the partial indexes say it, word for word. */
const NOT_WELL = ['r', 'u', 'n'].map((letter) => `outcomes like '%${letter}%'`).join(' or ');

type Bad = Pick<CallBucket, 'at' | 'rejected' | 'unknown' | 'skipped'>;

/** Stretch by stretch: all rows less those that did not go well are confirmed. */
function timelineOf(
  all: readonly { at: number; calls: number; rows: number }[],
  other: readonly Bad[],
): CallBucket[] {
  const bad = new Map(other.map((bucket) => [bucket.at, bucket]));
  return all
    .map(({ at, calls, rows }) => {
      const { rejected, unknown, skipped } = bad.get(at) ?? { rejected: 0, unknown: 0, skipped: 0 };
      return { at, calls, confirmed: rows - rejected - unknown - skipped, rejected, unknown, skipped };
    })
    .sort((a, b) => a.at - b.at);
}

const readBackOf = (letters: string | null): CallView['readBack'] => {
  if (!letters) return 'none';
  const read = letters.replace(/[^vd]/g, '').length;
  return read === 0 ? 'failed' : read === letters.length ? 'all' : 'some';
};
/** The same in SQL, for groups. */
const READ_BACK = sql.raw(`case when read_back is null then 'none'
  when read_back ~ '^[vd]+$' then 'all' when read_back ~ '[vd]' then 'some' else 'failed' end`);

/**
 * Figures over the newest {@link CALLS_FIGURED} settled calls of a change: a timeline of at most 48 stretches, what
 * failed alike, and how long a call takes (over the newest thousand).
 */
export async function callFigures(db: Database, jobId: string, settledChunks: number): Promise<CallFigures> {
  const newest = (columns: string, most: number, only = '') => sql`
    (select ${sql.raw(columns)} from change_chunk
      where job_id = ${jobId} and settled_at is not null ${sql.raw(only)}
      order by settled_at desc limit ${most}) s`;
  const { rows: span } = await db.orm.execute<{ first: number | null; last: number | null }>(
    sql`select ${ms('min(settled_at)')} as first, ${ms('max(settled_at)')} as last
      from ${newest('settled_at', CALLS_FIGURED)}`,
  );
  const first = span[0]?.first ?? null;
  const last = span[0]?.last ?? first;
  const seconds = first === null || last === null ? 1 : (last - first) / 1000;
  const bucketMs = 1000 * (STEPS.find((step) => seconds / step < BUCKETS) ?? Math.ceil(seconds / BUCKETS));
  const bucket = sql`floor(${ms('settled_at')} / ${bucketMs}) * ${bucketMs}`;
  const [all, other, times, failed] = await Promise.all([
    // The letters of a thousand rows a call cost more than everything else here: only calls that did not go well as a
    // whole have theirs counted, and a partial index each finds those.
    db.orm.execute<{ at: number; calls: number; made: number; rows: number }>(sql`
      select ${bucket} as at, count(*)::int as calls, sum(attempts)::int as made, sum(row_count)::int as rows
      from ${newest('settled_at, attempts, row_count', CALLS_FIGURED)} group by 1`),
    db.orm.execute<{ at: number; rejected: number; unknown: number; skipped: number }>(sql`
      select ${bucket} as at, ${count('r')} as rejected, ${count('u')} as unknown, ${count('n')} as skipped
      from ${newest('settled_at, outcomes', CALLS_FIGURED, `and (${NOT_WELL})`)}
      where settled_at >= to_timestamp(${(first ?? 0) / 1000}::float8) group by 1`),
    db.orm.execute<{ p50: number | null; p95: number | null }>(sql`
      select percentile_cont(0.5) within group (order by took) as p50,
        percentile_cont(0.95) within group (order by took) as p95
      from (select ${ms('settled_at - sent_at')} as took
        from ${newest('settled_at, sent_at', TIMED_CALLS, 'and sent_at is not null')}) t`),
    db.orm.execute<FailedCalls>(sql`
      select failure, coalesce(failure_known, true) as known, ${READ_BACK} as "readBack",
        http_status as "httpStatus", upstream_code as "upstreamCode", max(upstream_message) as "upstreamMessage",
        max(request_id) as "requestId", count(*)::int as calls,
        sum(row_count)::int - ${count('c')} as rows, ${count('c')} > 0 as rest
      from ${newest(
        'failure, failure_known, read_back, http_status, upstream_code, upstream_message, request_id, row_count, outcomes',
        FAILED_CALLS,
        `and ${FAILED}`,
      )}
      group by 1, 2, 3, 4, 5, position('c' in outcomes) > 0 order by calls desc limit ${FAILED_GROUPS}`),
  ]);
  return {
    made: all.rows.reduce((sum, { made }) => sum + made, 0),
    failed: failed.rows,
    bucketMs,
    timeline: timelineOf(all.rows, other.rows),
    p50Ms: times.rows[0]?.p50 ?? null,
    p95Ms: times.rows[0]?.p95 ?? null,
    partial: settledChunks > CALLS_FIGURED,
  };
}

/**
 * The calls of an ordered change of this app, newest first, {@link CALLS_PAGE} at a time; those under way stand at the
 * top of the first page. Null when there is no such change.
 */
export async function jobCalls(
  db: Database,
  appId: string,
  input: { id: string; failed: boolean; after?: { settledAt: number; seq: number } | undefined },
): Promise<CallsPage | null> {
  const { id, failed, after } = input;
  const [job] = await db.orm
    .select({ id: changeJob.id })
    .from(changeJob)
    .where(and(eq(changeJob.id, id), eq(changeJob.appId, appId), isNotNull(changeJob.orderedAt)));
  if (!job) return null;
  const bound = after
    ? sql`(${changeChunk.settledAt}, ${changeChunk.seq}) < (to_timestamp(${after.settledAt / 1000}::float8), ${after.seq})`
    : undefined;
  const settled = await db.orm
    .select()
    .from(changeChunk)
    .where(
      and(
        eq(changeChunk.jobId, id),
        isNotNull(changeChunk.settledAt),
        failed ? sql.raw(FAILED) : undefined,
        bound,
      ),
    )
    .orderBy(desc(changeChunk.settledAt), desc(changeChunk.seq))
    .limit(CALLS_PAGE);
  const held =
    after || failed
      ? []
      : await db.orm
          .select()
          .from(changeChunk)
          .where(
            and(
              eq(changeChunk.jobId, id),
              isNotNull(changeChunk.workerId),
              or(eq(changeChunk.state, 'claimed'), eq(changeChunk.state, 'sending')),
            ),
          )
          .orderBy(desc(changeChunk.seq))
          .limit(CALLS_PAGE);
  const last = settled.at(-1);
  const next =
    settled.length === CALLS_PAGE && last?.settledAt
      ? { settledAt: last.settledAt.getTime(), seq: last.seq }
      : null;
  return { calls: [...held, ...settled].map(callView), next };
}

function callView(chunk: typeof changeChunk.$inferSelect): CallView {
  return {
    seq: chunk.seq,
    rows: chunk.rowCount,
    state: chunk.state,
    failure: chunk.failure,
    known: chunk.failureKnown ?? true,
    readBack: readBackOf(chunk.readBack),
    attempts: chunk.attempts,
    httpStatus: chunk.httpStatus,
    upstreamCode: chunk.upstreamCode,
    upstreamMessage: chunk.upstreamMessage,
    requestId: chunk.requestId,
    sentAt: chunk.sentAt?.getTime() ?? null,
    settledAt: chunk.settledAt?.getTime() ?? null,
  };
}
