import type { ChangeKind, RowAnswer } from '@/lib/changes/kind';
import { type VerificationParams, verificationParams } from '@/lib/changes/verification';
import { systemClock } from '@/lib/core/clock';
import { readTags } from './reading';
import { slotOfTag, type TagCheckRow } from './rows';

/** One read a row; a chunk is what is read again when the process dies. */
const ROWS_AT_ONCE = 50;
/** A tag that does not show may be settling still: it is looked for once more. */
const SECOND_LOOK_MS = 2_000;
const NOT = '≠ ';

/**
 * Compares what changes said of tags with what the upstream says. It only reads: a row is confirmed once it was read, and
 * its read-back tells whether it was found as it should be. The ledger learns what was found.
 */
export const verifyTags: ChangeKind<TagCheckRow, VerificationParams> = {
  id: 'tag.verify',
  permission: 'tag:write',
  effect: 'set',
  rowsPerCall: ROWS_AT_ONCE,
  family: null,
  params: verificationParams,
  columns: [{ id: 'line' }, { id: 'cid' }, { id: 'tag' }],
  cells: ({ cid, tag, holds, line }) => [String(line), cid, holds ? tag : `${NOT}${tag}`],
  encode: ({ cid, tag, holds, line }) => `${holds ? 1 : 0}\t${cid}\t${tag}\t${line}`,
  decode(text) {
    const [holds, cid = '', tag = '', line = ''] = text.split('\t');
    return { cid, tag, holds: holds === '1', line: Number(line) };
  },
  key: ({ cid }) => cid,
  slot: slotOfTag,
  async send(upstream, rows, _params, options) {
    const cids = rows.map(({ cid }) => cid);
    const found = new Map(await readTags(upstream, cids, options));
    const late = rows.filter(({ cid, tag, holds }) => {
      const tags = found.get(cid);
      return tags !== undefined && tags.has(tag) !== holds;
    });
    if (late.length > 0) {
      await systemClock.sleep(SECOND_LOOK_MS, options.signal);
      const again = late.map(({ cid }) => cid);
      for (const [cid, tags] of await readTags(upstream, again, options)) found.set(cid, tags);
    }
    return rows.map(({ cid, tag, holds }): RowAnswer => {
      const tags = found.get(cid);
      if (!tags) return { outcome: 'rejected', code: null, message: null, readBack: 'unreadable' };
      const readBack = tags.has(tag) === holds ? 'as-intended' : 'differs';
      return {
        outcome: 'confirmed',
        code: null,
        message: null,
        readBack,
        before: tags.has(tag) ? tag : '',
      };
    });
  },
  facts: ({ cid, tag }, _params, outcome, _readBack, before) =>
    outcome === 'confirmed'
      ? [
          {
            subject: cid,
            relation: 'tag',
            value: tag,
            state: before === tag ? 'verified' : 'released',
            source: 'read',
          },
        ]
      : [],
};
