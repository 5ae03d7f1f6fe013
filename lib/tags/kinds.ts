import type { ChangeKind } from '@/lib/changes/kind';
import { batchFacts, heldTags, readBatchBack, sendBatch } from './batch';
import { type AddParams, addParams, type RemoveParams, removeParams } from './params';
import { decodeTag, type EditRow, encodeTag, slotOfTag, type TagRow } from './rows';
import { CIDS_PER_CALL } from './rules';
import { keepBatch } from './server/keep';

const shared = {
  permission: 'tag:write',
  effect: 'set',
  rowsPerCall: CIDS_PER_CALL,
  family: 'tag-batch',
  columns: [{ id: 'line' }, { id: 'cid' }, { id: 'tag' }],
  cells: ({ cid, tag, line }: TagRow) => [String(line), cid, tag],
  encode: encodeTag,
  decode: decodeTag,
  key: ({ cid }: TagRow) => cid,
  slot: slotOfTag,
  group: ({ tag }: TagRow) => tag,
} as const;

/** Puts back what a row changed; nothing where the cid had it so before. */
const undo =
  (op: EditRow['op'], changed: (before: string) => boolean) =>
  (row: TagRow, before: string | null): EditRow | 'before-unknown' | null => {
    if (before === null) return 'before-unknown';
    return changed(before) ? { ...row, op } : null;
  };

/** Adds tags to users, one tag and up to 1000 cids a call (PUT custom_tag/batch). */
export const addTags: ChangeKind<TagRow, AddParams> = {
  ...shared,
  id: 'tag.add',
  params: addParams,
  current: (upstream, rows, _params, options) => heldTags(upstream, rows, options),
  send: (upstream, rows, _params, options) => sendBatch(upstream, 'add', rows, options),
  readBack: (upstream, rows, _params, options) => readBatchBack(upstream, 'add', rows, options),
  facts: (row, _params, outcome, readBack) => batchFacts('add', row, outcome, readBack),
  keep: (tx, settled, _params, from) =>
    keepBatch(
      tx,
      settled.map((one) => ({ ...one, op: 'add' })),
      from,
    ),
  inverse: { kind: 'tag.edit', row: undo('remove', (before) => before === '') },
  verification: { kind: 'tag.verify', row: ({ cid, tag, line }) => ({ cid, has: [tag], lacks: [], line }) },
};

/** Takes tags from users, one tag and up to 1000 cids a call (DELETE custom_tag/batch). */
export const removeTags: ChangeKind<TagRow, RemoveParams> = {
  ...shared,
  id: 'tag.remove',
  params: removeParams,
  current: (upstream, rows, _params, options) => heldTags(upstream, rows, options),
  send: (upstream, rows, _params, options) => sendBatch(upstream, 'remove', rows, options),
  readBack: (upstream, rows, _params, options) => readBatchBack(upstream, 'remove', rows, options),
  facts: (row, _params, outcome, readBack) => batchFacts('remove', row, outcome, readBack),
  keep: (tx, settled, _params, from) =>
    keepBatch(
      tx,
      settled.map((one) => ({ ...one, op: 'remove' })),
      from,
    ),
  inverse: { kind: 'tag.edit', row: undo('add', (before) => before !== '') },
  verification: { kind: 'tag.verify', row: ({ cid, tag, line }) => ({ cid, has: [], lacks: [tag], line }) },
};
