import type { ChangeKind, RowAnswer } from '@/lib/changes/kind';
import { type VerificationParams, verificationParams } from '@/lib/changes/verification';
import { systemClock } from '@/lib/core/clock';
import { readTags } from './reading';
import { decodeCheck, encodeCheck, passes, type TagCheckRow } from './rows';
import { joinTags, tagsOf } from './rules';

/** One read a row; a chunk is what is read again when the process dies. */
const ROWS_AT_ONCE = 50;
/** A tag that does not show may be settling still: it is looked for once more. */
const SECOND_LOOK_MS = 2_000;
const NOT = '≠';
const EXACTLY = '=';

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
  columns: [{ id: 'line' }, { id: 'cid' }, { id: 'tags' }],
  cells: ({ cid, has, lacks, only, line }) => [
    String(line),
    cid,
    [only ? EXACTLY : '', ...has, ...lacks.map((tag) => `${NOT}${tag}`)].filter(Boolean).join(' '),
  ],
  encode: encodeCheck,
  decode: decodeCheck,
  key: ({ cid }) => cid,
  slot: (row) => encodeCheck({ ...row, line: 0 }),
  async send(upstream, rows, _params, options) {
    const cids = rows.map(({ cid }) => cid);
    const found = new Map(await readTags(upstream, cids, options));
    const late = rows.filter((row) => {
      const tags = found.get(row.cid);
      return tags !== undefined && !passes(tags, row);
    });
    if (late.length > 0) {
      await systemClock.sleep(SECOND_LOOK_MS, options.signal);
      const again = late.map(({ cid }) => cid);
      for (const [cid, tags] of await readTags(upstream, again, options)) found.set(cid, tags);
    }
    return rows.map((row): RowAnswer => {
      const tags = found.get(row.cid);
      if (!tags) return { outcome: 'rejected', code: null, message: null, readBack: 'unreadable' };
      const readBack = passes(tags, row) ? 'as-intended' : 'differs';
      return { outcome: 'confirmed', code: null, message: null, readBack, before: joinTags([...tags]) };
    });
  },
  facts({ cid, has, lacks, only }, _params, outcome, _readBack, before) {
    if (outcome !== 'confirmed') return [];
    const found = tagsOf(before);
    const asked = [...has, ...lacks, ...(only ? found : [])];
    return [...new Set(asked)].map((tag) => ({
      subject: cid,
      relation: 'tag',
      value: tag,
      state: found.includes(tag) ? 'verified' : 'released',
      source: 'read',
    }));
  },
};
