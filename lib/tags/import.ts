import 'server-only';
import type { CallOptions } from '@/lib/changes/kind';
import { cidRule } from '@/lib/core/cid';
import type { Getui } from '@/lib/getui/client';
import type { ImportField, ImportSpec, Judged } from '@/lib/imports/spec';
import { addTags, removeTags } from './kinds';
import type { RemoveParams } from './params';
import { readTags } from './reading';
import { patchTags, replaceTags } from './replace-kind';
import type { TagRow } from './rows';
import { joinTags, roomRule, sameTags, splitTags, tagRule, tagsRule } from './rules';
import { knownTags } from './server/known';
import type { PatchRow, ReplaceRow } from './tags-rows';

export const CID_FIELD: ImportField = {
  id: 'cid',
  names: ['cid', 'clientid', 'client_id', '个推cid', '客户端id', '客户端标识', '设备cid', '推送id'],
  pattern: /^[0-9a-f]{32}$/,
};
export const tagField = (id: 'tag' | 'tags'): ImportField => ({
  id,
  names: ['tag', 'tags', '标签', '标签名', '用户标签', 'custom_tag', 'label', 'labels', '分组'],
});

/** Cids the upstream knows, and the tags of those. One read a cid; `tick` tells of each. */
export async function readKnown(
  upstream: Getui,
  cids: readonly string[],
  options: CallOptions,
  tick: (done: number, total: number) => void,
): Promise<Map<string, ReadonlySet<string>>> {
  const asked = [...new Set(cids)];
  tick(0, asked.length);
  const { valid } = asked.length > 0 ? await upstream.users.detail(asked, options) : { valid: new Map() };
  const known = asked.filter((cid) => valid.has(cid));
  let done = asked.length - known.length;
  return readTags(upstream, known, options, () => tick(++done, asked.length));
}

const UNKNOWN: Judged = { verdict: 'malformed', detail: 'cid:cid-unknown' };

/** What adding would do; tags that rows before it add count as there. */
function judgeAdds(rows: readonly TagRow[], found: ReadonlyMap<string, ReadonlySet<string>>): Judged[] {
  const after = new Map([...found].map(([cid, tags]) => [cid, new Set(tags)]));
  return rows.map(({ cid, tag }) => {
    const tags = after.get(cid);
    if (!tags) return UNKNOWN;
    if (found.get(cid)?.has(tag)) return { verdict: 'no-change', detail: 'has-tag' };
    const rule = roomRule([...tags, tag]);
    if (rule && !tags.has(tag)) return { verdict: 'malformed', detail: `tag:${rule}` };
    tags.add(tag);
    return { verdict: 'valid', before: '' };
  });
}

function judgeRemovals(
  rows: readonly TagRow[],
  found: ReadonlyMap<string, ReadonlySet<string>>,
  clears: boolean,
): Judged<TagRow>[] {
  return rows.map((row) => {
    const tags = found.get(row.cid);
    if (!tags) return UNKNOWN;
    if (!clears)
      return tags.has(row.tag)
        ? { verdict: 'valid', before: row.tag }
        : { verdict: 'no-change', detail: 'not-tagged' };
    if (tags.size === 0) return { verdict: 'no-change', detail: 'no-tags' };
    return { verdict: 'valid', before: null, rows: eachTag(row, tags) };
  });
}

const eachTag = (row: TagRow, tags: Iterable<string>) =>
  [...tags].map((tag) => ({ row: { ...row, tag }, before: tag }));

/** Files of cids and tags: pairs, several tags in a cell, or cids only with the tag of the params. */
function pairs(kind: typeof addTags | typeof removeTags): ImportSpec<TagRow, RemoveParams> {
  const adds = kind === addTags;
  return {
    kind,
    fields: [CID_FIELD, { ...tagField('tag'), optional: true }],
    destructive: !adds,
    reads: { readFirst: 1, readBack: 1 },
    row([cid = '', cell = ''], line, { tag, clear }) {
      const wrong = cidRule(cid);
      if (wrong) return { rule: wrong, field: 'cid' };
      if (!adds && clear) return { row: { cid, tag: '', line } };
      const tags = tag === undefined ? splitTags(cell) : [tag];
      for (const one of tags.length > 0 ? tags : ['']) {
        const rule = tagRule(one);
        if (rule) return { rule, field: 'tag' };
      }
      return { rows: tags.map((one) => ({ cid, tag: one, line })) };
    },
    content: () => '',
    async ask(upstream, rows, options, tick, { clear = false }) {
      const cids = rows.map(({ cid }) => cid);
      const found = await readKnown(upstream, cids, options, tick);
      return adds ? judgeAdds(rows, found) : judgeRemovals(rows, found, clear);
    },
    /** Others write tags too, so the ledger keeps no row from being sent; only what to clear is asked of it. */
    async held(db, appId, { clear = false }) {
      if (adds || !clear) return null;
      return async (rows) => {
        const known = await knownTags(db, appId, [...new Set(rows.map(({ cid }) => cid))]);
        return rows.map((row): Judged<TagRow> => {
          const tags = known.get(row.cid);
          if (!tags?.length) return { verdict: 'no-change', detail: 'none-known' };
          return { verdict: 'valid', before: null, rows: eachTag(row, tags) };
        });
      };
    },
  };
}

/** Files of cids and all the tags each shall have; a cid stands in one row. */
export const importTagReplacements: ImportSpec<ReplaceRow> = {
  kind: replaceTags,
  fields: [CID_FIELD, tagField('tags')],
  destructive: true,
  reads: { readFirst: 1, readBack: 1 },
  row([cid = '', cell = ''], line) {
    const wrong = cidRule(cid);
    if (wrong) return { rule: wrong, field: 'cid' };
    const tags = splitTags(cell);
    const rule = tagsRule(tags);
    return rule ? { rule, field: 'tags' } : { row: { cid, tags, line } };
  },
  content: ({ tags }) => joinTags([...tags].sort()),
  twice: { rule: 'cid-twice', field: 'cid' },
  async ask(upstream, rows, options, tick) {
    const cids = rows.map(({ cid }) => cid);
    const found = await readKnown(upstream, cids, options, tick);
    return rows.map(({ cid, tags }): Judged => {
      const now = found.get(cid);
      if (!now) return UNKNOWN;
      if (sameTags([...now], tags)) return { verdict: 'no-change', detail: 'same-tags' };
      return { verdict: 'valid', before: joinTags([...now]) };
    });
  },
  held: async () => null,
};

/** Shows drafts that were turned from tags into users; files are not read as such. */
export const importTagPatches: ImportSpec<PatchRow, unknown> = {
  kind: patchTags,
  fields: [CID_FIELD, tagField('tags')],
  destructive: false,
  reads: { readFirst: 1, readBack: 1 },
  row([cid = '', cell = ''], line) {
    const wrong = cidRule(cid);
    if (wrong) return { rule: wrong, field: 'cid' };
    const add = splitTags(cell);
    const rule = tagsRule(add);
    return rule ? { rule, field: 'tags' } : { row: { cid, add, remove: [], line } };
  },
  content: ({ add, remove }) => `${joinTags(add)}\t${joinTags(remove)}`,
  twice: { rule: 'cid-twice', field: 'cid' },
  ask: async (_upstream, rows) => rows.map((): Judged => ({ verdict: 'valid', before: null })),
  held: async () => null,
};

export const importTagAdds = pairs(addTags);
export const importTagRemovals = pairs(removeTags);
