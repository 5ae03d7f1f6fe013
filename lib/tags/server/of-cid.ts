import 'server-only';
import { upstreamFailure } from '@/lib/apps/server/failure';
import { upstreamOf } from '@/lib/apps/server/upstream';
import type { AppCtx } from '@/lib/auth/server/doors';
import { budgetState } from '@/lib/budgets/budgets';
import { systemClock } from '@/lib/core/clock';
import { Refusal } from '@/lib/core/result';
import type { Database } from '@/lib/db/client';
import { database } from '@/lib/db/current';
import { GetuiError } from '@/lib/getui/errors';
import { currentOf } from '@/lib/ledger/current';
import type { Settling, TagsOfCid } from '../schema';
import { overwriteGuard } from './guard';
import { graceMs, noteTags, readingNow } from './note';
import { settleTime } from './settle-time';

/**
 * The tags of a user as the upstream has them now, what of our changes does not show yet, and whether they may be
 * overwritten today. Two calls; what was read goes to the ledger.
 * @throws Refusal with what the upstream failed with
 */
export async function tagsOfCid(ctx: AppCtx, { cid }: { cid: string }): Promise<TagsOfCid> {
  const db = database();
  const appId = ctx.app.id;
  const from = readingNow(appId, ctx.actor.accountId);
  const found = await read(ctx, cid);
  const guard = await overwriteGuard(db, appId, cid, systemClock.now());
  const { perDay, usedDay } = await budgetState(db, appId, 'tag-batch');
  const common = {
    cid,
    asOf: from.at.getTime(),
    guard,
    settle: await settleTime(db, appId),
    leftToday: perDay === null ? null : Math.max(0, perDay - usedDay),
  };
  if (!found) return { ...common, valid: false, tags: [], settling: [], outside: { added: [], removed: [] } };
  const settling = await settlingOf(db, appId, cid, found, from.at.getTime());
  const outside = await noteTags(db, cid, found, from);
  return { ...common, valid: true, tags: found, settling, outside };
}

async function read(ctx: AppCtx, cid: string): Promise<string[] | null> {
  try {
    const upstream = await upstreamOf(ctx.app.id);
    const options = { requestId: ctx.requestId };
    const { valid } = await upstream.users.detail([cid], options);
    return valid.has(cid) ? await upstream.tags.ofCid(cid, options) : null;
  } catch (error) {
    if (error instanceof GetuiError) throw new Refusal(upstreamFailure(error, ctx.requestId));
    throw error;
  }
}

/** Changes of ours that are too young to be called failed and do not show in what was read. */
async function settlingOf(
  db: Database,
  appId: string,
  cid: string,
  tags: readonly string[],
  now: number,
): Promise<Settling[]> {
  const youngest = now - (await graceMs(db, appId));
  const held = await currentOf(db.orm, appId, 'tag', [cid]);
  return [...held].flatMap(([slot, { state, source, at }]): Settling[] => {
    const tag = slot.slice(slot.indexOf('\n') + 1);
    if (source !== 'wrote' || at <= youngest) return [];
    const holds = state !== 'released';
    return tags.includes(tag) === holds ? [] : [{ tag, holds, since: at, jobId: null }];
  });
}
