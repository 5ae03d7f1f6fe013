import type { Failure, Result } from '@/lib/core/result';
import type { AsideVerdict, CheckedRow, ImportDraft } from '@/lib/imports/schema';

/** A field of the kind, to which a column of the file belongs. */
export type ImportField = Readonly<{
  id: string;
  label: string;
  isRequired: boolean;
  /** For cids and tokens: equal widths. */
  mono?: boolean;
}>;

/** Verdicts whose rows can be listed: those that are sent, and those that are not. */
export type RowVerdict = 'valid' | 'replaces' | 'again' | AsideVerdict;

/** What a desk says of its kind; everything else of the wizard is the same for all. */
export type ImportKind = Readonly<{
  kind: string;
  /** What holds for all rows, such as a reason; absent when there is none. Other params want another key of the wizard. */
  params?: Readonly<Record<string, unknown>>;
  /** Further kinds as which a checked file of this one may be carried out. */
  also?: readonly string[];
  fields: readonly ImportField[];
  /** False: the upstream can tell neither what a row replaces nor whether it took effect, so no reading is offered. */
  readable?: boolean;
  /** What a row replaces, as the head of a column: "原别名". */
  beforeLabel: string;
  /** Rows may replace something, so that those are worth a list of their own. */
  replaces: boolean;
  /** Why a row got its verdict, in words. */
  why: (verdict: RowVerdict, row: CheckedRow) => string;
  /** States the deed with its number of rows, for buttons: "绑定 12,345 行". */
  deed: (rows: number, draft?: ImportDraft) => string;
  /** What will happen, in one plain sentence. */
  consequence: (draft: ImportDraft) => string;
}>;

export type OrderInput = {
  jobId: string;
  rowsHash: string;
  typed?: string;
  startAt?: number;
  priority?: -1 | 0 | 1;
};

/** The doors of the wizard that change something. Ordering one draft again answers with the same job. */
export type ImportActions = Readonly<{
  order: (appId: string, input: OrderInput) => Promise<Result<{ jobId: string }>>;
  discard: (appId: string, input: { id: string }) => Promise<Result<unknown>>;
}>;

/** What stopped a step: a failure the server named, or no answer at all. */
export type Trouble = Failure | 'lost';

export type ImportOptions = { readFirst: boolean; readBack: boolean };

/** The file, or what was pasted. */
export type Source = Readonly<{ blob: Blob; name: string; isPasted: boolean }>;
