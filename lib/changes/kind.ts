import type { z } from 'zod';
import type { Permission } from '@/lib/auth/permissions';
import type { Tx } from '@/lib/db/client';
import type { Getui } from '@/lib/getui/client';
import type { QuotaFamily } from '@/lib/getui/endpoints';
import type { Relation } from '@/lib/ledger/codes';
import type { Fact, Provenance } from '@/lib/ledger/types';

/** What became of a row: confirmed by the upstream, refused by it, not known, or not sent on purpose. */
export type Outcome = 'confirmed' | 'rejected' | 'unknown' | 'skipped';
/** What reading back found: as intended, otherwise, not readable, or not read. */
export type ReadBack = 'as-intended' | 'differs' | 'unreadable' | 'not-read';

export const OUTCOME_LETTER = { confirmed: 'c', rejected: 'r', unknown: 'u', skipped: 'n' } as const;
export const READ_BACK_LETTER = {
  'as-intended': 'v',
  differs: 'd',
  unreadable: 'e',
  'not-read': '-',
} as const;
/** A row whose fate is still open, in the letters of a chunk. */
export const OPEN_LETTER = '.';

const invert = <K extends string, V extends string>(map: Record<K, V>) =>
  Object.fromEntries(Object.entries(map).map(([k, v]) => [v, k])) as Record<V, K>;
export const OUTCOME_OF = invert(OUTCOME_LETTER);
export const READ_BACK_OF = invert(READ_BACK_LETTER);

/** What one call said of one row, where it says anything of single rows. */
export type RowAnswer =
  | Outcome
  | {
      outcome: Outcome;
      code: number | null;
      message: string | null;
      readBack?: ReadBack;
      /**
       * What the call found at the row, where it is the call that looks; of a kind that creates: what it made, such as
       * ids. Takes the place of `before`.
       */
      before?: string;
    };

/** A row that was sent and has its outcome: confirmed or unknown. */
export type Kept<Row> = {
  readonly row: Row;
  readonly outcome: Outcome;
  readonly readBack: ReadBack;
  /** What it replaced, or made; null when nobody knows. */
  readonly before: string | null;
};

export type CallOptions = {
  requestId: string;
  signal?: AbortSignal;
  /** Milliseconds by the clock after which the call must no longer begin. */
  sendBefore?: number;
  /** The call has ended within so many milliseconds. */
  deadlineMs?: number;
  /** Called just before the first byte may leave. */
  onSent?: () => void;
  /** For a kind that `readsFirst`: what each row was found to replace right before this call. */
  found?: readonly (string | null)[];
};

/**
 * One kind of change. The engine, budgets, audit, ledger, screens, import, retry and exports come with it.
 * Rows travel and are stored as one line of text each; a chunk is one upstream call.
 */
export type ChangeKind<Row = unknown, Params = unknown> = {
  /** `noun.verb`, also the audit action. */
  readonly id: string;
  readonly permission: Permission;
  /** set: doing it again is harmless, so a lost answer is settled by reading back and sending again; add and create: never. */
  readonly effect: 'set' | 'add' | 'create';
  /** Nothing is sent: its calls are writes of our own tables. */
  readonly silent?: true;
  /** Most rows of one upstream call; a number from the vendor's page. */
  readonly rowsPerCall: number;
  /** All rows of a call are one request that cannot be made of fewer: what refuses it refuses each of them. */
  readonly indivisible?: boolean;
  /** The budget its calls draw on; null where the page states none. */
  readonly family: QuotaFamily | null;
  readonly params: z.ZodType<Params>;
  /** Params that everybody who sees changes may see, on the page of a change. */
  readonly openParams?: readonly string[];
  /** Columns of a row for lists and exports; a column with `secret` is masked for roles without that permission. */
  readonly columns: readonly { readonly id: string; readonly secret?: Permission }[];
  /** What rows replace is masked without it, where no column is as secret. */
  readonly secretBefore?: Permission;
  cells(row: Row): readonly string[];
  encode(row: Row): string;
  decode(line: string): Row;
  /** What rows are ordered by: two rows of one key are never in one call and never overtake each other. The cid. */
  key(row: Row): string;
  /**
   * Where rows of one key may overtake each other as long as they differ in this, such as tags of one cid: what rows of a
   * change are ordered by and told apart by instead. Rows of one slot are of one key and one group. Changes still wait for
   * one another by key.
   */
  slot?(row: Row): string;
  /** Rows of one call share this, such as the tag of a call that takes one tag. Absent: all rows are alike. */
  group?(row: Row): string;
  /** False when what the preview showed no longer holds; asked right before sending. */
  recheck?(upstream: Getui, rows: readonly Row[], params: Params, options: CallOptions): Promise<boolean>;
  /**
   * What each row replaces, in order, read right before sending; null where it cannot be read. `goes` false: somebody
   * changed the row since it was planned, so it is not sent (outcome skipped, failure `why`, else changed-since). `planned`: what the
   * preview, or an earlier look, found each row to replace; null where nothing was read.
   */
  current?(
    upstream: Getui,
    rows: readonly Row[],
    params: Params,
    options: CallOptions,
    planned: readonly (string | null)[],
  ): Promise<readonly { before: string | null; goes: boolean; why?: string }[]>;
  /** `current` is asked before every call, whatever the person chose; rows that do not go are left out. */
  readonly readsFirst?: boolean;
  /** A limit that the upstream names is the row's own (once a day for a cid): it refuses the row and holds up no other. */
  readonly limitedByRow?: boolean;
  /** One upstream call. Resolves with what became of each row; throws GetuiError when the call as a whole failed. */
  send(
    upstream: Getui,
    rows: readonly Row[],
    params: Params,
    options: CallOptions,
  ): Promise<readonly RowAnswer[]>;
  /** Reads the rows back, in order. Never throws for a row that cannot be read. */
  readBack?(
    upstream: Getui,
    rows: readonly Row[],
    params: Params,
    options: CallOptions,
  ): Promise<readonly ReadBack[]>;
  /** What the ledger learns of a row. `before` is what it replaced, when that could be told. */
  facts(row: Row, params: Params, outcome: Outcome, readBack: ReadBack, before: string): readonly Fact[];
  /**
   * What a desk writes down of its own, such as a register, of the rows of a chunk that may have taken effect. Runs in
   * the transaction that settles them, after the ledger; keep it to a few statements.
   */
  keep?(
    tx: Tx,
    settled: readonly Kept<Row>[],
    params: Params,
    from: Provenance & { readonly sentAt: Date },
  ): Promise<void>;
  /**
   * What the row's cid must hold for the row to go, so that a preview can ask the ledger whether it still does. In a
   * relation of sets `holds` false: it must not hold the value.
   */
  expects?(row: Row): { readonly relation: Relation; readonly value: string; readonly holds?: boolean };
  /**
   * Undoing: the kind that does it, and the row of that kind (or several) that puts back what a confirmed row replaced
   * (null or none: nothing to put back). `before` is null when it was never read; a row that needs it answers
   * `before-unknown` then. `groups`: groups of that kind, where the rows of one had better be sent before those of the next.
   */
  readonly inverse?: {
    readonly kind: string;
    readonly groups?: readonly string[];
    /** Params of the undoing; absent: it has none. */
    params?(params: Params): unknown;
    row(row: Row, before: string | null): unknown;
  };
  /** Comparing the ledger's word with the upstream: the kind that does it, and its row for a confirmed row. */
  readonly verification?: { readonly kind: string; row(row: Row): unknown };
};

/** Any kind, for lists of kinds: rows and params are checked by the kind itself. */
// biome-ignore lint/suspicious/noExplicitAny: a list of kinds holds kinds of different rows
export type AnyKind = ChangeKind<any, any>;

/** What the rows of one change are ordered by and told apart by. */
export const slotOfRow = (kind: AnyKind, row: unknown): string => kind.slot?.(row) ?? kind.key(row);
