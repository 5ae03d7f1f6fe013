import type { ChangeKind, RowAnswer } from '@/lib/changes/kind';
import { type VerificationParams, verificationParams } from '@/lib/changes/verification';
import { TOKEN_COLUMNS } from './kinds';
import { type VerifyRow, verifyLine } from './rows';
import { kept } from './rules';
import { compared, heldIn, lookAt } from './seen';

/** One call of the detail page; the client cuts longer addresses anyway. */
const ROWS_AT_ONCE = 200;
const NOT = '≠ ';

/**
 * Compares what changes of tokens said with what the details of their users say. It only reads. A row of which the answer
 * tells nothing, such as any of a mini program, is unknown.
 */
export const verifyTokens: ChangeKind<VerifyRow, VerificationParams> = {
  id: 'device-token.verify',
  permission: 'device-token:write',
  effect: 'set',
  rowsPerCall: ROWS_AT_ONCE,
  family: null,
  params: verificationParams,
  columns: TOKEN_COLUMNS,
  cells: ({ line, cid, channel, token, holds }) => [
    String(line),
    cid,
    holds ? channel : `${NOT}${channel}`,
    token,
  ],
  ...verifyLine,
  key: ({ cid }) => cid,
  async send(upstream, rows, _params, options) {
    const seen = await lookAt(
      upstream,
      rows.map(({ cid }) => cid),
      options,
    );
    return rows.map((row): RowAnswer => {
      const found = seen.get(row.cid) ?? 'unknown';
      const readBack = compared(row, row.holds, found);
      const outcome = readBack === 'unreadable' ? 'unknown' : 'confirmed';
      const before = readBack === 'as-intended' && row.holds ? kept(row.channel, row.token) : undefined;
      const value = found === 'unknown' ? null : heldIn(found);
      return { outcome, code: null, message: null, readBack, before: before ?? value ?? '' };
    });
  },
  facts: ({ cid }, _params, outcome, readBack, before) =>
    outcome === 'confirmed' && (before !== '' || readBack === 'as-intended')
      ? [{ subject: cid, relation: 'device-token', value: before, state: 'verified', source: 'read' }]
      : [],
};
