import 'server-only';
import { upstreamFailure } from '@/lib/apps/server/failure';
import { upstreamOf } from '@/lib/apps/server/upstream';
import type { AppCtx } from '@/lib/auth/server/doors';
import { draftJob } from '@/lib/changes/draft';
import type { CallOptions } from '@/lib/changes/kind';
import { reachableRule } from '@/lib/core/alias';
import { systemClock } from '@/lib/core/clock';
import { type Failure, Refusal, refuse } from '@/lib/core/result';
import { database } from '@/lib/db/current';
import { GetuiError } from '@/lib/getui/errors';
import { bindAliases, releaseAlias, unbindAliases } from '../kinds';
import { acts, type PlannedRow } from '../plan';
import type { PairRow } from '../rules';
import type { Preview, PreviewInput } from '../schema';
import { planPairs } from './current';
import { readDevices } from './devices';

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
  const { planned, reads } = await planPairs(upstream, kindId, rows, options, onProgress);
  const kind = kindId === 'alias.bind' ? bindAliases : unbindAliases;
  return freeze(ctx, kind, planned, {}, { devices: [], reads });
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
