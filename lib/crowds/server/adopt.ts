import 'server-only';
import { and, eq, inArray, or, sql } from 'drizzle-orm';
import { newId } from '@/lib/core/ids';
import type { Tx } from '@/lib/db/client';
import { crowdPlan, crowdTask } from '@/lib/db/schema/crowds';
import type { CrowdPlanRecord } from '@/lib/getui/wire/crowds';
import { mayBe, type Sought } from '../match';
import { note } from './events';
import { dropEmptied, takeTasks } from './hand-in';

type Plan = typeof crowdPlan.$inferSelect;
/** A plan that somebody said was not created may still turn up: so long it is kept in mind. */
const LATE_MS = 7 * 24 * 3_600_000;

/** A plan of the archive as it is compared with the upstream's; null where it was not handed in here. */
export function soughtOf(plan: Plan, otherwise: Date): Sought | null {
  const { name, copies, brands, groupSize, activeDays, active, overlap } = plan;
  if (!copies || !brands || groupSize === null || activeDays === null || active === null || overlap === null)
    return null;
  const sentAt = (plan.sentAt ?? otherwise).getTime();
  return { name, copies, brands, groupSize, activeDays, active, overlap, sentAt };
}

/** Plans of this app of which it is not known whether they exist. */
async function openPlans(tx: Tx, appId: string, now: Date): Promise<{ plan: Plan; sought: Sought }[]> {
  const late = new Date(now.getTime() - LATE_MS).toISOString();
  const plans = await tx
    .select()
    .from(crowdPlan)
    .where(
      and(
        eq(crowdPlan.appId, appId),
        or(
          inArray(crowdPlan.state, ['submitting', 'unknown']),
          and(eq(crowdPlan.state, 'not-created'), sql`${crowdPlan.sentAt} > ${late}::timestamptz`),
        ),
      ),
    );
  return plans.flatMap((plan) => {
    const sought = soughtOf(plan, plan.firstSeenAt);
    return sought ? [{ plan, sought }] : [];
  });
}

/** Which of these ids the archive knows, with their plans. */
async function plansOf(tx: Tx, appId: string, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await tx
    .select({ id: crowdTask.id, planId: crowdTask.planId })
    .from(crowdTask)
    .where(and(eq(crowdTask.appId, appId), inArray(crowdTask.id, [...ids])));
  return new Map(rows.map(({ id, planId }) => [id, planId]));
}

const paramsOf = ({ brands, groupSize, activeDays, active, overlap, createdAt }: CrowdPlanRecord) => ({
  ...{ brands, groupSize, activeDays, active, overlap },
  upstreamAt: createdAt === null ? null : new Date(createdAt),
});

/**
 * Takes what the upstream lists into the archive: unknown plans as plans of elsewhere, of known ones what was not known
 * yet. A plan that may be one whose outcome is open is left to `look.ts`; one that was given up is found again.
 */
export async function adoptRecords(
  tx: Tx,
  appId: string,
  records: readonly CrowdPlanRecord[],
  now: Date,
): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext(${`muster.crowds.${appId}`}))`);
  const open = await openPlans(tx, appId, now);
  for (const record of records) {
    const ids = record.tasks.map(({ id }) => id);
    if (ids.length === 0) continue;
    const known = await plansOf(tx, appId, ids);
    const [planId] = known.values();
    if (planId !== undefined) await complete(tx, appId, planId, record, now);
    else await adopt(tx, appId, record, open, now);
  }
}

async function adopt(
  tx: Tx,
  appId: string,
  record: CrowdPlanRecord,
  open: readonly { plan: Plan; sought: Sought }[],
  now: Date,
): Promise<void> {
  const may = open.filter(({ sought }) => mayBe(sought, record));
  if (may.some(({ plan }) => plan.state !== 'not-created')) return;
  const late = may[0]?.plan;
  if (late) {
    await found(tx, late, record, now);
    await note(tx, late.id, now, { what: 'found-late' });
    return;
  }
  const id = newId(now.getTime());
  await tx.insert(crowdPlan).values({
    ...{ id, appId, name: record.name, source: 'list', state: 'submitted', firstSeenAt: now },
    ...paramsOf(record),
  });
  await note(tx, id, now, { what: 'adopted' });
  await takeTasks(tx, { id, appId }, idsIn(record), record.tasks, now);
}

const idsIn = ({ tasks }: CrowdPlanRecord) => tasks.map(({ id }) => id);

/** The plan without an answer is this one of the upstream. */
export async function found(tx: Tx, plan: Plan, record: CrowdPlanRecord, now: Date): Promise<void> {
  const upstreamAt = record.createdAt === null ? null : new Date(record.createdAt);
  await tx
    .update(crowdPlan)
    .set({ state: 'submitted', upstreamAt, nextLookAt: null, candidates: null, lookedAt: now })
    .where(eq(crowdPlan.id, plan.id));
  await takeTasks(tx, plan, idsIn(record), record.tasks, now);
}

/** What the list says of a known plan and the archive does not know; tasks that stood alone come together. */
async function complete(
  tx: Tx,
  appId: string,
  planId: string,
  record: CrowdPlanRecord,
  now: Date,
): Promise<void> {
  const known = await plansOf(tx, appId, idsIn(record));
  const strays = [...new Set(known.values())].filter((id) => id !== planId);
  const [plan] = await tx.select().from(crowdPlan).where(eq(crowdPlan.id, planId)).for('update');
  if (!plan) return;
  const params = paramsOf(record);
  const isOurs = plan.source === 'muster';
  if (plan.upstreamAt === null || (!isOurs && plan.groupSize === null))
    await tx
      .update(crowdPlan)
      .set(isOurs ? { upstreamAt: params.upstreamAt } : { ...params, name: record.name })
      .where(eq(crowdPlan.id, planId));
  const missing = record.tasks.filter(({ id }) => known.get(id) !== planId);
  if (missing.length === 0) return;
  await takeTasks(tx, plan, idsIn(record), record.tasks, now);
  await dropEmptied(tx, strays);
}
