import 'server-only';
import { and, asc, count, eq, isNull, sql } from 'drizzle-orm';
import { can } from '@/lib/auth/permissions';
import type { AppCtx } from '@/lib/auth/server/doors';
import { refuse } from '@/lib/core/result';
import type { Database } from '@/lib/db/client';
import { account } from '@/lib/db/schema/accounts';
import { changeChunk, changeJob } from '@/lib/db/schema/changes';
import { crowdEvent, crowdPlan } from '@/lib/db/schema/crowds';
import type { PlanDetail, PlanState, PlanView, TaskView, TimelineEntry } from '../schema';
import { planViews, STATE } from './plans';

type Plan = typeof crowdPlan.$inferSelect;
const TIMELINE_SHOWN = 500;

/** One plan of this app with everything that is known of it. @throws Refusal NOT_FOUND */
export async function planDetail(db: Database, ctx: AppCtx, id: string): Promise<PlanDetail> {
  const [plan] = await db.orm
    .select()
    .from(crowdPlan)
    .where(and(eq(crowdPlan.id, id), eq(crowdPlan.appId, ctx.app.id)));
  if (!plan) refuse('NOT_FOUND');
  const { rows } = await db.orm.execute<{ state: PlanState }>(
    sql`select ${STATE} as state from crowd_plan p where p.id = ${id}`,
  );
  const state = rows[0]?.state ?? plan.state;
  const [[view], timeline, trouble, clonedFrom] = await Promise.all([
    planViews(db, ctx, new Map([[id, state]])),
    timelineOf(db, plan, state),
    troubleOf(db, plan, state),
    sourceOf(db, plan),
  ]);
  if (!view) refuse('NOT_FOUND');
  const polls = view.tasks.flatMap(({ nextPollAt }) => (nextPollAt === null ? [] : [nextPollAt]));
  return {
    ...view,
    timeline: inOrder(timeline, view.tasks),
    ...{ trouble, clonedFrom, jobId: plan.jobId, copies: plan.copies },
    sentAt: plan.sentAt?.getTime() ?? null,
    upstreamAt: plan.upstreamAt?.getTime() ?? null,
    firstSeenAt: plan.firstSeenAt.getTime(),
    search: searchOf(plan),
    nextPollAt: polls.length > 0 ? Math.min(...polls) : null,
  };
}

/** Entries of one moment by their tasks, what a task is before what it may do. */
function inOrder(timeline: readonly TimelineEntry[], tasks: readonly TaskView[]): TimelineEntry[] {
  const places = new Map(tasks.map(({ id, place }) => [id, place]));
  const place = ({ taskId }: TimelineEntry) => (taskId === null ? -1 : (places.get(taskId) ?? 0));
  const rank = ({ what }: TimelineEntry) => (what === 'handed-in' ? 0 : what === 'can-push' ? 2 : 1);
  return timeline.toSorted((a, b) => a.at - b.at || place(a) - place(b) || rank(a) - rank(b));
}

const searchOf = (plan: Plan): PlanDetail['search'] =>
  plan.state !== 'unknown'
    ? null
    : {
        looks: plan.looks,
        lookedAt: plan.lookedAt?.getTime() ?? null,
        nextAt: plan.nextLookAt?.getTime() ?? null,
        candidates: plan.candidates ?? [],
        conclusive: plan.conclusive ?? true,
      };

async function timelineOf(db: Database, plan: Plan, state: PlanState): Promise<TimelineEntry[]> {
  const rows = await db.orm
    .select({ event: crowdEvent, by: account.name })
    .from(crowdEvent)
    .leftJoin(account, eq(account.id, crowdEvent.by))
    .where(eq(crowdEvent.planId, plan.id))
    .orderBy(asc(crowdEvent.at), asc(crowdEvent.id))
    .limit(TIMELINE_SHOWN);
  const entries = rows.map(({ event: { id, what, at, since, taskId, status, note }, by }) => ({
    ...{ id, what, at: at.getTime(), since: since?.getTime() ?? null, taskId, status, by, note },
  }));
  if (state !== 'refused' || plan.jobId === null) return entries;
  const [job] = await db.orm.select().from(changeJob).where(eq(changeJob.id, plan.jobId));
  const refused = {
    id: 'refused',
    what: 'refused',
    at: (job?.finishedAt ?? plan.firstSeenAt).getTime(),
  } as const;
  return [...entries, { ...refused, since: null, taskId: null, status: null, by: null, note: null }];
}

/** Why handing in came to nothing, or got no answer. */
async function troubleOf(db: Database, plan: Plan, state: PlanState): Promise<PlanDetail['trouble']> {
  if (plan.jobId === null || (state !== 'refused' && state !== 'unknown' && state !== 'not-created'))
    return null;
  const [chunk] = await db.orm.select().from(changeChunk).where(eq(changeChunk.jobId, plan.jobId));
  const error = chunk?.rowErrors?.['0'];
  return {
    failure: chunk?.failure ?? 'interrupted',
    httpStatus: chunk?.httpStatus ?? null,
    code: chunk?.upstreamCode ?? error?.code ?? null,
    message: chunk?.upstreamMessage ?? error?.message ?? null,
  };
}

async function sourceOf(db: Database, { clonedFrom, appId }: Plan): Promise<PlanDetail['clonedFrom']> {
  if (clonedFrom === null) return null;
  const [row] = await db.orm
    .select({ id: crowdPlan.id, name: crowdPlan.name })
    .from(crowdPlan)
    .where(and(eq(crowdPlan.id, clonedFrom), eq(crowdPlan.appId, appId)));
  return row ?? null;
}

/** One's own, and those of elsewhere that were still under way when they were first seen. */
const isNews = (ctx: AppCtx) =>
  and(
    eq(crowdPlan.appId, ctx.app.id),
    isNull(crowdPlan.seenAt),
    sql`${crowdPlan.finishedAt} is not null`,
    sql`(${crowdPlan.createdBy} = ${ctx.actor.accountId} or (${crowdPlan.createdBy} is null and exists (
      select 1 from crowd_task t where t.plan_id = ${crowdPlan.id} and t.before_at is not null)))`,
  );

/** Somebody whom it concerns has looked at a plan that has come to its end. */
export async function seePlan(db: Database, ctx: AppCtx, id: string, now: number): Promise<boolean> {
  const rows = await db.orm
    .update(crowdPlan)
    .set({ seenAt: new Date(now) })
    .where(and(isNews(ctx), eq(crowdPlan.id, id)))
    .returning({ id: crowdPlan.id });
  return rows.length > 0;
}

export type CrowdNews = {
  readonly finished: readonly Pick<PlanView, 'id' | 'name' | 'progress'>[];
  /** Plans without an answer about which a person has to decide. */
  readonly undecided: number;
};

/** What of this app's plans is new to somebody who may hand some in; nothing for those who only look. */
export async function crowdNews(db: Database, ctx: AppCtx): Promise<CrowdNews> {
  if (!can(ctx.actor.role, 'crowd:write')) return { finished: [], undecided: 0 };
  const [news, [open]] = await Promise.all([
    db.orm
      .select({ id: crowdPlan.id, state: crowdPlan.state })
      .from(crowdPlan)
      .where(isNews(ctx))
      .orderBy(asc(crowdPlan.finishedAt))
      .limit(20),
    db.orm
      .select({ held: count() })
      .from(crowdPlan)
      .where(
        and(eq(crowdPlan.appId, ctx.app.id), eq(crowdPlan.state, 'unknown'), isNull(crowdPlan.nextLookAt)),
      ),
  ]);
  const plans = await planViews(db, ctx, new Map(news.map(({ id, state }) => [id, state])));
  const finished = plans.map(({ id, name, progress }) => ({ id, name, progress }));
  return { finished, undecided: open?.held ?? 0 };
}
