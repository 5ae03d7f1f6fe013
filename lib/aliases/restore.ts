import type { Pair, PairRow } from './rules';

/** A cid that gets an alias back (bind), or loses the one it was given (unbind). */
export type RestoreRow = Pair & {
  readonly op: 'bind' | 'unbind';
  /** What the change that is undone left there, empty for none: a cid that holds anything else is left alone. */
  readonly expected: string;
  readonly line: number;
};

/** What undoes a confirmed binding. `before`: the alias the cid had, empty for none, null when it was not read. */
export function undoBind(
  { cid, alias, line }: PairRow,
  before: string | null,
): RestoreRow | 'before-unknown' | null {
  if (before === null) return 'before-unknown';
  if (before === alias) return null;
  return before === ''
    ? { op: 'unbind', cid, alias, expected: alias, line }
    : { op: 'bind', cid, alias: before, expected: alias, line };
}

/** What undoes a confirmed unbinding: nothing, when the cid did not hold the alias that was taken from it. */
export function undoUnbind(
  { cid, alias, line }: PairRow,
  before: string | null,
): RestoreRow | 'before-unknown' | null {
  if (before === null) return 'before-unknown';
  return before === alias ? { op: 'bind', cid, alias, expected: '', line } : null;
}

/** What undoes a confirmed restoring: it was sent only because the cid held what it expected. */
export function undoRestore({ op, cid, alias, expected, line }: RestoreRow): RestoreRow {
  if (op === 'unbind') return { op: 'bind', cid, alias, expected: '', line };
  return expected === ''
    ? { op: 'unbind', cid, alias, expected: alias, line }
    : { op: 'bind', cid, alias: expected, expected: alias, line };
}

/** The groups of restoring in the order of sending: taking away makes room for giving back. */
export const RESTORE_GROUPS = ['unbind', 'bind'] as const;
