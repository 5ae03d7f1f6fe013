import { z } from 'zod';
import type { CallOptions, ChangeKind, Outcome, ReadBack } from '@/lib/changes/kind';
import { inLanes } from '@/lib/core/chunk';
import type { Getui } from '@/lib/getui/client';
import { GetuiError } from '@/lib/getui/errors';
import type { Fact } from '@/lib/ledger/facts';
import { RESTORE_GROUPS, undoBind, undoUnbind } from './restore';
import { MAX_PAIRS, type Pair, type PairRow } from './rules';
import type { VerifyRow } from './verify';

const LANES = 12;

/** The line is where the row stood in what the person pasted: outcomes are told by it. */
const encode = ({ cid, alias, line }: PairRow) => `${cid}\t${alias}\t${line}`;
const decode = (text: string): PairRow => {
  const [cid = '', alias = '', line = ''] = text.split('\t');
  return { cid, alias, line: Number(line) };
};
const cells = ({ cid, alias, line }: PairRow) => [String(line), cid, alias];
const columns = [{ id: 'line' }, { id: 'cid' }, { id: 'alias', secret: 'alias:reveal' }] as const;
const confirmed = (rows: readonly Pair[]): Outcome[] => rows.map(() => 'confirmed');

/** Reads the alias of each cid and judges it; a row that cannot be read is `unreadable`, never an error. */
async function readEach(
  upstream: Getui,
  rows: readonly Pair[],
  asIntended: (alias: string | null, row: Pair) => boolean,
  options: CallOptions,
): Promise<ReadBack[]> {
  return inLanes(rows, LANES, async (row) => {
    try {
      return asIntended(await upstream.aliases.byCid(row.cid, options), row) ? 'as-intended' : 'differs';
    } catch (error) {
      if (error instanceof GetuiError) return 'unreadable';
      throw error;
    }
  });
}

/** The alias each cid holds now: what a row would replace. */
export const currentAliases = async (
  upstream: Getui,
  rows: readonly Pair[],
  _params: unknown,
  options: CallOptions,
): Promise<{ before: string | null; goes: boolean }[]> =>
  inLanes(rows, LANES, async ({ cid }) => {
    try {
      return { before: (await upstream.aliases.byCid(cid, options)) ?? '', goes: true };
    } catch (error) {
      if (error instanceof GetuiError && error.kind === 'refused') return { before: null, goes: true };
      throw error;
    }
  });

const fact = (cid: string, value: string, state: Fact['state']): Fact => ({
  subject: cid,
  relation: 'alias',
  value,
  state,
  source: 'wrote',
});

/** A released pair as the ledger sees it; a pair whose end is unknown stays unknown. */
const released = ({ cid, alias }: Pair, outcome: Outcome): Fact[] =>
  outcome === 'rejected' ? [] : [fact(cid, alias, outcome === 'confirmed' ? 'released' : 'unknown')];

/** The row that looks whether a pair still is as the change left it. */
const toVerify =
  (holds: boolean) =>
  ({ cid, alias, line }: PairRow): VerifyRow => ({ cid, alias, holds, line });

export const bindAliases: ChangeKind<PairRow, Record<string, never>> = {
  id: 'alias.bind',
  permission: 'alias:write',
  effect: 'set',
  rowsPerCall: MAX_PAIRS,
  family: null,
  params: z.object({}),
  columns,
  cells,
  encode,
  decode,
  key: ({ cid }) => cid,
  current: currentAliases,
  async send(upstream, rows, _params, options) {
    await upstream.aliases.bind(rows, options);
    return confirmed(rows);
  },
  readBack: (upstream, rows, _params, options) =>
    readEach(upstream, rows, (alias, row) => alias === row.alias, options),
  facts({ cid, alias }, _params, outcome, readBack, before) {
    if (outcome === 'rejected') return [];
    if (outcome === 'unknown') return [fact(cid, alias, 'unknown')];
    const lost = before && before !== alias ? [fact(cid, before, 'released')] : [];
    if (readBack === 'differs') return [fact(cid, alias, 'unknown')];
    return [...lost, fact(cid, alias, readBack === 'as-intended' ? 'verified' : 'asserted')];
  },
  inverse: { kind: 'alias.restore', groups: RESTORE_GROUPS, row: undoBind },
  verification: { kind: 'alias.verify', row: toVerify(true) },
};

export const unbindAliases: ChangeKind<PairRow, Record<string, never>> = {
  id: 'alias.unbind',
  permission: 'alias:write',
  effect: 'set',
  rowsPerCall: MAX_PAIRS,
  family: null,
  params: z.object({}),
  columns,
  cells,
  encode,
  decode,
  key: ({ cid }) => cid,
  current: currentAliases,
  async send(upstream, rows, _params, options) {
    await upstream.aliases.unbind(rows, options);
    return confirmed(rows);
  },
  readBack: (upstream, rows, _params, options) =>
    readEach(upstream, rows, (alias, row) => alias !== row.alias, options),
  facts: (row, _params, outcome, readBack) => released(row, readBack === 'differs' ? 'unknown' : outcome),
  inverse: { kind: 'alias.restore', groups: RESTORE_GROUPS, row: undoUnbind },
  verification: { kind: 'alias.verify', row: toVerify(false) },
};

/** Takes an alias from every cid that holds it: one call on the alias, whose rows are the holders the preview showed. */
export const releaseAlias: ChangeKind<PairRow, { alias: string }> = {
  id: 'alias.release',
  permission: 'alias:write',
  effect: 'set',
  rowsPerCall: MAX_PAIRS,
  indivisible: true,
  family: null,
  params: z.object({ alias: z.string().min(1) }),
  columns,
  cells,
  encode,
  decode,
  key: ({ cid }) => cid,
  async recheck(upstream, rows, { alias }, options) {
    const holders = new Set(await upstream.aliases.byAlias(alias, options));
    return holders.size === rows.length && rows.every(({ cid }) => holders.has(cid));
  },
  async send(upstream, rows, { alias }, options) {
    await upstream.aliases.release(alias, options);
    return confirmed(rows);
  },
  async readBack(upstream, rows, { alias }, options) {
    const holders = new Set(await upstream.aliases.byAlias(alias, options));
    return rows.map(({ cid }) => (holders.has(cid) ? 'differs' : 'as-intended'));
  },
  facts: (row, _params, outcome, readBack) => released(row, readBack === 'differs' ? 'unknown' : outcome),
  inverse: { kind: 'alias.restore', groups: RESTORE_GROUPS, row: undoUnbind },
  verification: { kind: 'alias.verify', row: toVerify(false) },
};
