import 'server-only';
import { and, asc, eq, inArray, type SQL, sql } from 'drizzle-orm';
import type { AppCtx } from '@/lib/auth/server/doors';
import type { Database } from '@/lib/db/client';
import { account } from '@/lib/db/schema/accounts';
import { crowdPlan, crowdTask } from '@/lib/db/schema/crowds';
import { LOST_AFTER } from '../pace';
import {
  type Person,
  PLANS_PAGE,
  type PlanProgress,
  type PlanState,
  type PlansInput,
  type PlansPage,
  type PlanView,
  type TaskView,
} from '../schema';

type Plan = typeof crowdPlan.$inferSelect;
type Task = typeof crowdTask.$inferSelect;

const likely = (text: string) => `%${text.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
/** A plan whose change came to its end without writing it down was refused: it settles with its change. */
export const STATE = sql<PlanState>`case when p.state = 'submitting' and exists (select 1 from change_job j
  where j.id = p.job_id and j.state in ('finished', 'cancelled')) then 'refused' else p.state end`;
export const AT = sql<string>`coalesce(p.sent_at, p.upstream_at, p.first_seen_at)`;

/** Conditions on the figures of a plan: `n` tasks, `ok` done, `fin` at their end, `lost` not named any more. */
const FITS: Record<PlansInput['state'], SQL | undefined> = {
  all: undefined,
  running: sql`(state = 'submitting' or (state = 'submitted' and fin + lost < n))`,
  done: sql`state = 'submitted' and n > 0 and ok = n`,
  partly: sql`state = 'submitted' and ok > 0 and ok < n and fin + lost = n`,
  failed: sql`state = 'submitted' and ok = 0 and n > 0 and fin = n`,
  unknown: sql`state = 'unknown'`,
  refused: sql`state in ('refused', 'not-created')`,
  lost: sql`state = 'submitted' and lost > 0`,
};

function searched({ text, by, from, to, before }: PlansInput): SQL {
  const parts = [sql`true`];
  const wanted = text.trim();
  if (wanted !== '')
    parts.push(sql`(p.name ilike ${likely(wanted)} or p.id = ${wanted} or p.copies::text ilike ${likely(wanted)}
      or exists (select 1 from crowd_task t where t.plan_id = p.id
        and (t.id = ${wanted} or t.topic ilike ${likely(wanted)} or t.content ilike ${likely(wanted)})))`);
  if (by === 'elsewhere') parts.push(sql`p.created_by is null`);
  else if (by !== '') parts.push(sql`p.created_by = ${by}`);
  const iso = (ms: number) => new Date(ms).toISOString();
  if (from !== null) parts.push(sql`${AT} >= ${iso(from)}::timestamptz`);
  if (to !== null) parts.push(sql`${AT} < ${iso(to)}::timestamptz`);
  if (before) parts.push(sql`(${AT}, p.id) < (${iso(before.at)}::timestamptz, ${before.id})`);
  return sql.join(parts, sql` and `);
}

/** The archive of an app, the newest first, {@link PLANS_PAGE} at a time. Text is searched in names, copies and ids. */
export async function listPlans(db: Database, ctx: AppCtx, input: PlansInput): Promise<PlansPage> {
  const { rows } = await db.orm.execute<{ id: string; state: PlanState }>(sql`
    select id, state from (
      select p.id, ${STATE} as state, ${AT} as at, s.n, s.ok, s.fin, s.lost
      from crowd_plan p cross join lateral (
        select count(*) as n, count(*) filter (where t.status = 'done') as ok,
          count(t.final_at) as fin,
          count(*) filter (where t.final_at is null and t.missing >= ${LOST_AFTER}) as lost
        from crowd_task t where t.plan_id = p.id) s
      where p.app_id = ${ctx.app.id} and ${searched(input)}) q
    where ${FITS[input.state] ?? sql`true`}
    order by at desc, id desc limit ${PLANS_PAGE + 1}`);
  const page = rows.slice(0, PLANS_PAGE);
  const plans = await planViews(db, ctx, new Map(page.map(({ id, state }) => [id, state])));
  const last = plans.at(-1);
  return { plans, next: rows.length > PLANS_PAGE && last ? { at: last.at, id: last.id } : null };
}

/** People who have created plans of an app. */
export async function planPeople(db: Database, appId: string): Promise<Person[]> {
  return db.orm
    .selectDistinct({ id: account.id, name: account.name })
    .from(crowdPlan)
    .innerJoin(account, eq(account.id, crowdPlan.createdBy))
    .where(eq(crowdPlan.appId, appId))
    .orderBy(asc(account.name));
}

/** Plans by their ids and states, in this order. */
export async function planViews(
  db: Database,
  ctx: AppCtx,
  states: ReadonlyMap<string, PlanState>,
): Promise<PlanView[]> {
  const ids = [...states.keys()];
  if (ids.length === 0) return [];
  const [plans, tasks] = await Promise.all([
    db.orm
      .select({ plan: crowdPlan, by: { id: account.id, name: account.name } })
      .from(crowdPlan)
      .leftJoin(account, eq(account.id, crowdPlan.createdBy))
      .where(and(eq(crowdPlan.appId, ctx.app.id), inArray(crowdPlan.id, ids))),
    db.orm.select().from(crowdTask).where(inArray(crowdTask.planId, ids)).orderBy(asc(crowdTask.place)),
  ]);
  const found = new Map(plans.map((one) => [one.plan.id, one]));
  return ids.flatMap((id) => {
    const one = found.get(id);
    if (!one) return [];
    const own = tasks.filter(({ planId }) => planId === id).map(taskView);
    return [planView(one.plan, one.by, states.get(id) ?? one.plan.state, own, ctx.actor.accountId)];
  });
}

function planView(
  plan: Plan,
  by: Person | null,
  state: PlanState,
  tasks: readonly TaskView[],
  reader: string,
): PlanView {
  const { id, name, source, brands, groupSize, activeDays, active, overlap } = plan;
  const concerns =
    plan.createdBy === null ? tasks.some(({ before }) => before !== null) : plan.createdBy === reader;
  return {
    ...{ id, name, state, source, brands, groupSize, activeDays, active, overlap, by, tasks },
    progress: state === 'submitted' ? progressOf(tasks) : null,
    at: (plan.sentAt ?? plan.upstreamAt ?? plan.firstSeenAt).getTime(),
    finishedAt: plan.finishedAt?.getTime() ?? null,
    isNew: plan.finishedAt !== null && plan.seenAt === null && concerns,
  };
}

const taskView = (task: Task): TaskView => ({
  id: task.id,
  place: task.place,
  topic: task.topic,
  content: task.content,
  status: task.status,
  canPush: task.canPush,
  statusAt: task.statusAt?.getTime() ?? null,
  before: task.beforeAt?.getTime() ?? null,
  finalAt: task.finalAt?.getTime() ?? null,
  polledAt: task.polledAt?.getTime() ?? null,
  nextPollAt: task.nextPollAt?.getTime() ?? null,
  missing: task.missing,
});

/** How far a plan is, by its tasks: as far as the one furthest behind, then by what came of them. */
export function progressOf(tasks: readonly TaskView[]): PlanProgress {
  const isLost = (task: TaskView) => task.finalAt === null && task.missing >= LOST_AFTER;
  const open = tasks.filter((task) => task.finalAt === null && !isLost(task));
  if (open.some(({ status }) => status !== 'computing')) return 'waiting';
  if (open.length > 0) return 'computing';
  const done = tasks.filter(({ status }) => status === 'done').length;
  if (tasks.some(isLost)) return 'lost';
  if (done === tasks.length && done > 0) return 'done';
  return done > 0 ? 'partly' : 'failed';
}
