import 'server-only';
import { upstreamFailure } from '@/lib/apps/server/failure';
import { upstreamOf } from '@/lib/apps/server/upstream';
import type { AppCtx } from '@/lib/auth/server/doors';
import { draftJob } from '@/lib/changes/draft';
import type { CallOptions } from '@/lib/changes/kind';
import { inLanes } from '@/lib/core/chunk';
import { systemClock } from '@/lib/core/clock';
import { type Failure, Refusal, refuse } from '@/lib/core/result';
import { database } from '@/lib/db/current';
import type { Getui } from '@/lib/getui/client';
import { GetuiError } from '@/lib/getui/errors';
import { bindAliases, releaseAlias, unbindAliases } from '../kinds';
import { acts, type Current, lintPairs, type PlannedRow, planBind, planUnbind } from '../plan';
import { aliasRule, type PairRow, reachableRule } from '../rules';
import type { Preview, PreviewInput } from '../schema';
import { readDevices } from './devices';

const LANES = 16;
const CIDS_PER_READ = 200;

type Progress = (done: number, total: number) => void;

/**
 * Reads before anything is written: which cids the upstream knows, what alias each holds, who holds the target aliases;
 * then says what every row would do and freezes the rows that would do something. Reads only.
 * @throws Refusal with what the upstream failed with; nothing is half done then
 */
export async function previewChange(
  ctx: AppCtx,
  input: PreviewInput,
  signal: AbortSignal,
  onProgress: Progress,
): Promise<Preview> {
  const options = { requestId: ctx.requestId, signal };
  try {
    return input.kind === 'alias.release'
      ? await previewRelease(ctx, input.alias, options)
      : await previewPairs(ctx, input.kind, input.rows, options, onProgress);
  } catch (error) {
    if (error instanceof GetuiError) throw new Refusal(upstreamFailure(error, ctx.requestId));
    throw error;
  }
}

async function previewPairs(
  ctx: AppCtx,
  kindId: 'alias.bind' | 'alias.unbind',
  rows: readonly PairRow[],
  options: CallOptions,
  onProgress: Progress,
): Promise<Preview> {
  const upstream = await upstreamOf(ctx.app.id);
  const linted = lintPairs(rows, kindId === 'alias.bind' ? aliasRule : reachableRule);
  const asked = linted.filter(acts);
  const aliases = kindId === 'alias.bind' ? [...new Set(asked.map(({ alias }) => alias))] : [];
  const total = Math.ceil(asked.length / CIDS_PER_READ) + asked.length + aliases.length;
  let done = 0;
  const tick = (n = 1) => {
    done += n;
    onProgress(done, total);
  };
  onProgress(0, total);
  const current = await readCurrent(upstream, asked, aliases, options, tick);
  const planned = kindId === 'alias.bind' ? planBind(linted, current) : planUnbind(linted, current);
  const kind = kindId === 'alias.bind' ? bindAliases : unbindAliases;
  return freeze(ctx, kind, planned, {}, { devices: [], reads: done });
}

async function readCurrent(
  upstream: Getui,
  asked: readonly PlannedRow[],
  aliases: readonly string[],
  options: CallOptions,
  tick: (n?: number) => void,
): Promise<Current> {
  const cids = asked.map(({ cid }) => cid);
  const { valid } = cids.length ? await upstream.users.detail(cids, options) : { valid: new Map() };
  tick(Math.ceil(cids.length / CIDS_PER_READ));
  const unknownCids = new Set(cids.filter((cid) => !valid.has(cid)));
  const aliasOf = new Map<string, string>();
  await inLanes(cids, LANES, async (cid) => {
    if (unknownCids.has(cid)) return;
    const alias = await upstream.aliases.byCid(cid, options);
    if (alias !== null) aliasOf.set(cid, alias);
    tick();
  });
  const cidsOf = new Map<string, readonly string[]>();
  await inLanes(aliases, LANES, async (alias) => {
    cidsOf.set(alias, await upstream.aliases.byAlias(alias, options));
    tick();
  });
  return { aliasOf, cidsOf, unknownCids };
}

async function previewRelease(ctx: AppCtx, alias: string, options: CallOptions): Promise<Preview> {
  const rule = reachableRule(alias);
  if (rule) refuse('INVALID_INPUT', { fields: { alias: rule } });
  const upstream = await upstreamOf(ctx.app.id);
  const cids = await upstream.aliases.byAlias(alias, options);
  const devices = await readDevices(upstream, cids, options);
  const rows = cids.map(
    (cid, i): PlannedRow => ({ line: i + 1, cid, alias, verdict: 'unbinds', before: alias }),
  );
  return freeze(ctx, releaseAlias, rows, { alias }, { devices, reads: 1 + (cids.length ? 2 : 0) }, alias);
}

async function freeze(
  ctx: AppCtx,
  kind: typeof bindAliases | typeof unbindAliases | typeof releaseAlias,
  planned: PlannedRow[],
  params: { alias?: string },
  seen: { devices: Preview['devices']; reads: number },
  confirmWord?: string,
): Promise<Preview> {
  const sent = planned.filter(acts);
  const now = systemClock.now();
  const draft = sent.length
    ? await draftJob(
        database(),
        kind as typeof releaseAlias,
        { appId: ctx.app.id, accountId: ctx.actor.accountId },
        {
          rows: sent,
          before: sent.map(({ before }) => before),
          params: params as { alias: string },
          confirmWord,
          options: { interactive: true, readBack: true },
        },
        new Date(now),
      )
    : null;
  return { kind: kind.id as Preview['kind'], rows: planned, draft, readAt: now, ...seen };
}

/** A thrown failure as the last event of a stream. */
export const asFailure = (error: unknown): Failure | null =>
  error instanceof Refusal ? error.failure : null;
