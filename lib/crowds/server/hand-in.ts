import 'server-only';
import { eq, inArray, sql } from 'drizzle-orm';
import type { Tx } from '@/lib/db/client';
import { crowdPlan, crowdTask } from '@/lib/db/schema/crowds';
import type { Provenance } from '@/lib/ledger/types';
import type { WholePlan } from '../rules';
import { note } from './events';

/** The first look for a plan whose call got no answer: the upstream may still be at it. */
const FIRST_LOOK_MS = 2_000;

/** Null: not told. */
type Told = { readonly topic: string | null; readonly content: string | null };
type Handed = { readonly id: string; readonly plan: WholePlan };

/** What the archive keeps of a plan that is handed in. */
export const columnsOf = ({ name, copies, brands, groupSize, activeDays, active, overlap }: WholePlan) => ({
  ...{ name, copies: [...copies], brands: [...brands], groupSize, activeDays, active, overlap },
});

/**
 * Writes down what became of handing a plan in: `ids` of its tasks, none when the upstream named none, null when there
 * was no answer. Runs in the transaction that settles the change.
 */
export async function noteHandedIn(
  tx: Tx,
  { id, plan }: Handed,
  ids: readonly string[] | null,
  from: Provenance & { readonly sentAt: Date },
): Promise<void> {
  const isSure = ids !== null && ids.length > 0;
  const { appId, actorId, jobId, at, sentAt } = from;
  const state = isSure ? ('submitted' as const) : ('unknown' as const);
  const nextLookAt = isSure ? null : new Date(at.getTime() + FIRST_LOOK_MS);
  const found = { state, jobId, sentAt, nextLookAt, looks: 0 };
  await tx
    .insert(crowdPlan)
    .values({
      id,
      appId,
      ...columnsOf(plan),
      source: 'muster',
      createdBy: actorId,
      firstSeenAt: at,
      ...found,
    })
    .onConflictDoUpdate({ target: crowdPlan.id, set: found });
  await note(tx, id, at, { what: isSure ? 'created' : 'no-answer' });
  if (isSure) await takeTasks(tx, { id, appId }, ids, plan.copies, at);
}

/**
 * Gives a plan its tasks. Should the upstream's list have been read between the call and its answer, they stand under a
 * plan of elsewhere: it is this one, and that one goes.
 */
export async function takeTasks(
  tx: Tx,
  plan: { readonly id: string; readonly appId: string },
  ids: readonly string[],
  copies: readonly Told[],
  at: Date,
): Promise<void> {
  // What an id stands for is what the next question to the upstream says; the order is only likely to be ours.
  const known = ids.length === copies.length ? copies : [];
  const moved = await tx
    .select({ planId: crowdTask.planId })
    .from(crowdTask)
    .where(sql`${crowdTask.appId} = ${plan.appId} and ${crowdTask.id} = any(${sql.param([...ids])}::text[])`);
  await tx
    .insert(crowdTask)
    .values(
      ids.map((id, place) => ({
        ...{ appId: plan.appId, id, planId: plan.id, place, nextPollAt: at },
        ...{ topic: known[place]?.topic ?? null, content: known[place]?.content ?? null },
      })),
    )
    .onConflictDoUpdate({
      target: [crowdTask.appId, crowdTask.id],
      set: { planId: plan.id, place: sql`excluded.place`, nextPollAt: at },
    });
  const others = [...new Set(moved.map(({ planId }) => planId))].filter((one) => one !== plan.id);
  if (others.length > 0) await dropEmptied(tx, others);
}

/** Plans of elsewhere that have no task any more were never plans of their own. */
export async function dropEmptied(tx: Tx, planIds: readonly string[]): Promise<void> {
  const left = await tx
    .select({ planId: crowdTask.planId })
    .from(crowdTask)
    .where(inArray(crowdTask.planId, [...planIds]));
  const kept = new Set(left.map(({ planId }) => planId));
  for (const id of planIds) if (!kept.has(id)) await tx.delete(crowdPlan).where(eq(crowdPlan.id, id));
}
