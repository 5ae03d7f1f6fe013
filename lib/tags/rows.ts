import { joinTags, tagsOf } from './rules';

/** Rows of the kinds of tag changes, and how each is one line of text. `line` is where a row stood in what was given. */

/** A cid and one tag. */
export type TagRow = { readonly cid: string; readonly tag: string; readonly line: number };

export const encodeTag = ({ cid, tag, line }: TagRow): string => `${cid}\t${tag}\t${line}`;
export function decodeTag(text: string): TagRow {
  const [cid = '', tag = '', line = ''] = text.split('\t');
  return { cid, tag, line: Number(line) };
}

/** A cid and one tag that is added or taken away. */
export type EditRow = TagRow & {
  readonly op: 'add' | 'remove';
  /** Goes only while the cid holds this tag: the old name of a tag is not taken away before the new one is there. */
  readonly needs?: string;
};

export const encodeEdit = ({ op, cid, tag, line, needs = '' }: EditRow): string =>
  `${op === 'add' ? '+' : '-'}\t${cid}\t${tag}\t${line}\t${needs}`;
export function decodeEdit(text: string): EditRow {
  const [op, cid = '', tag = '', line = '', needs = ''] = text.split('\t');
  return { op: op === '+' ? 'add' : 'remove', cid, tag, line: Number(line), ...(needs ? { needs } : {}) };
}

/** What a cid should hold and should not, because a change said so; `only`: nothing else either. */
export type TagCheckRow = {
  readonly cid: string;
  readonly has: readonly string[];
  readonly lacks: readonly string[];
  readonly only?: boolean;
  readonly line: number;
};

export const encodeCheck = ({ cid, has, lacks, only, line }: TagCheckRow): string =>
  [cid, joinTags(has), joinTags(lacks), only ? 1 : 0, line].join('\t');
export function decodeCheck(text: string): TagCheckRow {
  const [cid = '', has = '', lacks = '', only, line = ''] = text.split('\t');
  return { cid, has: tagsOf(has), lacks: tagsOf(lacks), only: only === '1', line: Number(line) };
}

/** Whether these tags are as the check says. */
export const passes = (tags: ReadonlySet<string>, { has, lacks, only }: TagCheckRow): boolean =>
  has.every((tag) => tags.has(tag)) &&
  !lacks.some((tag) => tags.has(tag)) &&
  (!only || tags.size === new Set(has).size);

/** What tells rows of one cid apart: tags neither hinder nor overtake one another. */
export const slotOfTag = ({ cid, tag }: { cid: string; tag: string }): string => `${cid} ${tag}`;
