import { z } from 'zod';
import type { ChangeKind } from '@/lib/changes/kind';
import { bindFacts, currentTokens, readBackTokens, sendTokens, TOKEN_COLUMNS, unbindFacts } from './kinds';
import { type RestoreRow, restoreLine, undoRestore, type VerifyRow } from './rows';
import { MAX_ROWS } from './rules';

/**
 * Undoing of a change of tokens: a call puts back or takes away tokens of one channel, of cids that still hold what the
 * change left there. Of mini programs that cannot be read, so their cids go as the ledger has them.
 */
export const restoreTokens: ChangeKind<RestoreRow, Record<string, never>> = {
  id: 'device-token.restore',
  permission: 'device-token:write',
  effect: 'set',
  rowsPerCall: MAX_ROWS,
  family: 'device-token',
  params: z.object({}),
  columns: [...TOKEN_COLUMNS, { id: 'expectedToken', secret: 'device-token:reveal' }],
  cells: ({ line, cid, channel, token, expected }) => [String(line), cid, channel, token, expected],
  ...restoreLine,
  key: ({ cid }) => cid,
  group: ({ channel }) => channel,
  expects: ({ expected }) => ({ relation: 'device-token', value: expected }),
  readsFirst: true,
  async current(upstream, rows, _params, options) {
    const found = await currentTokens(upstream, rows, options);
    return found.map(({ before }, i) => ({ before, goes: before === null || before === rows[i]?.expected }));
  },
  async send(upstream, rows, _params, options) {
    const [first] = rows;
    if (!first) return [];
    const given = rows.map(({ cid, op, token }) => ({ cid, token: op === 'bind' ? token : null }));
    return sendTokens(upstream, first.channel, given, options);
  },
  readBack: (upstream, rows, _params, options) =>
    readBackTokens(
      upstream,
      rows.map((row) => ({ ...row, holds: row.op === 'bind' })),
      options,
    ),
  facts: (row, _params, outcome, readBack, before) =>
    (row.op === 'bind' ? bindFacts : unbindFacts)(row, outcome, readBack, before),
  inverse: { kind: 'device-token.restore', row: undoRestore },
  verification: {
    kind: 'device-token.verify',
    row: ({ op, cid, channel, token, line }): VerifyRow => ({
      cid,
      channel,
      token,
      line,
      holds: op === 'bind',
    }),
  },
};
