import type { Noted } from './rules';

/** A cid that is put on the list, and what the register notes of it. */
export type AddRow = Noted & { readonly cid: string; readonly line: number };
/** A cid that is taken off the list, or put on it again. */
export type CidRow = { readonly cid: string; readonly line: number };
/** A cid of which the register says again what it said before: on the list (`to`), or not on it (null). */
export type RestoreRow = CidRow & { readonly to: Noted | null; readonly from: Noted | null };
/** A cid that somebody says is on the list; `withdrawn`: says so no longer. */
export type DeclareRow = AddRow & { readonly withdrawn: boolean };

const ms = (text: string): number | null => (text === '' ? null : Number(text));
const encoded = ({ reason, ticket, expiresAt }: Noted): string => `${reason}\t${ticket}\t${expiresAt ?? ''}`;
const decoded = (reason = '', ticket = '', expires = ''): Noted => ({
  reason,
  ticket,
  expiresAt: ms(expires),
});

export const encodeAdd = (row: AddRow): string => `${row.cid}\t${encoded(row)}\t${row.line}`;
export function decodeAdd(text: string): AddRow {
  const [cid = '', reason, ticket, expires, line] = text.split('\t');
  return { cid, ...decoded(reason, ticket, expires), line: Number(line) };
}

export const encodeCid = ({ cid, line }: CidRow): string => `${cid}\t${line}`;
export function decodeCid(text: string): CidRow {
  const [cid = '', line] = text.split('\t');
  return { cid, line: Number(line) };
}

export const encodeDeclare = (row: DeclareRow): string => `${row.withdrawn ? '-' : '+'}\t${encodeAdd(row)}`;
export const decodeDeclare = (text: string): DeclareRow => ({
  ...decodeAdd(text.slice(2)),
  withdrawn: text.startsWith('-'),
});

const ABSENT = '-\t\t';
const noted = (one: Noted | null): string => (one ? `+${encoded(one)}` : ABSENT);
const notedFrom = (mark = '', ticket?: string, expires?: string): Noted | null =>
  mark.startsWith('+') ? decoded(mark.slice(1), ticket, expires) : null;

export const encodeRestore = ({ cid, to, from, line }: RestoreRow): string =>
  `${cid}\t${noted(to)}\t${noted(from)}\t${line}`;
export function decodeRestore(text: string): RestoreRow {
  const [cid = '', to, toTicket, toExpires, from, fromTicket, fromExpires, line] = text.split('\t');
  return {
    cid,
    to: notedFrom(to, toTicket, toExpires),
    from: notedFrom(from, fromTicket, fromExpires),
    line: Number(line),
  };
}
