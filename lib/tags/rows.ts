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

/** A tag that a cid should hold, or should not, because a change said so. */
export type TagCheckRow = TagRow & { readonly holds: boolean };

/** What tells rows of one cid apart: tags neither hinder nor overtake one another. */
export const slotOfTag = ({ cid, tag }: { cid: string; tag: string }): string => `${cid} ${tag}`;
