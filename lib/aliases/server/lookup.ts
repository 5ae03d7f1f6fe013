import 'server-only';
import { upstreamFailure } from '@/lib/apps/server/failure';
import { upstreamOf } from '@/lib/apps/server/upstream';
import { can } from '@/lib/auth/permissions';
import type { AppCtx } from '@/lib/auth/server/doors';
import { reachableRule } from '@/lib/core/alias';
import { cidRule, guessKind } from '@/lib/core/cid';
import { systemClock } from '@/lib/core/clock';
import { maskAlias } from '@/lib/core/mask';
import { Refusal, refuse } from '@/lib/core/result';
import { database } from '@/lib/db/current';
import { GetuiError } from '@/lib/getui/errors';
import { currentAliases } from '@/lib/ledger/current';
import type { Fact, Provenance } from '@/lib/ledger/facts';
import { history } from '@/lib/ledger/history';
import { holders } from '@/lib/ledger/holders';
import { noteReads } from '@/lib/ledger/reads';
import { HISTORY_PAGE, type HistoryInput, type HistoryItem, type Lookup, type LookupInput } from '../schema';
import { readDevices } from './devices';

const read = (cid: string, value: string, state: 'verified' | 'released' = 'verified'): Fact => ({
  subject: cid,
  relation: 'alias',
  value,
  state,
  source: 'read',
});

/**
 * The other side of a cid or an alias, with the devices. What was learned goes to the ledger. An alias is masked for
 * roles that may not see it in clear, also when they typed it.
 * @throws Refusal INVALID_INPUT (rule under `text`), or what the upstream failed with
 */
export async function lookUp(ctx: AppCtx, input: LookupInput): Promise<Lookup> {
  const kind = input.as === 'auto' ? guessKind(input.text) : input.as;
  const broken = kind === 'cid' ? cidRule(input.text) : reachableRule(input.text);
  if (broken) refuse('INVALID_INPUT', { fields: { text: broken } });
  try {
    return kind === 'cid' ? await lookUpCid(ctx, input.text) : await lookUpAlias(ctx, input.text);
  } catch (error) {
    if (error instanceof GetuiError) throw new Refusal(upstreamFailure(error, ctx.requestId));
    throw error;
  }
}

const maskFor = (ctx: AppCtx) => {
  const masked = !can(ctx.actor.role, 'alias:reveal');
  return { masked, show: (alias: string) => (masked ? maskAlias(alias) : alias) };
};

/** Of a reading that begins now. */
const provenance = (ctx: AppCtx): Provenance => ({
  appId: ctx.app.id,
  actorId: ctx.actor.accountId,
  jobId: null,
  at: new Date(systemClock.now()),
});

async function lookUpCid(ctx: AppCtx, cid: string): Promise<Lookup> {
  const upstream = await upstreamOf(ctx.app.id);
  const options = { requestId: ctx.requestId };
  const from = provenance(ctx);
  const [device] = await readDevices(upstream, [cid], options);
  if (!device) throw new Error('a cid was asked and not answered');
  const alias = device.valid ? await upstream.aliases.byCid(cid, options) : null;
  const known = (await currentAliases(database(), ctx.app.id, [cid])).get(cid);
  const differs = device.valid && known && known.state !== 'unknown' && known.value !== (alias ?? '');
  if (device.valid) await noteReads(database(), [read(cid, alias ?? '')], from);
  const { masked, show } = maskFor(ctx);
  return {
    kind: 'cid',
    cid,
    alias: alias === null ? null : show(alias),
    believed: differs ? show(known.value) : null,
    device,
    masked,
    asOf: systemClock.now(),
  };
}

async function lookUpAlias(ctx: AppCtx, alias: string): Promise<Lookup> {
  const upstream = await upstreamOf(ctx.app.id);
  const options = { requestId: ctx.requestId };
  const from = provenance(ctx);
  const cids = await upstream.aliases.byAlias(alias, options);
  const devices = await readDevices(upstream, cids, options);
  const known = await holders(database(), ctx.app.id, { relation: 'alias', value: alias });
  const gone = known.holders.map(({ cid }) => cid).filter((cid) => !cids.includes(cid));
  const facts = [...cids.map((cid) => read(cid, alias)), ...gone.map((cid) => read(cid, alias, 'released'))];
  await noteReads(database(), facts, from);
  const { masked, show } = maskFor(ctx);
  return { kind: 'alias', alias: show(alias), devices, gone, masked, asOf: systemClock.now() };
}

/** The alias that holds a cid, looked up as an alias: for people who see it only masked and so cannot type it. */
export async function lookUpAliasOf(ctx: AppCtx, cid: string): Promise<Lookup> {
  if (cidRule(cid)) refuse('INVALID_INPUT', { fields: { cid: 'cid-form' } });
  try {
    const upstream = await upstreamOf(ctx.app.id);
    const alias = await upstream.aliases.byCid(cid, { requestId: ctx.requestId });
    return alias === null ? await lookUpCid(ctx, cid) : await lookUpAlias(ctx, alias);
  } catch (error) {
    if (error instanceof GetuiError) throw new Refusal(upstreamFailure(error, ctx.requestId));
    throw error;
  }
}

/** The alias behind a cid is what Muster last knew of it: looking it up has just refreshed that. */
async function historyKey(ctx: AppCtx, { of }: HistoryInput): Promise<{ cid: string } | { alias: string }> {
  if (!('aliasOfCid' in of)) return of;
  const held = (await currentAliases(database(), ctx.app.id, [of.aliasOfCid])).get(of.aliasOfCid);
  return held?.value ? { alias: held.value } : { cid: of.aliasOfCid };
}

/** What Muster did to, or learned of, a cid or an alias; newest first, a page at a time. */
export async function aliasHistory(ctx: AppCtx, input: HistoryInput): Promise<HistoryItem[]> {
  const { show } = maskFor(ctx);
  const key = await historyKey(ctx, input);
  const entries = await history(
    database(),
    ctx.app.id,
    'cid' in key ? { ...key, relation: 'alias' } : { relation: 'alias', value: key.alias },
    { limit: HISTORY_PAGE, before: input.before },
  );
  return entries.map((entry) => ({
    id: entry.id,
    cid: entry.subject,
    alias: entry.value ? show(entry.value) : '',
    state: entry.state,
    source: entry.source,
    at: entry.at.getTime(),
    seenAt: entry.seenAt.getTime(),
    by: entry.actorName,
    jobId: entry.jobId,
  }));
}
