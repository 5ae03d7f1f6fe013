import { joinTags, tagsOf } from './rules';

/** A cid and all the tags it shall have. */
export type ReplaceRow = { readonly cid: string; readonly tags: readonly string[]; readonly line: number };

export const encodeReplace = ({ cid, tags, line }: ReplaceRow): string =>
  `${cid}\t${joinTags(tags)}\t${line}`;
export function decodeReplace(text: string): ReplaceRow {
  const [cid = '', tags = '', line = ''] = text.split('\t');
  return { cid, tags: tagsOf(tags), line: Number(line) };
}

/** A cid with the tags it gets and those it loses; whatever else it has stays. */
export type PatchRow = {
  readonly cid: string;
  readonly add: readonly string[];
  readonly remove: readonly string[];
  readonly line: number;
};

export const encodePatch = ({ cid, add, remove, line }: PatchRow): string =>
  `${cid}\t${joinTags(add)}\t${joinTags(remove)}\t${line}`;
export function decodePatch(text: string): PatchRow {
  const [cid = '', add = '', remove = '', line = ''] = text.split('\t');
  return { cid, add: tagsOf(add), remove: tagsOf(remove), line: Number(line) };
}
