import 'server-only';
import { upstreamFailure } from '@/lib/apps/server/failure';
import { upstreamOf } from '@/lib/apps/server/upstream';
import type { AppCtx } from '@/lib/auth/server/doors';
import { draftJob } from '@/lib/changes/draft';
import { type Draft, openDraft } from '@/lib/changes/writer';
import { systemClock } from '@/lib/core/clock';
import { Refusal, refuse } from '@/lib/core/result';
import type { Database } from '@/lib/db/client';
import { database } from '@/lib/db/current';
import type { Getui } from '@/lib/getui/client';
import { GetuiError } from '@/lib/getui/errors';
import { editTags } from '../edit-kind';
import { replaceTags } from '../replace-kind';
import { compareTags, joinTags, roomRule, sameTags, tagsRule } from '../rules';
import type { EditDraft, EditInput } from '../schema';
import { overwriteGuard } from './guard';

/** Where an edit is drafted: tests bring their own. */
export type Desk = { db: Database; upstreamOf(appId: string): Promise<Getui> };
const here = (): Desk => ({ db: database(), upstreamOf });

/**
 * Freezes an edit of one user's tags: one overwriting, or a call for each tag that comes or goes. Reads the tags first; when
 * they are not what the person saw, nothing is frozen and the answer tells what they are now.
 * @throws Refusal INVALID_INPUT (a rule under `after`), CONFLICT (rule used-today), or what the upstream failed with
 */
export async function draftEdit(ctx: AppCtx, input: EditInput, desk: Desk = here()): Promise<EditDraft> {
  const { cid, route, seen } = input;
  const after = [...new Set(input.after)];
  const rule = route === 'overwrite' ? tagsRule(after) : roomRule(after);
  if (rule) refuse('INVALID_INPUT', { fields: { after: rule } });
  const now = new Date(systemClock.now());
  const current = await readNow(ctx, desk, cid);
  if (!sameTags(current, seen)) return { at: 'changed', tags: current, asOf: now.getTime() };
  const { added: add, removed: remove } = compareTags(current, after);
  if (add.length + remove.length === 0) refuse('INVALID_INPUT', { fields: { after: 'same-tags' } });
  const draft =
    route === 'overwrite'
      ? await draftOverwrite(ctx, desk.db, { cid, before: current, after }, now)
      : await draftSteps(ctx, desk.db, { cid, before: current, add, remove }, now);
  return { at: 'ready', jobId: draft.jobId, rowsHash: draft.rowsHash, calls: draft.calls, add, remove };
}

async function readNow(ctx: AppCtx, desk: Desk, cid: string): Promise<string[]> {
  try {
    const upstream = await desk.upstreamOf(ctx.app.id);
    return await upstream.tags.ofCid(cid, { requestId: ctx.requestId });
  } catch (error) {
    if (error instanceof GetuiError) throw new Refusal(upstreamFailure(error, ctx.requestId));
    throw error;
  }
}

const OPTIONS = { interactive: true, readBack: true };
const ownerOf = (ctx: AppCtx) => ({ appId: ctx.app.id, accountId: ctx.actor.accountId });

async function draftOverwrite(
  ctx: AppCtx,
  db: Database,
  { cid, before, after }: { cid: string; before: readonly string[]; after: readonly string[] },
  now: Date,
): Promise<Draft> {
  const { used } = await overwriteGuard(db, ctx.app.id, cid, now.getTime());
  if (used === 'ours' || used === 'refused') refuse('CONFLICT', { params: { rule: 'used-today' } });
  const rows = [{ cid, tags: after, line: 1 }];
  const change = { rows, before: [joinTags(before)], params: {}, options: OPTIONS };
  return draftJob(db, replaceTags, ownerOf(ctx), change, now);
}

async function draftSteps(
  ctx: AppCtx,
  db: Database,
  edit: { cid: string; before: readonly string[]; add: readonly string[]; remove: readonly string[] },
  now: Date,
): Promise<Draft> {
  const { cid, before, add, remove } = edit;
  const writer = await openDraft(db, editTags, ownerOf(ctx), { params: {}, options: OPTIONS }, now);
  try {
    let line = 0;
    const adding = () => add.map((tag) => writer.add({ op: 'add', cid, tag, line: ++line }, line, ''));
    const removing = () =>
      remove.map((tag) => writer.add({ op: 'remove', cid, tag, line: ++line }, line, tag));
    // Tags that come make no tag too many: those that go make room first where there is none.
    const tight = roomRule([...before, ...add]) !== null;
    await Promise.all((tight ? removing : adding)());
    if (tight) writer.barrier();
    await Promise.all((tight ? adding : removing)());
    return await writer.finish();
  } catch (error) {
    await writer.discard();
    throw error;
  }
}
