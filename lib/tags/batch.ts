import type { CallOptions, ReadBack, RowAnswer } from '@/lib/changes/kind';
import type { Getui } from '@/lib/getui/client';
import type { Fact } from '@/lib/ledger/types';
import { lookForRows, readTags } from './reading';
import type { TagRow } from './rows';

/** One call for rows of one tag. The upstream answers cid by cid: anything but "true" is a failure of that cid. */
export async function sendBatch(
  upstream: Getui,
  op: 'add' | 'remove',
  rows: readonly TagRow[],
  options: CallOptions,
): Promise<RowAnswer[]> {
  const [first] = rows;
  if (!first) return [];
  const cids = rows.map(({ cid }) => cid);
  const said = await upstream.tags[op](first.tag, cids, options);
  return cids.map((cid) => {
    const done = said.get(cid);
    if (done === undefined) return 'unknown';
    return done ? 'confirmed' : { outcome: 'rejected', code: null, message: 'false' };
  });
}

/** What each row replaces: its tag where the cid holds it, empty where not, null where the cid cannot be read. */
export async function heldTags(
  upstream: Getui,
  rows: readonly TagRow[],
  options: CallOptions,
): Promise<{ before: string | null; goes: boolean }[]> {
  const found = await readTags(
    upstream,
    rows.map(({ cid }) => cid),
    options,
  );
  return rows.map(({ cid, tag }) => {
    const tags = found.get(cid);
    return { before: tags ? (tags.has(tag) ? tag : '') : null, goes: true };
  });
}

export const readBatchBack = (
  upstream: Getui,
  op: 'add' | 'remove',
  rows: readonly TagRow[],
  options: CallOptions,
): Promise<ReadBack[]> =>
  lookForRows(upstream, rows, (tags, { tag }) => tags.has(tag) === (op === 'add'), options);

/** What the ledger learns: a tag that was bound is asserted until it has been read. */
export function batchFacts(
  op: 'add' | 'remove',
  { cid, tag }: TagRow,
  outcome: string,
  readBack: ReadBack,
): Fact[] {
  if (outcome === 'rejected') return [];
  const state =
    outcome !== 'confirmed'
      ? 'unknown'
      : op === 'remove'
        ? 'released'
        : readBack === 'as-intended'
          ? 'verified'
          : 'asserted';
  return [{ subject: cid, relation: 'tag', value: tag, state, source: 'wrote' }];
}
