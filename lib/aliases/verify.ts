import type { Pair } from './rules';

/** A cid that should hold an alias, or should not, because a change said so. */
export type VerifyRow = Pair & { readonly holds: boolean; readonly line: number };
