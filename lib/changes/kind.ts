import type { z } from 'zod';
import type { Permission } from '@/lib/auth/permissions';
import type { Getui } from '@/lib/getui/client';
import type { Fact } from '@/lib/ledger/facts';

/** What became of a row: confirmed by the upstream, refused by it, or not known. */
export type Outcome = 'confirmed' | 'rejected' | 'unknown';
/** What reading back found: as intended, otherwise, not readable, or not read. */
export type ReadBack = 'as-intended' | 'differs' | 'unreadable' | 'not-read';

export const OUTCOME_LETTER = { confirmed: 'c', rejected: 'r', unknown: 'u' } as const;
export const READ_BACK_LETTER = {
  'as-intended': 'v',
  differs: 'd',
  unreadable: 'e',
  'not-read': '-',
} as const;

const invert = <K extends string, V extends string>(map: Record<K, V>) =>
  Object.fromEntries(Object.entries(map).map(([k, v]) => [v, k])) as Record<V, K>;
export const OUTCOME_OF = invert(OUTCOME_LETTER);
export const READ_BACK_OF = invert(READ_BACK_LETTER);

export type CallOptions = { requestId: string; signal?: AbortSignal };

/**
 * One kind of change. The engine, audit, ledger, screens and exports come with it.
 * Rows travel and are stored as one line of text each; a chunk is one upstream call.
 */
export type ChangeKind<Row = unknown, Params = unknown> = {
  /** `noun.verb`, also the audit action. */
  readonly id: string;
  readonly permission: Permission;
  /** set: reading back can decide an unknown row, and doing it again is harmless; add and create: neither. */
  readonly effect: 'set' | 'add' | 'create';
  /** Rows of one upstream call; a number from the vendor's page. */
  readonly rowsPerCall: number;
  readonly params: z.ZodType<Params>;
  /** Columns of a row for lists and exports; a column with `secret` is masked for roles without that permission. */
  readonly columns: readonly { readonly id: string; readonly secret?: Permission }[];
  cells(row: Row): readonly string[];
  encode(row: Row): string;
  decode(line: string): Row;
  /** False when what the preview showed no longer holds; asked right before sending. */
  recheck?(upstream: Getui, rows: readonly Row[], params: Params, options: CallOptions): Promise<boolean>;
  /** One upstream call. Resolves with what became of each row; throws GetuiError when the call as a whole failed. */
  send(
    upstream: Getui,
    rows: readonly Row[],
    params: Params,
    options: CallOptions,
  ): Promise<readonly Outcome[]>;
  /** Reads the rows back, in order. Never throws for a row that cannot be read. */
  readBack?(
    upstream: Getui,
    rows: readonly Row[],
    params: Params,
    options: CallOptions,
  ): Promise<readonly ReadBack[]>;
  /** What the ledger learns of a row. `before` is what it replaced, when the preview could tell. */
  facts(row: Row, params: Params, outcome: Outcome, readBack: ReadBack, before: string): readonly Fact[];
};

/** Any kind, for lists of kinds: rows and params are checked by the kind itself. */
// biome-ignore lint/suspicious/noExplicitAny: a list of kinds holds kinds of different rows
export type AnyKind = ChangeKind<any, any>;
