import 'server-only';
import { sql } from 'drizzle-orm';
import { planCalls } from '@/lib/budgets/plan';
import type { BudgetState } from '@/lib/budgets/schema';
import type { Database } from '@/lib/db/client';
import type { changeJob } from '@/lib/db/schema/changes';
import type { QuotaFamily } from '@/lib/getui/endpoints';
import type { AnyKind } from './kind';
import type { JobSummary, WaitReason } from './schema';

export type JobRecord = typeof changeJob.$inferSelect;
/** How a family of an app stands. */
export type BudgetOf = (appId: string, family: QuotaFamily) => Promise<BudgetState>;

/** A worker that was silent for longer is taken for gone. */
const WORKER_SILENT = "interval '10 seconds'";
/** Settled calls that the rate is taken from at most. */
const RATE_CALLS = 500;
/** A wait for a slot that is over sooner is no news. */
const SHORT_MS = 1_500;
/** Time for a change to be taken up before a missing worker is reported. */
const PICKED_UP_MS = 3_000;

/** What the chunks of an unfinished change say right now. Times in ms. */
type Live = {
  id: string;
  /** Rows settled in the last minute, since when, and whether more were settled than looked at. */
  rows: number;
  since: number | null;
  full: boolean;
  /** The next chunk to go out is set back until then. */
  notBefore: number | null;
  failure: string | null;
  code: number | null;
  held: number;
  behind: string | null;
  behindKind: string | null;
};
/** The unfinished changes as the database sees them now, at a cost that does not grow with their size. */
export type LiveFacts = { now: number; workers: number; jobs: Map<string, Live> };

const ms = (column: string) => sql.raw(`(extract(epoch from ${column}) * 1000)::float8`);

/** Asks for the rate, the next call, what is held and what comes first, of each of these changes. */
export async function liveFacts(db: Database, ids: readonly string[]): Promise<LiveFacts> {
  const { rows: clock } = await db.orm.execute<{ now: number; workers: number }>(sql`
    select ${ms('clock_timestamp()')} as now,
      (select count(*)::int from worker_process where lanes > 0
        and seen_at > clock_timestamp() - ${sql.raw(WORKER_SILENT)}) as workers`);
  const { now, workers } = clock[0] ?? { now: Date.now(), workers: 0 };
  if (ids.length === 0) return { now, workers, jobs: new Map() };
  const { rows } = await db.orm.execute<Live>(sql`
    select j.id, coalesce(r.rows, 0) as rows, r.since, coalesce(r.calls, 0) = ${RATE_CALLS} as full,
      p.not_before as "notBefore", p.failure, p.upstream_code as code, h.held,
      b.id as behind, b.kind as "behindKind"
    from change_job j
    left join lateral (
      select sum(row_count)::int as rows, count(*)::int as calls, ${ms('min(settled_at)')} as since
      from (select row_count, settled_at from change_chunk c
        where c.job_id = j.id and c.settled_at > clock_timestamp() - interval '60 seconds'
        order by c.settled_at desc limit ${RATE_CALLS}) s) r on true
    left join lateral (
      select ${ms('not_before')} as not_before, failure, upstream_code from change_chunk c
      where c.job_id = j.id and c.state = 'planned' order by c.seq limit 1) p on true
    left join lateral (
      select count(*)::int as held from change_chunk c where c.worker_id is not null and c.job_id = j.id) h on true
    left join lateral (
      select o.id, o.kind from jsonb_array_elements(j.waits) w
      join change_job o on o.id = w ->> 'jobId' and o.state not in ('cancelled', 'finished')
      where exists (select 1 from change_chunk c
        where c.job_id = o.id and c.seq <= (w ->> 'seq')::int and c.state <> 'settled') limit 1) b on true
    where j.id in (${sql.join(
      ids.map((id) => sql`${id}`),
      sql`, `,
    )})`);
  return { now, workers, jobs: new Map(rows.map((row) => [row.id, row])) };
}

/** Rows a minute over the last minute, or over the time it has run when that is less. */
function rateOf(job: JobRecord, live: Live, now: number): number | null {
  if (live.rows === 0 || live.since === null) return null;
  const began = Math.max(job.startedAt?.getTime() ?? 0, now - 60_000);
  const spanMs = Math.max(1_000, now - (live.full ? live.since : Math.min(began, live.since)));
  return Math.round((live.rows * 60_000) / spanMs);
}

/** The first reason in the order in which a person would have to do something about it. */
function waitOf(
  job: JobRecord,
  live: Live | undefined,
  budget: BudgetState | null,
  { now, workers }: LiveFacts,
): WaitReason | null {
  const { halt, state } = job;
  if (state === 'cancelling') return workers === 0 ? { why: 'no-worker' } : null;
  if (halt && halt.why !== 'person')
    return { why: 'halted', because: halt.why, code: halt.code ?? null, message: halt.message ?? null };
  if (state === 'paused') return { why: 'paused', by: halt?.by ?? null };
  if (state !== 'running') return null;
  const startAt = job.startAt?.getTime() ?? 0;
  if (startAt > now) return { why: 'scheduled', until: startAt };
  const idle = (live?.held ?? 0) === 0;
  const orderedLongAgo = now - (job.orderedAt ?? job.createdAt).getTime() > PICKED_UP_MS;
  if (workers === 0 && idle && orderedLongAgo) return { why: 'no-worker' };
  if (live?.behind) return { why: 'behind', jobId: live.behind, kind: live.behindKind ?? '' };
  const holdUntil = job.holdUntil?.getTime() ?? 0;
  if (holdUntil > now)
    return {
      why: 'upstream',
      failure: job.holdFailure ?? 'unreachable',
      code: live?.code ?? null,
      until: holdUntil,
    };
  const later = (until: number) => until > now + SHORT_MS;
  if (budget && later(budget.opensAt)) {
    const { family, window, refused, opensAt } = budget;
    return { why: 'budget', family, window, refused, until: Math.round(opensAt) };
  }
  const notBefore = live?.notBefore ?? 0;
  if (!idle || !later(notBefore)) return null;
  return live?.failure && live.failure !== 'rate-limited'
    ? { why: 'upstream', failure: live.failure, code: live.code, until: Math.round(notBefore) }
    : {
        why: 'budget',
        family: budget?.family ?? '',
        window: null,
        refused: false,
        until: Math.round(notBefore),
      };
}

/** When it will be through: by the budget of its calls where they are metered, else by the rate; the later of the two. */
function etaOf(
  job: JobRecord,
  budget: BudgetState | null,
  rate: number | null,
  wait: WaitReason | null,
  now: number,
): number | null {
  if (job.state !== 'running' || (wait && wait.why !== 'budget' && wait.why !== 'scheduled')) return null;
  const begins = wait?.why === 'scheduled' ? wait.until : now;
  const rows = job.total - job.confirmed - job.rejected - job.unknown - job.skipped;
  const byRate = rate ? begins + (rows / rate) * 60_000 : null;
  if (!budget) return byRate;
  const byBudget = planCalls(budget, job.chunks - job.settledChunks, begins).finishAt;
  return Math.max(byBudget, byRate ?? 0);
}

/** What moves while a change is unfinished: rate, end, and why it waits. */
export async function progressOf(
  job: JobRecord,
  kind: AnyKind | null,
  facts: LiveFacts,
  budgetOf: BudgetOf,
): Promise<Pick<JobSummary, 'rate' | 'etaAt' | 'wait'>> {
  const live = facts.jobs.get(job.id);
  const budget = kind?.family && job.state === 'running' ? await budgetOf(job.appId, kind.family) : null;
  const rate = live ? rateOf(job, live, facts.now) : null;
  const wait = waitOf(job, live, budget, facts);
  const etaAt = etaOf(job, budget, rate, wait, facts.now);
  return { rate, etaAt: etaAt === null ? null : Math.round(etaAt), wait };
}
