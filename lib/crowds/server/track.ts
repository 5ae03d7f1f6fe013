import 'server-only';
import { and, eq, inArray, sql } from 'drizzle-orm';
import { newId } from '@/lib/core/ids';
import type { Tx } from '@/lib/db/client';
import { crowdPlan, crowdTask } from '@/lib/db/schema/crowds';
import { GetuiError } from '@/lib/getui/errors';
import type { CrowdTask as Told } from '@/lib/getui/wire/crowds';
import { LOST_AFTER, pauseAfter, pauseAfterEnd } from '../pace';
import { isFinal } from '../rules';
import type { Desk } from './desk';
import { note } from './events';
import { noteFailure, noteServed } from './service';
import { AT_ONCE, tasksOf } from './tasks';

type Task = typeof crowdTask.$inferSelect;
const LEASE_MS = 60_000;
const FAILED_MS = 30_000;
const NOT_ENABLED_MS = 3_600_000;

/** Asks about all tasks whose turn it is, ten at a time; gives how many were asked about. */
export async function followTasks(desk: Desk, signal?: AbortSignal): Promise<number> {
  let asked = 0;
  while (!signal?.aborted) {
    const tasks = await claim(desk);
    if (tasks.length === 0) return asked;
    await ask(desk, tasks, signal);
    asked += tasks.length;
  }
  return asked;
}

/** Tasks of one app that are due, taken by this process for a minute. */
async function claim({ db, clock }: Desk): Promise<Task[]> {
  const now = new Date(clock.now()).toISOString();
  const until = new Date(clock.now() + LEASE_MS).toISOString();
  const { rows } = await db.orm.execute<{ app_id: string; id: string }>(sql`
    update crowd_task set next_poll_at = ${until}::timestamptz
    where (app_id, id) in (select app_id, id from crowd_task where next_poll_at <= ${now}::timestamptz
      and app_id = (select app_id from crowd_task where next_poll_at <= ${now}::timestamptz
        order by next_poll_at limit 1)
      order by next_poll_at, plan_id, place limit ${AT_ONCE} for update skip locked)
    returning app_id, id`);
  const [first] = rows;
  if (!first) return [];
  const ids = rows.map(({ id }) => id);
  return db.orm
    .select()
    .from(crowdTask)
    .where(and(eq(crowdTask.appId, first.app_id), inArray(crowdTask.id, ids)));
}

async function ask(desk: Desk, tasks: readonly Task[], signal?: AbortSignal): Promise<void> {
  const { db, clock } = desk;
  const appId = tasks[0]?.appId ?? '';
  const ids = tasks.map(({ id }) => id);
  try {
    const upstream = await desk.upstreamOf(appId);
    const options = { requestId: newId(clock.now()), ...(signal ? { signal } : {}) };
    const told = new Map((await tasksOf(upstream, ids, options)).map((one) => [one.id, one]));
    await db.transaction((tx) => learn(tx, appId, ids, told, clock.now()));
    await noteServed(db, appId, clock.now(), false);
  } catch (error) {
    if (!(error instanceof GetuiError)) throw error;
    await noteFailure(db, appId, error, clock.now());
    const pause = error.kind === 'not-enabled' ? NOT_ENABLED_MS : FAILED_MS;
    await db.orm
      .update(crowdTask)
      .set({ nextPollAt: new Date(clock.now() + pause) })
      .where(and(eq(crowdTask.appId, appId), inArray(crowdTask.id, ids)));
  }
}

/** Writes down what the upstream said of these tasks. */
async function learn(
  tx: Tx,
  appId: string,
  ids: readonly string[],
  told: ReadonlyMap<string, Told>,
  now: number,
): Promise<void> {
  const tasks = await tx
    .select({ task: crowdTask, plan: crowdPlan })
    .from(crowdTask)
    .innerJoin(crowdPlan, eq(crowdPlan.id, crowdTask.planId))
    .where(and(eq(crowdTask.appId, appId), inArray(crowdTask.id, [...ids])))
    .for('update');
  for (const { task, plan } of tasks) {
    const began = (plan.sentAt ?? plan.upstreamAt ?? plan.firstSeenAt).getTime();
    await learnOne(tx, task, told.get(task.id), now, now - began);
  }
  for (const planId of new Set(tasks.map(({ plan }) => plan.id))) await endIfDone(tx, planId, now);
}

async function learnOne(
  tx: Tx,
  task: Task,
  told: Told | undefined,
  now: number,
  ageMs: number,
): Promise<void> {
  const at = new Date(now);
  const polls = task.polls + 1;
  const later = (ms: number | null) => (ms === null ? null : new Date(now + ms));
  const mine = and(eq(crowdTask.appId, task.appId), eq(crowdTask.id, task.id));
  if (!told) {
    const missing = task.missing + 1;
    const nextPollAt = missing < LOST_AFTER ? later(pauseAfter(polls, ageMs)) : null;
    await tx.update(crowdTask).set({ polls, polledAt: at, missing, nextPollAt }).where(mine);
    if (missing === LOST_AFTER) await note(tx, task.planId, at, { what: 'missing', taskId: task.id });
    return;
  }
  const { topic, content, canPush } = told;
  const changed = told.status !== null && told.status !== task.status;
  const status = told.status ?? task.status;
  const ended = isFinal(status);
  const finalAt = ended ? (changed ? at : (task.finalAt ?? at)) : null;
  const nextPollAt = later(
    ended
      ? pauseAfterEnd(status === 'done', canPush, now - (finalAt?.getTime() ?? now))
      : pauseAfter(polls, ageMs),
  );
  await tx
    .update(crowdTask)
    .set({
      ...{ polls, polledAt: at, missing: 0, status, canPush: canPush ?? task.canPush, finalAt, nextPollAt },
      ...(topic === null ? {} : { topic }),
      ...(content === null ? {} : { content }),
      ...(changed ? { statusAt: at, beforeAt: task.polledAt } : {}),
    })
    .where(mine);
  const about = { taskId: task.id, since: task.polledAt };
  if (changed) await note(tx, task.planId, at, { what: 'status', status, ...about });
  if (canPush === true && task.canPush !== true)
    await note(tx, task.planId, at, { what: 'can-push', ...about });
}

/** A plan has ended when all of its tasks have, or are lost. One that goes on after all is open again. */
async function endIfDone(tx: Tx, planId: string, now: number): Promise<void> {
  const open = sql`exists (select 1 from crowd_task t where t.plan_id = ${planId}
    and t.final_at is null and t.missing < ${LOST_AFTER})`;
  await tx.execute(sql`
    update crowd_plan set finished_at = case when ${open} then null
      else coalesce(finished_at, ${new Date(now).toISOString()}::timestamptz) end
    where id = ${planId}`);
}

/** The tasks of a plan are asked about at once, whatever their turn; those that have ended too. */
export async function askNow(desk: Desk, appId: string, planId: string): Promise<void> {
  const at = new Date(desk.clock.now());
  await desk.db.orm
    .update(crowdTask)
    .set({ nextPollAt: at, missing: 0 })
    .where(and(eq(crowdTask.appId, appId), eq(crowdTask.planId, planId)));
  await followTasks(desk);
}
