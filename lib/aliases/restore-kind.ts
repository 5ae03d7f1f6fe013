import { z } from 'zod';
import type { ChangeKind } from '@/lib/changes/kind';
import { bindAliases, currentAliases, unbindAliases } from './kinds';
import { RESTORE_GROUPS, type RestoreRow, undoRestore } from './restore';
import { MAX_PAIRS } from './rules';
import type { VerifyRow } from './verify';

const kindOf = ({ op }: Pick<RestoreRow, 'op'>) => (op === 'bind' ? bindAliases : unbindAliases);

/** Undoing of a change of aliases: a call binds or unbinds, and only cids that still hold what the change left there. */
export const restoreAliases: ChangeKind<RestoreRow, Record<string, never>> = {
  id: 'alias.restore',
  permission: 'alias:write',
  effect: 'set',
  rowsPerCall: MAX_PAIRS,
  family: null,
  params: z.object({}),
  columns: [
    { id: 'line' },
    { id: 'cid' },
    { id: 'alias', secret: 'alias:reveal' },
    { id: 'expected', secret: 'alias:reveal' },
  ],
  cells: ({ op, cid, alias, expected, line }) => [String(line), cid, op === 'bind' ? alias : '', expected],
  encode: ({ op, cid, alias, expected, line }) => `${op}\t${cid}\t${alias}\t${expected}\t${line}`,
  decode(text) {
    const [op = '', cid = '', alias = '', expected = '', line = ''] = text.split('\t');
    return { op: op === 'bind' ? 'bind' : 'unbind', cid, alias, expected, line: Number(line) };
  },
  key: ({ cid }) => cid,
  group: ({ op }) => op,
  expects: ({ expected }) => ({ relation: 'alias', value: expected }),
  readsFirst: true,
  async current(upstream, rows, _params, options) {
    const found = await currentAliases(upstream, rows, {}, options);
    return found.map(({ before }, i) => ({ before, goes: before === rows[i]?.expected }));
  },
  async send(upstream, rows, _params, options) {
    const [first] = rows;
    return first ? kindOf(first).send(upstream, rows, {}, options) : [];
  },
  async readBack(upstream, rows, _params, options) {
    const [first] = rows;
    return (first && (await kindOf(first).readBack?.(upstream, rows, {}, options))) ?? [];
  },
  facts: (row, _params, outcome, readBack, before) => kindOf(row).facts(row, {}, outcome, readBack, before),
  inverse: { kind: 'alias.restore', groups: RESTORE_GROUPS, row: undoRestore },
  verification: {
    kind: 'alias.verify',
    row: ({ op, cid, alias, line }): VerifyRow => ({ cid, alias, holds: op === 'bind', line }),
  },
};
