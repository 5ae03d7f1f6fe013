import 'server-only';
import { and, desc, eq, inArray, isNotNull, lt, notInArray, or, sql } from 'drizzle-orm';
import { can, type Role } from '@/lib/auth/permissions';
import { budgetState } from '@/lib/budgets/budgets';
import type { BudgetState } from '@/lib/budgets/schema';
import type { Database } from '@/lib/db/client';
import { account } from '@/lib/db/schema/accounts';
import { changeJob } from '@/lib/db/schema/changes';
import { callFigures } from './calls';
import type { AnyKind } from './kind';
import { type BudgetOf, type JobRecord, liveFacts, progressOf } from './progress';
import { isOver, JOBS_PAGE, type JobDetail, type JobSummary, type RelatedJob } from './schema';
import { verificationParams, verificationResult } from './verification';
import { isMasked, type KindOf, knownKind } from './visible';

const OFFSPRING_SHOWN = 20;
/** Unfinished changes that a page is told of at most. */
const WATCHED = 100;

type Joined = { job: JobRecord; by: string };

const jobs = (db: Database) =>
  db.orm
    .select({ job: changeJob, by: account.name })
    .from(changeJob)
    .innerJoin(account, eq(account.id, changeJob.createdBy));

/** Asks for each family once. */
function budgetsOf(db: Database): BudgetOf {
  const asked = new Map<string, Promise<BudgetState>>();
  return (appId, family) => {
    const known = asked.get(family) ?? budgetState(db, appId, family);
    asked.set(family, known);
    return known;
  };
}

/** Records as lists show them; what moves is asked for those alone that are not over. */
async function summaries(db: Database, kindOf: KindOf, rows: readonly Joined[]): Promise<JobSummary[]> {
  const moving = rows.filter(({ job }) => !isOver(job)).map(({ job }) => job.id);
  const facts = moving.length ? await liveFacts(db, moving) : null;
  const budgetOf = budgetsOf(db);
  return Promise.all(
    rows.map(async ({ job, by }) => ({
      ...recorded(job, by),
      ...(facts && !isOver(job)
        ? await progressOf(job, knownKind(kindOf, job.kind), facts, budgetOf)
        : { rate: null, etaAt: null, wait: null }),
    })),
  );
}

function recorded(job: JobRecord, by: string): Omit<JobSummary, 'rate' | 'etaAt' | 'wait'> {
  const { confirmed, rejected, unknown, skipped } = job;
  return {
    id: job.id,
    kind: job.kind,
    state: job.state,
    origin: job.origin,
    by,
    priority: job.priority,
    total: job.total,
    ...{ confirmed, rejected, unknown, skipped },
    remaining: Math.max(0, job.total - confirmed - rejected - unknown - skipped),
    verified: job.verified,
    differing: job.differing,
    calls: job.chunks,
    callsSettled: job.settledChunks,
    createdAt: (job.orderedAt ?? job.createdAt).getTime(),
    startAt: job.startAt?.getTime() ?? null,
    startedAt: job.startedAt?.getTime() ?? null,
    finishedAt: job.finishedAt?.getTime() ?? null,
  };
}

/** The ordered changes of an app, newest first, {@link JOBS_PAGE} at a time, older than `before` (ms). */
export async function listJobs(
  db: Database,
  kindOf: KindOf,
  appId: string,
  before?: number,
): Promise<JobSummary[]> {
  const rows = await jobs(db)
    .where(
      and(
        eq(changeJob.appId, appId),
        isNotNull(changeJob.orderedAt),
        before === undefined ? undefined : lt(changeJob.orderedAt, new Date(before)),
      ),
    )
    .orderBy(desc(changeJob.orderedAt), desc(changeJob.id))
    .limit(JOBS_PAGE);
  return summaries(db, kindOf, rows);
}

/**
 * The changes of an app that are not over, newest first, at most a hundred; besides those of `ids`, over or not, so
 * that a page learns of the end of what it watches.
 */
export async function watchedJobs(
  db: Database,
  kindOf: KindOf,
  appId: string,
  ids: readonly string[] = [],
): Promise<JobSummary[]> {
  const open = notInArray(changeJob.state, ['importing', 'draft', 'finished', 'cancelled']);
  const rows = await jobs(db)
    .where(
      and(
        eq(changeJob.appId, appId),
        isNotNull(changeJob.orderedAt),
        ids.length ? or(open, inArray(changeJob.id, [...ids])) : open,
      ),
    )
    .orderBy(desc(changeJob.orderedAt))
    .limit(WATCHED + ids.length);
  return summaries(db, kindOf, rows);
}

/** One change of this app with figures over its calls; null when there is none or it was never ordered. */
export async function jobDetail(
  db: Database,
  kindOf: KindOf,
  asker: { appId: string; role: Role },
  id: string,
): Promise<JobDetail | null> {
  const [found] = await jobs(db).where(
    and(eq(changeJob.id, id), eq(changeJob.appId, asker.appId), isNotNull(changeJob.orderedAt)),
  );
  if (!found) return null;
  const kind = knownKind(kindOf, found.job.kind);
  const [[summary], figures, parent, offspring] = await Promise.all([
    summaries(db, kindOf, [found]),
    callFigures(db, id, found.job.settledChunks),
    found.job.origin.jobId ? related(db, asker.appId, eq(changeJob.id, found.job.origin.jobId)) : [],
    related(db, asker.appId, sql`${changeJob.origin} ->> 'jobId' = ${id}`),
  ]);
  if (!summary) return null;
  const control = kind !== null && can(asker.role, kind.permission);
  const mayRun = (other: string | undefined) => {
    const next = other ? knownKind(kindOf, other) : null;
    return next !== null && can(asker.role, next.permission);
  };
  return {
    ...summary,
    rowsHash: found.job.rowsHash,
    params: openParams(kind, found.job.params),
    readable: kind?.readBack !== undefined || found.job.origin.from === 'verify',
    once: kind !== null && kind.effect !== 'set',
    silent: kind?.silent === true,
    columns: kind?.columns.map((column) => column.id) ?? [],
    masked: isMasked(kind, asker.role),
    may: {
      control,
      retry: control,
      undo: control && mayRun(kind?.inverse?.kind),
      verify: mayRun(kind?.verification?.kind),
    },
    figures,
    verification: isOver(found.job) ? verificationOf(found.job) : null,
    parent: parent[0] ?? null,
    offspring,
  };
}

function openParams(kind: AnyKind | null, params: JobRecord['params']): JobDetail['params'] {
  const open: JobDetail['params'] = {};
  for (const id of kind?.openParams ?? []) {
    const value = params[id];
    if (typeof value === 'number' || (typeof value === 'string' && value !== '')) open[id] = value;
  }
  return open;
}

/** Null for a change that is no verification, or one of a version that says it otherwise. */
function verificationOf(job: JobRecord) {
  if (job.origin.from !== 'verify' || !verificationParams.safeParse(job.params).success) return null;
  return verificationResult(job);
}

async function related(db: Database, appId: string, which: ReturnType<typeof eq>): Promise<RelatedJob[]> {
  const rows = await db.orm
    .select({ id: changeJob.id, kind: changeJob.kind, origin: changeJob.origin, state: changeJob.state })
    .from(changeJob)
    .where(and(eq(changeJob.appId, appId), isNotNull(changeJob.orderedAt), which))
    .orderBy(desc(changeJob.orderedAt))
    .limit(OFFSPRING_SHOWN);
  return rows.map(({ origin, ...job }) => ({ ...job, from: origin.from }));
}
