import 'server-only';
import { and, eq, inArray, sql } from 'drizzle-orm';
import { upstreamFailure } from '@/lib/apps/server/failure';
import { appendAudit } from '@/lib/audit/append';
import type { AppCtx } from '@/lib/auth/server/doors';
import { newId } from '@/lib/core/ids';
import { Refusal, refuse } from '@/lib/core/result';
import type { Tx } from '@/lib/db/client';
import { crowdPlan, crowdTask } from '@/lib/db/schema/crowds';
import { GetuiError } from '@/lib/getui/errors';
import type { CrowdTask } from '@/lib/getui/wire/crowds';
import { type Adopted, MAX_PASTED } from '../schema';
import type { Desk } from './desk';
import { note } from './events';
import { takeTasks } from './hand-in';
import { readListed } from './listed';
import { tasksOf } from './tasks';
import { followTasks } from './track';

/** sub_task_id: the page's sample has 21 or 22 letters and digits. */
const ID = /^[0-9A-Za-z_-]{8,64}$/;

/**
 * Takes tasks into the archive by their ids, such as those of plans that the upstream does not list any more: ids parted
 * by anything that is not part of one. Tasks of one name become one plan; what the plan asked for only its list tells.
 * @throws Refusal INVALID_INPUT (text: no-id, too-many), or what the upstream failed with; nothing is half done then
 */
export async function adoptIds(desk: Desk, ctx: AppCtx, text: string): Promise<Adopted> {
  const words = [...new Set(text.split(/[\s,;，；、"'[\]]+/).filter((word) => word !== ''))];
  const ids = words.filter((word) => ID.test(word));
  if (ids.length === 0) refuse('INVALID_INPUT', { fields: { text: 'no-id' } });
  if (ids.length > MAX_PASTED) refuse('INVALID_INPUT', { fields: { text: 'too-many' } });
  const appId = ctx.app.id;
  const known = await desk.db.orm
    .select({ id: crowdTask.id, planId: crowdTask.planId })
    .from(crowdTask)
    .where(and(eq(crowdTask.appId, appId), inArray(crowdTask.id, ids)));
  const fresh = ids.filter((id) => !known.some((one) => one.id === id));
  const told = await ask(desk, ctx, fresh);
  const planIds = await desk.db.transaction((tx) => take(tx, ctx, told, new Date(desk.clock.now())));
  // The list may tell what these plans asked for; that it cannot be read changes nothing.
  if (told.length > 0) await readListed(desk, appId).catch(onlyUpstream);
  await followTasks(desk);
  const all = [...new Set([...known.map(({ planId }) => planId), ...planIds])];
  return {
    known: known.length,
    added: told.length,
    unknown: fresh.filter((id) => !told.some((one) => one.id === id)),
    invalid: words.filter((word) => !ID.test(word)),
    planIds: all,
  };
}

function onlyUpstream(error: unknown): void {
  if (!(error instanceof GetuiError)) throw error;
}

async function ask(desk: Desk, ctx: AppCtx, ids: readonly string[]): Promise<CrowdTask[]> {
  const upstream = await desk.upstreamOf(ctx.app.id);
  try {
    return await tasksOf(upstream, ids, { requestId: ctx.requestId });
  } catch (error) {
    if (error instanceof GetuiError) throw new Refusal(upstreamFailure(error, ctx.requestId));
    throw error;
  }
}

async function take(tx: Tx, ctx: AppCtx, told: readonly CrowdTask[], now: Date): Promise<string[]> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext(${`muster.crowds.${ctx.app.id}`}))`);
  const names = [...new Set(told.map(({ name }) => name ?? ''))];
  const made: string[] = [];
  for (const name of names) {
    const tasks = told.filter((one) => (one.name ?? '') === name);
    const id = newId(now.getTime());
    await tx.insert(crowdPlan).values({
      ...{ id, appId: ctx.app.id, name, source: 'ids', state: 'submitted', firstSeenAt: now },
    });
    await note(tx, id, now, { what: 'adopted', by: ctx.actor.accountId });
    const ids = tasks.map((task) => task.id);
    await takeTasks(tx, { id, appId: ctx.app.id }, ids, tasks, now);
    made.push(id);
  }
  if (told.length > 0)
    await appendAudit(tx, {
      at: now,
      actor: { id: ctx.actor.accountId, name: ctx.actor.name },
      appId: ctx.app.id,
      action: 'crowd.adopt',
      detail: { tasks: told.length, plans: made.length },
    });
  return made;
}
