import 'server-only';
import { and, desc, eq, sql } from 'drizzle-orm';
import { canonical } from '@/lib/audit/append';
import type { AppCtx } from '@/lib/auth/server/doors';
import { newId } from '@/lib/core/ids';
import { refuse } from '@/lib/core/result';
import type { Database, Tx } from '@/lib/db/client';
import { crowdDraft, crowdPlan, crowdTask } from '@/lib/db/schema/crowds';
import { BRANDS, EMPTY_PLAN, type PlanContent } from '../rules';
import { type DraftSaveInput, type DraftSummary, type DraftView, MAX_DRAFTS } from '../schema';

type Row = typeof crowdDraft.$inferSelect;
/** A draft that nobody has touched for so long goes. */
const KEPT_DAYS = 90;

const view = ({ id, revision, content, clonedFrom, updatedAt }: Row): DraftView => ({
  ...{ id, revision, content, clonedFrom, updatedAt: updatedAt.getTime() },
});

const mine = (ctx: AppCtx, id: string) =>
  and(eq(crowdDraft.id, id), eq(crowdDraft.appId, ctx.app.id), eq(crowdDraft.ownerId, ctx.actor.accountId));

/** One of this person's drafts in this app. @throws Refusal NOT_FOUND */
export async function draftOf(db: Pick<Database, 'orm'>, ctx: AppCtx, id: string): Promise<DraftView> {
  const [row] = await db.orm.select().from(crowdDraft).where(mine(ctx, id));
  return row ? view(row) : refuse('NOT_FOUND');
}

/** This person's drafts in this app, the last touched first. */
export async function listDrafts(db: Database, ctx: AppCtx): Promise<DraftSummary[]> {
  const rows = await db.orm
    .select()
    .from(crowdDraft)
    .where(and(eq(crowdDraft.appId, ctx.app.id), eq(crowdDraft.ownerId, ctx.actor.accountId)))
    .orderBy(desc(crowdDraft.updatedAt))
    .limit(MAX_DRAFTS);
  return rows.map(({ id, content, updatedAt }) => ({
    ...{ id, name: content.name, copies: content.copies.length, updatedAt: updatedAt.getTime() },
  }));
}

/**
 * Keeps a draft as it is filled in; nothing is sent. Its id is made up by the browser, so that a save without an answer
 * can be repeated. @throws Refusal CONFLICT (rule changed-elsewhere: another tab has saved since; submitted: it is a plan
 * by now; deleted: it was thrown away meanwhile), INVALID_INPUT (too-many-drafts)
 */
export function saveDraft(db: Database, ctx: AppCtx, input: DraftSaveInput, now: number): Promise<DraftView> {
  const { id, basedOn, content, clonedFrom } = input;
  return db.transaction(async (tx) => {
    const [row] = await tx.select().from(crowdDraft).where(eq(crowdDraft.id, id)).for('update');
    if (row && (row.appId !== ctx.app.id || row.ownerId !== ctx.actor.accountId)) refuse('NOT_FOUND');
    if (!row) await checkNew(tx, ctx, id, basedOn);
    if (row && row.revision !== basedOn) {
      // The same save once more, after an answer that was lost on its way.
      if (row.revision === basedOn + 1 && canonical(row.content) === canonical(content)) return view(row);
      refuse('CONFLICT', { params: { rule: 'changed-elsewhere', revision: row.revision } });
    }
    const values = { content, revision: (row?.revision ?? 0) + 1, updatedAt: new Date(now) };
    const [saved] = row
      ? await tx.update(crowdDraft).set(values).where(eq(crowdDraft.id, id)).returning()
      : await tx
          .insert(crowdDraft)
          .values({ ...values, id, appId: ctx.app.id, ownerId: ctx.actor.accountId, clonedFrom })
          .returning();
    if (!saved) throw new Error('a draft was not kept');
    return view(saved);
  });
}

async function checkNew(tx: Tx, ctx: AppCtx, id: string, basedOn: number): Promise<void> {
  const [plan] = await tx.select({ id: crowdPlan.id }).from(crowdPlan).where(eq(crowdPlan.id, id));
  if (plan) refuse('CONFLICT', { params: { rule: 'submitted' } });
  if (basedOn > 0) refuse('CONFLICT', { params: { rule: 'deleted' } });
  const { rows } = await tx.execute<{ held: number | string }>(sql`
    select count(*) as held from crowd_draft
    where app_id = ${ctx.app.id} and owner_id = ${ctx.actor.accountId}`);
  if (Number(rows[0]?.held) >= MAX_DRAFTS) refuse('INVALID_INPUT', { fields: { id: 'too-many-drafts' } });
}

/** Throws a draft away; that it is gone already is no error. */
export async function deleteDraft(db: Database, ctx: AppCtx, id: string): Promise<void> {
  await db.orm.delete(crowdDraft).where(mine(ctx, id));
}

/** Drafts nobody has touched for {@link KEPT_DAYS} days go. */
export async function dropOldDrafts(db: Database, now: number): Promise<void> {
  const before = new Date(now - KEPT_DAYS * 86_400_000).toISOString();
  await db.orm.execute(sql`delete from crowd_draft where updated_at < ${before}::timestamptz`);
}

/**
 * A new draft with what an earlier plan held; what is not known of a plan of elsewhere stays open.
 * @throws Refusal NOT_FOUND, INVALID_INPUT
 */
export async function cloneIntoDraft(
  db: Database,
  ctx: AppCtx,
  planId: string,
  now: number,
): Promise<DraftView> {
  const [plan] = await db.orm
    .select()
    .from(crowdPlan)
    .where(and(eq(crowdPlan.id, planId), eq(crowdPlan.appId, ctx.app.id)));
  if (!plan) refuse('NOT_FOUND');
  const tasks = await db.orm
    .select()
    .from(crowdTask)
    .where(eq(crowdTask.planId, planId))
    .orderBy(crowdTask.place);
  const copies =
    plan.copies ?? tasks.map(({ topic, content }) => ({ topic: topic ?? '', content: content ?? '' }));
  const content: PlanContent = {
    name: plan.name,
    copies: copies.length > 0 ? [...copies] : EMPTY_PLAN.copies,
    brands: BRANDS.filter((brand) => plan.brands?.includes(brand)),
    groupSize: plan.groupSize,
    activeDays: plan.activeDays,
    active: plan.active ?? EMPTY_PLAN.active,
    overlap: plan.overlap ?? EMPTY_PLAN.overlap,
  };
  const parsed = { id: newId(now), basedOn: 0, content, clonedFrom: planId };
  return saveDraft(db, ctx, parsed as DraftSaveInput, now);
}
