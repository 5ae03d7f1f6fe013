import 'server-only';
import { and, eq, inArray, sql } from 'drizzle-orm';
import { appendAudit } from '@/lib/audit/append';
import type { AppCtx } from '@/lib/auth/server/doors';
import { newId } from '@/lib/core/ids';
import { refuse } from '@/lib/core/result';
import type { Tx } from '@/lib/db/client';
import { crowdPlan, crowdTask } from '@/lib/db/schema/crowds';
import { GetuiError } from '@/lib/getui/errors';
import type { CrowdPlanRecord } from '@/lib/getui/wire/crowds';
import { isConclusive, mayBe } from '../match';
import { LOOK_PAUSES } from '../pace';
import type { Candidate, DecideInput } from '../schema';
import { found, soughtOf } from './adopt';
import type { Desk } from './desk';
import { note } from './events';
import { noteFailure } from './service';

type Plan = typeof crowdPlan.$inferSelect;
/** A process that looks has died when so long nothing came of it. */
const LEASE_MS = 60_000;
/** The upstream could not be asked: that was no look, and the next is soon. */
const AGAIN_MS = 15_000;

/**
 * Looks through the upstream's plans for those whose handing in got no answer, as far as their turn has come; gives how
 * many were found. Exactly one that fits and belongs to nobody is it. Several, or none after the last look, are put
 * before a person.
 */
export async function lookForOpen(desk: Desk, signal?: AbortSignal): Promise<number> {
  let hits = 0;
  while (!signal?.aborted) {
    const plan = await claim(desk);
    if (!plan) return hits;
    if (await look(desk, plan, signal)) hits++;
  }
  return hits;
}

async function claim({ db, clock }: Desk): Promise<Plan | null> {
  const now = clock.now();
  const until = new Date(now + LEASE_MS).toISOString();
  const { rows } = await db.orm.execute<{ id: string }>(sql`
    update crowd_plan set next_look_at = ${until}::timestamptz
    where id in (select id from crowd_plan where state = 'unknown'
      and next_look_at <= ${new Date(now).toISOString()}::timestamptz
      order by next_look_at limit 1 for update skip locked)
    returning id`);
  const [plan] = await db.orm
    .select()
    .from(crowdPlan)
    .where(eq(crowdPlan.id, rows[0]?.id ?? ''));
  return plan ?? null;
}

async function look(desk: Desk, plan: Plan, signal?: AbortSignal): Promise<boolean> {
  const { db, clock } = desk;
  try {
    const upstream = await desk.upstreamOf(plan.appId);
    const options = { requestId: newId(clock.now()), ...(signal ? { signal } : {}) };
    const records = await upstream.crowds.plans({ name: plan.name }, options);
    return await db.transaction((tx) => weigh(tx, plan.id, records, new Date(clock.now())));
  } catch (error) {
    if (!(error instanceof GetuiError)) throw error;
    await noteFailure(db, plan.appId, error, clock.now());
    await db.orm
      .update(crowdPlan)
      .set({ nextLookAt: new Date(clock.now() + AGAIN_MS) })
      .where(eq(crowdPlan.id, plan.id));
    return false;
  }
}

/** Draws the conclusion from what the upstream lists. True: it was found. */
async function weigh(
  tx: Tx,
  planId: string,
  records: readonly CrowdPlanRecord[],
  now: Date,
): Promise<boolean> {
  const [plan] = await tx.select().from(crowdPlan).where(eq(crowdPlan.id, planId)).for('update');
  if (plan?.state !== 'unknown') return false;
  const sought = soughtOf(plan, plan.firstSeenAt);
  if (!sought) return false;
  const taken = await takenIds(
    tx,
    plan.appId,
    records.flatMap(({ tasks }) => tasks.map(({ id }) => id)),
  );
  const fits = records.filter(
    (record) => mayBe(sought, record) && !record.tasks.some(({ id }) => taken.has(id)),
  );
  if (fits.length === 1 && fits[0] && !(await hasTwin(tx, plan))) {
    await found(tx, plan, fits[0], now);
    await note(tx, plan.id, now, { what: 'found' });
    return true;
  }
  const pause = fits.length > 0 ? undefined : LOOK_PAUSES[plan.looks];
  await tx
    .update(crowdPlan)
    .set({
      looks: plan.looks + 1,
      lookedAt: now,
      nextLookAt: pause === undefined ? null : new Date(now.getTime() + pause),
      candidates: fits.map(candidate),
      conclusive: isConclusive(records, sought.sentAt),
    })
    .where(eq(crowdPlan.id, plan.id));
  if (pause === undefined) await note(tx, plan.id, now, { what: 'looked', note: String(fits.length) });
  return false;
}

const candidate = ({ tasks, createdAt }: CrowdPlanRecord): Candidate => ({
  taskId: tasks[0]?.id ?? '',
  createdAt,
  taskIds: tasks.map(({ id }) => id),
});

async function takenIds(tx: Tx, appId: string, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const rows = await tx
    .select({ id: crowdTask.id })
    .from(crowdTask)
    .where(and(eq(crowdTask.appId, appId), inArray(crowdTask.id, [...ids])));
  return new Set(rows.map(({ id }) => id));
}

/** Another plan without an answer that reads alike: what is found may be either one's. */
async function hasTwin(tx: Tx, plan: Plan): Promise<boolean> {
  const others = await tx
    .select()
    .from(crowdPlan)
    .where(
      and(
        eq(crowdPlan.appId, plan.appId),
        eq(crowdPlan.name, plan.name),
        inArray(crowdPlan.state, ['unknown', 'submitting']),
      ),
    );
  const text = (one: Plan) => JSON.stringify([one.copies, one.brands, one.groupSize, one.activeDays]);
  return others.some((one) => one.id !== plan.id && text(one) === text(plan));
}

/**
 * What a person decides about a plan without an answer: look again, it is that one, or there is none. Audited.
 * @throws Refusal NOT_FOUND; CONFLICT (rule not-open: it is known meanwhile; still-looking; candidate-gone)
 */
export function decideOpen(desk: Desk, ctx: AppCtx, { id, decision }: DecideInput): Promise<void> {
  const now = new Date(desk.clock.now());
  return desk.db.transaction(async (tx) => {
    const [plan] = await tx
      .select()
      .from(crowdPlan)
      .where(and(eq(crowdPlan.id, id), eq(crowdPlan.appId, ctx.app.id)))
      .for('update');
    if (!plan) refuse('NOT_FOUND');
    if (plan.state !== 'unknown' && !(plan.state === 'not-created' && decision.what === 'look'))
      refuse('CONFLICT', { params: { rule: 'not-open' } });
    await appendAudit(tx, {
      at: now,
      actor: { id: ctx.actor.accountId, name: ctx.actor.name },
      appId: ctx.app.id,
      action: 'crowd.decide',
      target: id,
      jobId: plan.jobId,
      detail: {
        name: plan.name,
        decision: decision.what,
        ...('taskId' in decision ? { taskId: decision.taskId } : {}),
      },
    });
    const by = ctx.actor.accountId;
    if (decision.what === 'look') {
      const again = { state: 'unknown', looks: 0, nextLookAt: now, candidates: null } as const;
      await tx.update(crowdPlan).set(again).where(eq(crowdPlan.id, id));
    } else if (decision.what === 'not-created') {
      if (plan.nextLookAt !== null) refuse('CONFLICT', { params: { rule: 'still-looking' } });
      await tx.update(crowdPlan).set({ state: 'not-created', candidates: null }).where(eq(crowdPlan.id, id));
      await note(tx, id, now, { what: 'decided-not', by });
    } else {
      await choose(tx, plan, decision.taskId, now);
      await note(tx, id, now, { what: 'decided-is', by });
    }
  });
}

async function choose(tx: Tx, plan: Plan, taskId: string, now: Date): Promise<void> {
  const chosen = plan.candidates?.find((one) => one.taskId === taskId);
  const taken = chosen ? await takenIds(tx, plan.appId, chosen.taskIds) : new Set();
  if (!chosen || taken.size > 0) refuse('CONFLICT', { params: { rule: 'candidate-gone' } });
  const tasks = chosen.taskIds.map((id, i) => ({
    id,
    topic: plan.copies?.[i]?.topic ?? null,
    content: plan.copies?.[i]?.content ?? null,
  }));
  const none = { status: null, brands: [], groupSize: null, activeDays: null, active: null, overlap: null };
  await found(tx, plan, { name: plan.name, createdAt: chosen.createdAt, tasks, ...none }, now);
}
