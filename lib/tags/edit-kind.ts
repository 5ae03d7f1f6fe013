import { z } from 'zod';
import type { CallOptions, ChangeKind } from '@/lib/changes/kind';
import { systemClock } from '@/lib/core/clock';
import type { Getui } from '@/lib/getui/client';
import { batchFacts, readBatchBack, sendBatch } from './batch';
import { readTags } from './reading';
import { decodeEdit, type EditRow, encodeEdit, slotOfTag } from './rows';
import { CIDS_PER_CALL } from './rules';
import { handOn, keepBatch } from './server/keep';

export const editParams = z.object({
  /** Tags that are retired once they were taken from everybody. */
  retires: z.array(z.string()).max(100).optional(),
  /** The tag that takes their place. */
  into: z.string().optional(),
});
export type EditParams = z.infer<typeof editParams>;

const undone = ({ op }: EditRow): EditRow['op'] => (op === 'add' ? 'remove' : 'add');

/** Pauses before the tags that rows need are looked for again: they were added a moment ago, and show with a delay. */
const PAUSES_MS = [500, 1_000, 2_000, 4_000];

async function readPatiently(
  upstream: Getui,
  rows: readonly EditRow[],
  options: CallOptions,
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const found = new Map<string, ReadonlySet<string>>();
  let missing = rows;
  for (const pauseMs of [0, ...PAUSES_MS]) {
    if (missing.length === 0) break;
    if (pauseMs > 0) await systemClock.sleep(pauseMs, options.signal);
    const cids = missing.map(({ cid }) => cid);
    for (const [cid, tags] of await readTags(upstream, cids, options)) found.set(cid, tags);
    missing = missing.filter(({ cid, needs }) => needs && found.get(cid)?.has(needs) === false);
  }
  return found;
}

/**
 * Adds some tags and takes others away: edits of one user, undoing, renaming and merging. A call does one thing with one
 * tag. A row that `needs` another tag is read first and stays away until that tag is there.
 */
export const editTags: ChangeKind<EditRow, EditParams> = {
  id: 'tag.edit',
  permission: 'tag:write',
  effect: 'set',
  rowsPerCall: CIDS_PER_CALL,
  family: 'tag-batch',
  params: editParams,
  columns: [{ id: 'line' }, { id: 'cid' }, { id: 'op' }, { id: 'tag' }],
  cells: ({ op, cid, tag, line }) => [String(line), cid, op === 'add' ? '+' : '−', tag],
  encode: encodeEdit,
  decode: decodeEdit,
  key: ({ cid }) => cid,
  slot: slotOfTag,
  group: ({ op, tag }) => `${op} ${tag}`,
  expects: ({ op, tag }) => ({ relation: 'tag', value: tag, holds: op === 'remove' }),
  readsFirst: true,
  async current(upstream, rows, _params, options, planned) {
    const asked = rows.filter(({ needs }, i) => needs || planned[i] == null);
    const found = await readPatiently(upstream, asked, options);
    return rows.map(({ cid, tag, needs }) => {
      const tags = found.get(cid);
      const before = tags ? (tags.has(tag) ? tag : '') : null;
      return !needs || tags?.has(needs) ? { before, goes: true } : { before, goes: false, why: 'awaited' };
    });
  },
  send: (upstream, rows, _params, options) => sendBatch(upstream, rows[0]?.op ?? 'add', rows, options),
  readBack: (upstream, rows, _params, options) =>
    readBatchBack(upstream, rows[0]?.op ?? 'add', rows, options),
  facts: (row, _params, outcome, readBack) => batchFacts(row.op, row, outcome, readBack),
  async keep(tx, settled, { retires = [], into }, from) {
    const rows = settled.map((one) => ({ ...one, op: one.row.op }));
    await keepBatch(tx, rows, from, retires);
    if (into !== undefined && retires[0]) await handOn(tx, from.appId, retires[0], into);
  },
  inverse: {
    kind: 'tag.edit',
    row({ needs: _, ...row }, before) {
      if (before === null) return 'before-unknown';
      return (before === '') === (row.op === 'add') ? { ...row, op: undone(row) } : null;
    },
  },
  verification: {
    kind: 'tag.verify',
    row: ({ op, cid, tag, line }) => ({
      cid,
      has: op === 'add' ? [tag] : [],
      lacks: op === 'add' ? [] : [tag],
      line,
    }),
  },
};
