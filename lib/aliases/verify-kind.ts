import type { ChangeKind, RowAnswer } from '@/lib/changes/kind';
import { type VerificationParams, verificationParams } from '@/lib/changes/verification';
import { inLanes } from '@/lib/core/chunk';
import { GetuiError } from '@/lib/getui/errors';
import type { VerifyRow } from './verify';

const LANES = 12;
/** One read a row; a chunk is what is read again when the process dies. */
const ROWS_AT_ONCE = 50;
const NOT = '≠ ';

/**
 * Compares what changes said with what the upstream says, cid by cid. It only reads: a row is confirmed once it was read,
 * and its read-back tells whether it was found as it should be. The ledger learns what was found.
 */
export const verifyAliases: ChangeKind<VerifyRow, VerificationParams> = {
  id: 'alias.verify',
  permission: 'alias:write',
  effect: 'set',
  rowsPerCall: ROWS_AT_ONCE,
  family: null,
  params: verificationParams,
  columns: [{ id: 'line' }, { id: 'cid' }, { id: 'alias', secret: 'alias:reveal' }],
  cells: ({ cid, alias, holds, line }) => [String(line), cid, holds ? alias : `${NOT}${alias}`],
  encode: ({ cid, alias, holds, line }) => `${holds ? 1 : 0}\t${cid}\t${alias}\t${line}`,
  decode(text) {
    const [holds, cid = '', alias = '', line = ''] = text.split('\t');
    return { cid, alias, holds: holds === '1', line: Number(line) };
  },
  key: ({ cid }) => cid,
  send: (upstream, rows, _params, options) =>
    inLanes(rows, LANES, async ({ cid, alias, holds }): Promise<RowAnswer> => {
      try {
        const found = await upstream.aliases.byCid(cid, options);
        const readBack = (found === alias) === holds ? 'as-intended' : 'differs';
        return { outcome: 'confirmed', code: null, message: null, readBack, before: found ?? '' };
      } catch (error) {
        // The upstream does not answer for this cid; anything else concerns all rows.
        if (!(error instanceof GetuiError) || !['refused', 'usage', 'too-long'].includes(error.kind))
          throw error;
        return { outcome: 'rejected', code: error.code, message: error.msg, readBack: 'unreadable' };
      }
    }),
  facts: ({ cid }, _params, outcome, _readBack, before) =>
    outcome === 'confirmed'
      ? [{ subject: cid, relation: 'alias', value: before, state: 'verified', source: 'read' }]
      : [],
};
