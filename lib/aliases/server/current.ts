import 'server-only';
import type { CallOptions } from '@/lib/changes/kind';
import { reachableRule } from '@/lib/core/alias';
import { inLanes } from '@/lib/core/chunk';
import type { Getui } from '@/lib/getui/client';
import { acts, type Current, lintPairs, type PlannedRow, planBind, planUnbind } from '../plan';
import { aliasRule, type PairRow } from '../rules';

const LANES = 16;
const CIDS_PER_READ = 200;

export type PairKind = 'alias.bind' | 'alias.unbind';
type Progress = (done: number, total: number) => void;

/**
 * Asks the upstream what each pair would do: which cids it knows, what alias each holds, who holds the target aliases.
 * Reads only; gives the number of reads. Throws GetuiError.
 */
export async function planPairs(
  upstream: Getui,
  kind: PairKind,
  rows: readonly PairRow[],
  options: CallOptions,
  onProgress: Progress,
): Promise<{ planned: PlannedRow[]; reads: number }> {
  const linted = lintPairs(rows, kind === 'alias.bind' ? aliasRule : reachableRule);
  const asked = linted.filter(acts);
  const aliases = kind === 'alias.bind' ? [...new Set(asked.map(({ alias }) => alias))] : [];
  const total = Math.ceil(asked.length / CIDS_PER_READ) + asked.length + aliases.length;
  let done = 0;
  const tick = (n = 1) => {
    done += n;
    onProgress(done, total);
  };
  onProgress(0, total);
  const current = await readCurrent(upstream, asked, aliases, options, tick);
  const planned = kind === 'alias.bind' ? planBind(linted, current) : planUnbind(linted, current);
  return { planned, reads: done };
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
