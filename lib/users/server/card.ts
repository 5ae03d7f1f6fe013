import 'server-only';
import { upstreamFailure } from '@/lib/apps/server/failure';
import { upstreamOf } from '@/lib/apps/server/upstream';
import { can } from '@/lib/auth/permissions';
import type { AppCtx } from '@/lib/auth/server/doors';
import { cidRule, guessKind } from '@/lib/core/cid';
import { systemClock } from '@/lib/core/clock';
import { maskAlias } from '@/lib/core/mask';
import { Refusal, refuse } from '@/lib/core/result';
import type { Database } from '@/lib/db/client';
import { database } from '@/lib/db/current';
import type { Getui } from '@/lib/getui/client';
import { GetuiError } from '@/lib/getui/errors';
import { noteReads } from '@/lib/ledger/reads';
import type { Fact, Provenance } from '@/lib/ledger/types';
import type { CardAlias, CardDetail, CardDevice, CardStatus, CardTags, FoundUsers } from '../card-schema';

type Asked = { upstream: Getui; options: { requestId: string } };

/**
 * One part of a card. The calls of all parts together are six: detail, status, device status, tags, the alias and its
 * holders. @throws Refusal INVALID_INPUT for what is no cid, or what the upstream failed with
 */
async function part<T extends object>(
  ctx: AppCtx,
  cid: string,
  ask: (asked: Asked) => Promise<T>,
): Promise<T & { readAt: number }> {
  const rule = cidRule(cid);
  if (rule) refuse('INVALID_INPUT', { fields: { cid: rule } });
  const readAt = systemClock.now();
  try {
    const upstream = await upstreamOf(ctx.app.id);
    return { ...(await ask({ upstream, options: { requestId: ctx.requestId } })), readAt };
  } catch (error) {
    if (error instanceof GetuiError) throw new Refusal(upstreamFailure(error, ctx.requestId));
    throw error;
  }
}

/** What the upstream tells of the user and the device; the vendor's token is masked without `device-token:reveal`. */
export const cardDetail = (ctx: AppCtx, cid: string): Promise<CardDetail> =>
  part(ctx, cid, async ({ upstream, options }) => {
    const detail = (await upstream.users.detail([cid], options)).valid.get(cid);
    if (!detail) return { valid: false as const, calls: 1 };
    const masked = !can(ctx.actor.role, 'device-token:reveal');
    const { deviceToken, brand } = detail;
    return {
      valid: true as const,
      calls: 1,
      platform: detail.platform,
      brand,
      model: detail.phoneModel,
      packageName: detail.packageName,
      createdAt: detail.createdAt,
      loginDays: detail.loginDays,
      notifications: detail.notificationsOn,
      token: deviceToken !== null && masked ? maskAlias(deviceToken) : deviceToken,
      // A brand comes with every answer that knows tokens: it is "unknown" where there is none.
      hasToken: deviceToken !== null ? true : brand === null ? null : false,
      masked,
    };
  });

/** Whether the user is connected now, and when they last were. */
export const cardStatus = (ctx: AppCtx, cid: string): Promise<CardStatus> =>
  part(ctx, cid, async ({ upstream, options }) => {
    const found = (await upstream.users.status([cid], options)).get(cid);
    return { calls: 1, online: found?.online ?? null, lastLoginAt: found?.lastLoginAt ?? null };
  });

/** Whether app and device are connected, for apps that the vendor has enabled this for. */
export const cardDevice = (ctx: AppCtx, cid: string): Promise<CardDevice> =>
  part(ctx, cid, async ({ upstream, options }) => {
    try {
      const found = (await upstream.users.deviceStatus([cid], options)).get(cid);
      const known = found?.ok ? found : { appOnline: null, deviceOnline: null };
      const { appOnline, deviceOnline } = known;
      return { calls: 1, enabled: true as const, appOnline, deviceOnline };
    } catch (error) {
      if (!(error instanceof GetuiError) || error.kind !== 'not-enabled') throw error;
      return { calls: 1, enabled: false as const, code: error.code };
    }
  });

const found = (cid: string, value: string): Fact => ({
  subject: cid,
  relation: 'alias',
  value,
  state: 'verified',
  source: 'read',
});
const provenance = (ctx: AppCtx, at: number) => ({
  appId: ctx.app.id,
  actorId: ctx.actor.accountId,
  jobId: null,
  at: new Date(at),
});

/** The alias of the cid, masked without `alias:reveal`, and how many cids hold it. The ledger learns it. */
export async function cardAlias(ctx: AppCtx, cid: string): Promise<CardAlias> {
  const read = await part(ctx, cid, async ({ upstream, options }) => {
    const alias = await upstream.aliases.byCid(cid, options);
    const holders = alias === null ? null : await upstream.aliases.byAlias(alias, options);
    return { alias, slots: holders?.length ?? null, calls: alias === null ? 1 : 2 };
  });
  await noteReads(database(), [found(cid, read.alias ?? '')], provenance(ctx, read.readAt));
  const masked = !can(ctx.actor.role, 'alias:reveal');
  return { ...read, alias: masked && read.alias !== null ? maskAlias(read.alias) : read.alias, masked };
}

/** Takes down all tags that were read of a cid; `from.at`: when the reading began. The desk of tags knows how. */
export type NoteTags = (
  db: Database,
  cid: string,
  tags: readonly string[],
  from: Provenance,
) => Promise<unknown>;

/** The tags of the cid. The ledger learns them, and that others it believed in are gone. */
export async function cardTags(ctx: AppCtx, cid: string, note: NoteTags): Promise<CardTags> {
  const read = await part(ctx, cid, async ({ upstream, options }) => ({
    tags: await upstream.tags.ofCid(cid, options),
    calls: 1,
  }));
  await note(database(), cid, read.tags, provenance(ctx, read.readAt));
  return read;
}

/**
 * The users that a text leads to, so that an alias never stands in an address. Nobody: the list is empty.
 * @throws Refusal INVALID_INPUT, or what the upstream failed with
 */
export async function findUsers(ctx: AppCtx, text: string): Promise<FoundUsers> {
  if (guessKind(text) === 'cid') return { kind: 'cid', cids: [text] };
  try {
    const upstream = await upstreamOf(ctx.app.id);
    const cids = await upstream.aliases.byAlias(text, { requestId: ctx.requestId });
    // What nobody holds as an alias and could be a cid of another form is looked at as one.
    if (cids.length === 0 && cidRule(text) === null) return { kind: 'cid', cids: [text] };
    return { kind: 'alias', cids };
  } catch (error) {
    if (error instanceof GetuiError && error.kind === 'usage')
      refuse('INVALID_INPUT', { fields: { text: 'unreachable' } });
    if (error instanceof GetuiError) throw new Refusal(upstreamFailure(error, ctx.requestId));
    throw error;
  }
}
