import 'server-only';
import type { AppCtx } from '@/lib/auth/server/doors';
import { linesOf } from '@/lib/changes/rows';
import { chunksOf, type Job } from '@/lib/changes/settled';
import { openDraft } from '@/lib/changes/writer';
import { systemClock } from '@/lib/core/clock';
import { refuse } from '@/lib/core/result';
import type { Database } from '@/lib/db/client';
import { planImport } from '@/lib/imports/plan';
import { ownDraft } from '@/lib/imports/view';
import { importTagAdds, importTagPatches } from '../import';
import { advise } from '../price';
import { readTags } from '../reading';
import { patchTags } from '../replace-kind';
import { decodeTag } from '../rows';
import { patched } from '../rules';
import type { RoutePrice, Routes } from '../schema';
import type { PatchRow } from '../tags-rows';
import type { Desk } from './edit';
import { overwrittenToday } from './guard';

/** Overwriting is one call and one read a user, one after the other: for more users than this it is no way to go. */
const MOST_USERS = 5000;
/** Tags are removed by overwriting only where it was seen that something is left; so many users are read for that. */
const MOST_READ = 500;

const asker = (ctx: AppCtx) => ({ appId: ctx.app.id, accountId: ctx.actor.accountId });

/** The rows of a draft of tag.add or tag.remove by cid, in the order in which cids first come. */
async function byUser(db: Database, job: Job): Promise<PatchRow[]> {
  const users = new Map<string, { tags: string[]; line: number }>();
  for await (const chunk of chunksOf(db, job.id))
    for (const line of linesOf(chunk.rows)) {
      const row = decodeTag(line);
      const user = users.get(row.cid);
      if (user) user.tags.push(row.tag);
      else users.set(row.cid, { tags: [row.tag], line: row.line });
    }
  const adds = job.kind === 'tag.add';
  return [...users].map(([cid, { tags, line }]) => ({
    cid,
    line,
    add: adds ? tags : [],
    remove: adds ? [] : tags,
  }));
}

/** The two drafts of one file: tag by tag, and user by user where that was made. @throws Refusal NOT_FOUND */
async function drafts(
  db: Database,
  ctx: AppCtx,
  jobId: string,
): Promise<{ batch: Job; overwrite: Job | null }> {
  const job = await ownDraft(db, asker(ctx), jobId);
  if (job.kind === 'tag.add' || job.kind === 'tag.remove') return { batch: job, overwrite: null };
  const of = job.kind === 'tag.patch' ? job.params.of : undefined;
  if (typeof of !== 'string') refuse('NOT_FOUND');
  return { batch: await ownDraft(db, asker(ctx), of), overwrite: job };
}

async function priced(
  db: Database,
  spec: typeof importTagAdds | typeof importTagPatches,
  change: Parameters<typeof planImport>[2],
): Promise<RoutePrice> {
  const { calls, reads, durationMs, leftToday } = await planImport(db, spec, change, systemClock.now());
  return { calls, reads, durationMs, leftToday };
}

/**
 * What a checked file of tags costs tag by tag (Σ⌈n/1000⌉ calls of the shared budget), and user by user (a read and an
 * overwriting each, once a day a cid), and which is advised.
 * @throws Refusal NOT_FOUND
 */
export async function tagRoutes(ctx: AppCtx, { jobId }: { jobId: string }, desk: Desk): Promise<Routes> {
  const { db } = desk;
  const { batch, overwrite } = await drafts(db, ctx, jobId);
  const { appId, options } = batch;
  const users = batch.found.keys ?? 0;
  const price = await priced(db, importTagAdds, { appId, calls: batch.chunks, rows: batch.total, options });
  const common = { now: overwrite ? 'overwrite' : 'batch', batch: { ...price, jobId: batch.id } } as const;
  if (users === 0 || users > MOST_USERS)
    return { ...common, overwrite: null, advised: 'batch', why: 'too-many' };
  const change = { appId, calls: users, rows: users, options: { ...options, readFirst: true } };
  const rows = await byUser(db, batch);
  const usedToday = await overwrittenToday(
    db,
    appId,
    rows.map(({ cid }) => cid),
    systemClock.now(),
  );
  const other = await priced(db, importTagPatches, change);
  const cheaper = advise({
    batchCalls: batch.chunks,
    users,
    usedToday,
    removes: batch.kind === 'tag.remove',
  });
  const why = cheaper === 'ask' ? await leavesSome(ctx, desk, rows) : cheaper;
  return {
    ...common,
    overwrite: { ...other, jobId: overwrite?.id ?? null, users, usedToday },
    advised: why === 'cheaper' ? 'overwrite' : 'batch',
    why,
  };
}

/** Whether every user is left with a tag: a list without any is refused by the upstream. */
async function leavesSome(
  ctx: AppCtx,
  desk: Desk,
  rows: readonly PatchRow[],
): Promise<'cheaper' | 'may-empty'> {
  if (rows.length > MOST_READ) return 'may-empty';
  const upstream = await desk.upstreamOf(ctx.app.id);
  const cids = rows.map(({ cid }) => cid);
  const found = await readTags(upstream, cids, { requestId: ctx.requestId });
  const some = rows.every((row) => patched([...(found.get(row.cid) ?? [])], row).length > 0);
  return some ? 'cheaper' : 'may-empty';
}

/**
 * Drafts the same file user by user; the draft tag by tag stays, to be gone back to.
 * @throws Refusal NOT_FOUND, CONFLICT (rule too-many)
 */
export async function turnToUsers(
  ctx: AppCtx,
  { jobId }: { jobId: string },
  { db }: Desk,
): Promise<{ jobId: string }> {
  const { batch, overwrite } = await drafts(db, ctx, jobId);
  if (overwrite) return { jobId: overwrite.id };
  const users = batch.found.keys ?? 0;
  if (users === 0 || users > MOST_USERS) refuse('CONFLICT', { params: { rule: 'too-many' } });
  const spec = {
    params: { of: batch.id },
    options: batch.options,
    origin: batch.origin,
    ...(batch.confirmWord === null ? {} : { confirmWord: String(users) }),
  };
  const writer = await openDraft(db, patchTags, asker(ctx), spec, new Date(systemClock.now()));
  try {
    for (const row of await byUser(db, batch)) await writer.add(row, row.line);
    await writer.finish({ replaces: 0, again: 0, malformed: 0, duplicate: 0, noChange: 0, asked: 1 });
    return { jobId: writer.jobId };
  } catch (error) {
    await writer.discard();
    throw error;
  }
}
