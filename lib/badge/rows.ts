/** An iOS user whose badge is changed. */
export type BadgeRow = { readonly cid: string; readonly line: number };
/** One whose badge is put back to a number that was known. */
export type RestoreRow = BadgeRow & { readonly value: string };

export const encodeBadge = ({ cid, line }: BadgeRow): string => `${cid}\t${line}`;
export function decodeBadge(text: string): BadgeRow {
  const [cid = '', line] = text.split('\t');
  return { cid, line: Number(line) };
}

export const encodeRestore = ({ cid, value, line }: RestoreRow): string => `${cid}\t${value}\t${line}`;
export function decodeRestore(text: string): RestoreRow {
  const [cid = '', value = '', line] = text.split('\t');
  return { cid, value, line: Number(line) };
}
