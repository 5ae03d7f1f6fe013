import { z } from 'zod';
import type { CallOptions, ChangeKind, Outcome, ReadBack, RowAnswer } from '@/lib/changes/kind';
import type { Getui } from '@/lib/getui/client';
import type { Fact } from '@/lib/ledger/types';
import { lookForRows, readTags } from './reading';
import type { EditRow } from './rows';
import { compareTags, joinTags, patched, roomRule, sameTags, tagsOf } from './rules';
import { keepOverwrites } from './server/keep';
import {
  decodePatch,
  decodeReplace,
  encodePatch,
  encodeReplace,
  type PatchRow,
  type ReplaceRow,
} from './tags-rows';

/** One cid a call, once a day for each (POST custom_tag/cid: 单个cid每天只能修改一次); no budget beyond that. */
const overwriting = {
  permission: 'tag:write',
  effect: 'set',
  rowsPerCall: 1,
  family: null,
  params: z.object({}),
  key: ({ cid }: { cid: string }) => cid,
  readsFirst: true,
  limitedByRow: true,
} as const;

const patchParams = z.object({
  /** The draft of the same rows tag by tag. */
  of: z.string().optional(),
});
type PatchParams = z.infer<typeof patchParams>;

/** The tags each cid has now, as one text; null where it cannot be read. */
async function nowOf(
  upstream: Getui,
  rows: readonly { cid: string }[],
  options: CallOptions,
): Promise<(string | null)[]> {
  const cids = rows.map(({ cid }) => cid);
  const found = await readTags(upstream, cids, options);
  return cids.map((cid) => {
    const tags = found.get(cid);
    return tags ? joinTags([...tags]) : null;
  });
}

/** What the ledger learns of tags that were given to a cid and taken from it. */
function facts(
  cid: string,
  given: readonly string[],
  taken: readonly string[],
  outcome: Outcome,
  readBack: ReadBack,
): Fact[] {
  if (outcome === 'rejected') return [];
  const fact = (value: string, state: Fact['state']): Fact => ({
    subject: cid,
    relation: 'tag',
    value,
    state,
    source: 'wrote',
  });
  if (outcome !== 'confirmed') return [...given, ...taken].map((tag) => fact(tag, 'unknown'));
  const state = readBack === 'as-intended' ? 'verified' : 'asserted';
  return [...given.map((tag) => fact(tag, state)), ...taken.map((tag) => fact(tag, 'released'))];
}

/** Puts the tags back one by one: the overwriting of the day is used up. */
function undo(
  { cid, line }: { cid: string; line: number },
  before: string | null,
  after: readonly string[],
): readonly EditRow[] | 'before-unknown' {
  if (before === null) return 'before-unknown';
  const { added, removed } = compareTags(after, tagsOf(before));
  return [
    ...added.map((tag): EditRow => ({ op: 'add', cid, tag, line })),
    ...removed.map((tag): EditRow => ({ op: 'remove', cid, tag, line })),
  ];
}

/**
 * Replaces all tags of a user. What the preview saw is read again right before: a cid whose tags somebody changed
 * meanwhile is left alone. A lost answer is read back, since a second try the same day would only be refused.
 */
export const replaceTags: ChangeKind<ReplaceRow, Record<string, never>> = {
  ...overwriting,
  id: 'tag.replace',
  columns: [{ id: 'line' }, { id: 'cid' }, { id: 'tags' }],
  cells: ({ cid, tags, line }) => [String(line), cid, joinTags(tags)],
  encode: encodeReplace,
  decode: decodeReplace,
  async current(upstream, rows, _params, options, planned) {
    const now = await nowOf(upstream, rows, options);
    return now.map((before, i) => {
      const seen = planned[i];
      const goes = seen == null || before === null || sameTags(tagsOf(seen), tagsOf(before));
      return { before, goes };
    });
  },
  async send(upstream, rows, _params, options) {
    for (const { cid, tags } of rows) await upstream.tags.replace(cid, tags, options);
    return rows.map((): RowAnswer => 'confirmed');
  },
  readBack: (upstream, rows, _params, options) =>
    lookForRows(upstream, rows, (found, { tags }) => sameTags([...found], tags), options),
  facts: ({ cid, tags }, _params, outcome, readBack, before) =>
    facts(cid, tags, compareTags(tagsOf(before), tags).removed, outcome, readBack),
  keep: (tx, settled, _params, from) =>
    keepOverwrites(
      tx,
      settled.map((one) => ({ ...one, cid: one.row.cid, tags: one.row.tags })),
      from,
    ),
  inverse: { kind: 'tag.edit', row: (row, before) => undo(row, before, row.tags) },
  verification: {
    kind: 'tag.verify',
    row: ({ cid, tags, line }) => ({ cid, has: tags, lacks: [], only: true, line }),
  },
};

/**
 * Adds tags to a user and takes others away by overwriting what was read right before: one call a cid instead of one a
 * tag, where a file names many tags and few users. Tags that it does not name stay, whoever gave them.
 */
export const patchTags: ChangeKind<PatchRow, PatchParams> = {
  ...overwriting,
  id: 'tag.patch',
  params: patchParams,
  columns: [{ id: 'line' }, { id: 'cid' }, { id: 'tags' }],
  cells: ({ cid, add, remove, line }) => [
    String(line),
    cid,
    [...add.map((tag) => `+${tag}`), ...remove.map((tag) => `−${tag}`)].join(' '),
  ],
  encode: encodePatch,
  decode: decodePatch,
  async current(upstream, rows, _params, options) {
    const now = await nowOf(upstream, rows, options);
    return now.map((before) => ({ before, goes: true }));
  },
  async send(upstream, rows, _params, options) {
    const [row] = rows;
    const found = options.found?.[0];
    if (!row) return [];
    if (found == null) return [refused('unreadable')];
    const now = tagsOf(found);
    const after = patched(now, row);
    if (sameTags(now, after))
      return [{ outcome: 'confirmed', code: null, message: null, readBack: 'as-intended' }];
    const rule = after.length === 0 ? 'would-be-empty' : roomRule(after);
    if (rule) return [refused(rule)];
    await upstream.tags.replace(row.cid, after, options);
    return ['confirmed'];
  },
  readBack: (upstream, rows, _params, options) =>
    lookForRows(upstream, rows, (found, row) => sameTags([...found], patched([...found], row)), options),
  facts: ({ cid, add, remove }, _params, outcome, readBack) => facts(cid, add, remove, outcome, readBack),
  keep: (tx, settled, _params, from) =>
    keepOverwrites(
      tx,
      settled.map((one) => ({ ...one, cid: one.row.cid, tags: one.row.add })),
      from,
    ),
  inverse: {
    kind: 'tag.edit',
    row: (row, before) =>
      before === null ? 'before-unknown' : undo(row, before, patched(tagsOf(before), row)),
  },
  verification: {
    kind: 'tag.verify',
    row: ({ cid, add, remove, line }) => ({ cid, has: add, lacks: remove, line }),
  },
};

/** Not sent at all: what stands in the way, as the message of the row. */
const refused = (rule: string): RowAnswer => ({ outcome: 'rejected', code: null, message: rule });
