import { type Channel, kept, type Operation, parted } from './rules';

/** A cid that gets a token of a channel, or loses it (token empty). `line`: where it stood in what the person gave. */
export type TokenRow = {
  readonly cid: string;
  readonly channel: Channel;
  readonly token: string;
  readonly line: number;
};

/** A cid that gets a token back, or loses the one it was given, as the undoing of a change. */
export type RestoreRow = TokenRow & {
  readonly op: Operation;
  /** What the change left there, as the platform keeps it (`HW_token`), empty for none: anything else is left alone. */
  readonly expected: string;
};

/** A cid that should hold a token of a channel, or none of it, because a change said so. */
export type VerifyRow = TokenRow & { readonly holds: boolean };

const encoded = ({ cid, channel, token, line }: TokenRow) => `${cid}\t${channel}\t${token}\t${line}`;
const decoded = ([cid = '', channel = '', token = '', line = '']: readonly string[]): TokenRow => ({
  cid,
  channel: channel as Channel,
  token,
  line: Number(line),
});

/** Rows as lines of text and back; tokens hold no blanks. */
export const tokenLine = { encode: encoded, decode: (text: string) => decoded(text.split('\t')) };
export const restoreLine = {
  encode: (row: RestoreRow) => `${row.op}\t${row.expected}\t${encoded(row)}`,
  decode(text: string): RestoreRow {
    const [op, expected = '', ...rest] = text.split('\t');
    return { ...decoded(rest), op: op === 'bind' ? 'bind' : 'unbind', expected };
  },
};
export const verifyLine = {
  encode: (row: VerifyRow) => `${row.holds ? 1 : 0}\t${encoded(row)}`,
  decode(text: string): VerifyRow {
    const [holds, ...rest] = text.split('\t');
    return { ...decoded(rest), holds: holds === '1' };
  },
};

type Undo = RestoreRow | 'before-unknown' | null;

/** What undoes a confirmed binding. `before`: what the cid had, as it is kept; empty for none, null when it was not read. */
export function undoBind({ cid, channel, token, line }: TokenRow, before: string | null): Undo {
  if (before === null) return 'before-unknown';
  const expected = kept(channel, token);
  if (before === expected) return null;
  if (before === '') return { op: 'unbind', cid, channel, token: '', expected, line };
  const had = parted(before);
  return had ? { op: 'bind', cid, ...had, expected, line } : 'before-unknown';
}

/** What undoes a confirmed unbinding: the token that was taken, when it was read. */
export function undoUnbind({ cid, line }: TokenRow, before: string | null): Undo {
  if (before === null) return 'before-unknown';
  const had = parted(before);
  return had ? { op: 'bind', cid, ...had, expected: '', line } : null;
}

/** What undoes a confirmed restoring: it was sent only because the cid held what it expected. */
export function undoRestore({ op, cid, channel, token, expected, line }: RestoreRow): RestoreRow {
  const left = op === 'bind' ? kept(channel, token) : '';
  const had = parted(expected);
  return had
    ? { op: 'bind', cid, ...had, expected: left, line }
    : { op: 'unbind', cid, channel, token: '', expected: left, line };
}
