import 'server-only';
import { and, desc, eq, inArray, sql } from 'drizzle-orm';
import { upstreamFailure } from '@/lib/apps/server/failure';
import type { AppCtx } from '@/lib/auth/server/doors';
import { draftJob } from '@/lib/changes/draft';
import { linesOf } from '@/lib/changes/rows';
import { Refusal, refuse } from '@/lib/core/result';
import type { Database, Tx } from '@/lib/db/client';
import { account } from '@/lib/db/schema/accounts';
import { changeChunk } from '@/lib/db/schema/changes';
import { crowdDraft, crowdPlan, crowdTask } from '@/lib/db/schema/crowds';
import { GetuiError } from '@/lib/getui/errors';
import { createCrowd } from '../kind';
import { BRANDS, type Copy, isWhole, type PlanContent, planKey, problemsOf, type WholePlan } from '../rules';
import type { PlanPreview, SubmitInput } from '../schema';
import type { Desk } from './desk';
import { draftOf } from './drafts';
import { note } from './events';
import { columnsOf } from './hand-in';
import { readListed } from './listed';

/** Plans that read alike are pointed out when they are no older. */
const SAME_DAYS = 30;

/** Every rule a plan breaks, by field; the copies by their number. */
function whole(content: PlanContent): WholePlan {
  if (isWhole(content)) return content;
  const fields = problemsOf(content).map(({ field, rule, copy }) => [
    copy === undefined ? field : `copies.${copy + 1}.${field}`,
    rule,
  ]);
  return refuse('INVALID_INPUT', { fields: Object.fromEntries(fields) });
}

/**
 * Freezes a draft for the last look at it. The upstream's own list is read first, so that a plan like it that was made
 * elsewhere, or without an answer, is pointed out.
 * @throws Refusal NOT_FOUND, INVALID_INPUT (each rule by its field), UPSTREAM_NOT_ENABLED
 */
export async function previewPlan(desk: Desk, ctx: AppCtx, draftId: string): Promise<PlanPreview> {
  const { content } = await draftOf(desk.db, ctx, draftId);
  const plan = whole(content);
  const listed = await canList(desk, ctx);
  const by = { appId: ctx.app.id, accountId: ctx.actor.accountId };
  const change = {
    rows: [{ id: draftId, plan }],
    before: [null],
    params: {},
    options: { interactive: true },
  };
  const { jobId, rowsHash } = await draftJob(desk.db, createCrowd, by, change, new Date(desk.clock.now()));
  return { jobId, rowsHash, listed, same: await samePlans(desk, ctx.app.id, plan) };
}

/** False when the upstream could not say what plans there are; that one does not have the feature ends it here. */
async function canList(desk: Desk, ctx: AppCtx): Promise<boolean> {
  try {
    await readListed(desk, ctx.app.id);
    return true;
  } catch (error) {
    if (!(error instanceof GetuiError)) throw error;
    if (error.kind === 'not-enabled') throw new Refusal(upstreamFailure(error, ctx.requestId));
    return false;
  }
}

async function samePlans(desk: Desk, appId: string, plan: WholePlan): Promise<PlanPreview['same']> {
  const since = new Date(desk.clock.now() - SAME_DAYS * 86_400_000);
  const at = sql<Date>`coalesce(${crowdPlan.sentAt}, ${crowdPlan.upstreamAt}, ${crowdPlan.firstSeenAt})`;
  const rows = await desk.db.orm
    .select({ row: crowdPlan, by: account.name })
    .from(crowdPlan)
    .leftJoin(account, eq(account.id, crowdPlan.createdBy))
    .where(
      and(
        eq(crowdPlan.appId, appId),
        eq(crowdPlan.name, plan.name),
        sql`${at} > ${since.toISOString()}::timestamptz`,
        sql`${crowdPlan.state} <> 'not-created' and not (${crowdPlan.state} = 'submitting' and exists (
          select 1 from change_job j where j.id = ${crowdPlan.jobId} and j.state in ('finished', 'cancelled')))`,
      ),
    )
    .orderBy(desc(at));
  const copies = await copiesOf(
    desk.db,
    rows.filter(({ row }) => row.copies === null).map(({ row }) => row.id),
  );
  return rows.flatMap(({ row, by }) => {
    if (!isSame(plan, { ...row, copies: row.copies ?? copies.get(row.id) ?? null })) return [];
    const time = row.sentAt ?? row.upstreamAt ?? row.firstSeenAt;
    return [{ id: row.id, at: time.getTime(), state: row.state, by }];
  });
}

/** What the tasks of plans of elsewhere hold: such plans were not handed in here, so they have no copies of their own. */
async function copiesOf(db: Database, planIds: readonly string[]): Promise<Map<string, Copy[]>> {
  const copies = new Map<string, Copy[]>();
  if (planIds.length === 0) return copies;
  const tasks = await db.orm
    .select()
    .from(crowdTask)
    .where(inArray(crowdTask.planId, [...planIds]));
  for (const { planId, topic, content } of tasks)
    copies.set(planId, [...(copies.get(planId) ?? []), { topic: topic ?? '', content: content ?? '' }]);
  return copies;
}

const isSame = (plan: WholePlan, row: typeof crowdPlan.$inferSelect): boolean => {
  const { name, copies, brands, groupSize, activeDays, active, overlap } = row;
  if (copies === null || brands === null || active === null || overlap === null) return false;
  const known = BRANDS.filter((brand) => brands.includes(brand));
  return planKey(plan) === planKey({ name, copies, brands: known, groupSize, activeDays, active, overlap });
};

/**
 * What is to be done in the transaction that orders a plan: its draft becomes the plan, once.
 * @throws Refusal NOT_FOUND, PREVIEW_STALE (the draft was changed since), CONFLICT (rule submitted; same-open: one like it
 * has no answer yet and was not seen)
 */
export function becomePlan(
  ctx: AppCtx,
  { draftId, jobId, sameSeen }: SubmitInput,
  now: Date,
): (tx: Tx) => Promise<void> {
  return async (tx) => {
    const [draft] = await tx.select().from(crowdDraft).where(eq(crowdDraft.id, draftId)).for('update');
    if (!draft || draft.appId !== ctx.app.id || draft.ownerId !== ctx.actor.accountId) refuse('NOT_FOUND');
    const [plan] = await tx.select().from(crowdPlan).where(eq(crowdPlan.id, draftId));
    if (plan) refuse('CONFLICT', { params: { rule: 'submitted' } });
    const content = await frozen(tx, draftId, jobId);
    if (planKey(draft.content) !== planKey(content)) refuse('PREVIEW_STALE');
    if (!sameSeen && (await hasOpenTwin(tx, ctx.app.id, content)))
      refuse('CONFLICT', { params: { rule: 'same-open' } });
    const by = ctx.actor.accountId;
    await tx.insert(crowdPlan).values({
      ...{ id: draftId, appId: ctx.app.id, source: 'muster', state: 'submitting', jobId },
      ...columnsOf(content),
      ...{ createdBy: by, clonedFrom: draft.clonedFrom, firstSeenAt: now },
    });
    await note(tx, draftId, now, { what: 'handed-in', by });
    await tx.delete(crowdDraft).where(eq(crowdDraft.id, draftId));
  };
}

/** The plan as the preview froze it. */
async function frozen(tx: Tx, draftId: string, jobId: string): Promise<WholePlan> {
  const [chunk] = await tx.select().from(changeChunk).where(eq(changeChunk.jobId, jobId));
  const [line] = chunk ? linesOf(chunk.rows) : [];
  const row = line === undefined ? null : createCrowd.decode(line);
  return row?.id === draftId ? row.plan : refuse('NOT_FOUND');
}

async function hasOpenTwin(tx: Tx, appId: string, plan: WholePlan): Promise<boolean> {
  const open = await tx
    .select()
    .from(crowdPlan)
    .where(and(eq(crowdPlan.appId, appId), eq(crowdPlan.name, plan.name), eq(crowdPlan.state, 'unknown')));
  return open.some((row) => isSame(plan, row));
}
