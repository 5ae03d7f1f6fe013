import type { AnyKind, CallOptions } from '@/lib/changes/kind';
import type { Database } from '@/lib/db/client';
import type { Getui } from '@/lib/getui/client';

/** A column that a kind of change wants of a file. */
export type ImportField = {
  readonly id: string;
  /** What people call it in headings, in both languages; compared without case, blanks and punctuation. */
  readonly names: readonly string[];
  /** What its contents look like, when they look like anything. */
  readonly pattern?: RegExp;
  /** A file may lack the column; its cells are empty then. */
  readonly optional?: true;
};

/** A rule that a field of a row breaks. */
export type Broken = { rule: string; field: string };

/** What a row would do, once something was asked: sent, with what it replaces; or not, and why. */
export type Judged<Row = never> =
  | {
      verdict: 'valid';
      before: string | null;
      /** What is sent in the place of the row, each with what it replaces: for a row that stands for several. */
      rows?: readonly { row: Row; before: string | null }[];
    }
  | { verdict: 'no-change'; detail: string }
  | { verdict: 'malformed'; detail: string };

/** How rows of a file become rows of a change. One for each kind that takes files; `params` are those of the kind. */
export type ImportSpec<Row = unknown, Params = unknown> = {
  readonly kind: AnyKind;
  readonly fields: readonly ImportField[];
  /** The row that its cells stand for, in the order of `fields`, trimmed; or several; or the first rule they break. */
  row(
    cells: readonly string[],
    line: number,
    params: Params,
  ): { row: Row } | { rows: readonly Row[] } | Broken;
  /** What tells two rows of one key (of one slot, where the kind has them) apart, without their lines. */
  content(row: Row): string;
  /** A key comes once in a file: another row of it is malformed, by this rule of this field. */
  readonly twice?: Broken;
  /** Asks the upstream what each row would do; for small files. Throws GetuiError. `tick` tells of each answer. */
  ask(
    upstream: Getui,
    rows: readonly Row[],
    options: CallOptions,
    tick: (done: number, total: number) => void,
    params: Params,
    at: { db: Database; appId: string },
  ): Promise<Judged<Row>[]>;
  /**
   * What each row would do according to the ledger; null when the ledger knows nothing of this app at all. `live` for
   * kinds that must look at every row before it is sent, however many there are.
   */
  held(
    db: Database,
    appId: string,
    params: Params,
    live: { upstream: () => Promise<Getui>; options: CallOptions },
  ): Promise<((rows: readonly Row[]) => Promise<Judged<Row>[]>) | null>;
  /** Takes something away: the number of rows is typed before it is ordered, however few. */
  readonly destructive: boolean;
  /** Reads that a row costs besides its call, when that is chosen. */
  readonly reads: { readonly readFirst: number; readonly readBack: number };
};

/** Any spec, for lists of them. */
// biome-ignore lint/suspicious/noExplicitAny: a list of specs holds specs of different rows
export type AnyImportSpec = ImportSpec<any, any>;
