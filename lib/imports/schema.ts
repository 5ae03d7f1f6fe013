import { z } from 'zod';

export const ENCODINGS = ['utf-8', 'utf-16le', 'utf-16be', 'gb18030'] as const;
export type Encoding = (typeof ENCODINGS)[number];
export const DELIMITERS = [',', '\t', ';', '|', ' '] as const;
export type Delimiter = (typeof DELIMITERS)[number];

/** How a file is read. The browser gets it from a peek, may change it, and sends it back with the whole file. */
export const ReadAs = z.object({
  format: z.enum(['text', 'xlsx']),
  encoding: z.enum(ENCODINGS),
  delimiter: z.enum(DELIMITERS),
  /** The first line that is not blank names the columns. */
  header: z.boolean(),
  /** Sheet of a workbook, from 0. */
  sheet: z.number().int().min(0).max(500),
});
export type ReadAs = z.infer<typeof ReadAs>;

/** Something about a column that people should look at before they send it. */
export type ColumnWarning = {
  rule: 'scientific' | 'leading-zeros-lost' | 'replacement-character' | 'blank';
  column: number;
  line: number;
  sample: string;
};

/** The beginning of a file as it would be read, for people to check. At most 20 rows. */
export type Peek = {
  readAs: ReadAs;
  /** How the encoding was found: a byte order mark, a check of the bytes, or the person's choice. */
  encodingBy: 'bom' | 'detected' | 'chosen';
  sheets: string[];
  columns: { index: number; name: string; samples: string[] }[];
  rows: { line: number; cells: string[] }[];
  warnings: ColumnWarning[];
  /** Field of the kind → column, as guessed from names and contents; absent fields were not found. */
  guess: Record<string, number>;
};

/** Field of the kind → column of the file. */
export const Mapping = z.record(z.string().max(40), z.number().int().min(0).max(999));
export type Mapping = z.infer<typeof Mapping>;

/** Verdicts of rows that are not sent, and of those that are. */
export type Found = {
  /** Rows that will be sent; of these: */
  valid: number;
  /** replace something, according to what was read or to Muster's ledger; */
  replaces: number;
  /** come after another row of the same cid in this file, and are sent after it. */
  again: number;
  /** Not sent: */
  malformed: number;
  duplicate: number;
  noChange: number;
};
export const ASIDE_VERDICTS = ['malformed', 'duplicate', 'no-change'] as const;
export type AsideVerdict = (typeof ASIDE_VERDICTS)[number];

/** What it costs to carry the change out. Times in ms. */
export type Plan = {
  calls: number;
  /** Family the calls draw on; null when they are not metered. */
  family: string | null;
  /** Reads besides: before-images and reading back. */
  reads: number;
  durationMs: number;
  finishesAt: number;
  crossesMidnight: boolean;
  /** Calls of the day that are left to everybody else once it is done; null without a limit a day. */
  leftToday: number | null;
  perMinute: number | null;
};

/** A file that was read in and checked, ready to be ordered. */
export type ImportDraft = {
  jobId: string;
  rowsHash: string;
  kind: string;
  file: string | null;
  rows: number;
  found: Found;
  /** How `replaces` and `noChange` were found: every row asked upstream, or by the ledger with what a sample said. */
  checkedBy: 'upstream' | 'ledger';
  expiresAt: number;
  plan: Plan;
  /** Rows of another change that come first, when there are any. */
  waitsForJob: string | null;
  /** The word to type before the change is ordered, for destructive ones and those over the threshold; null: none. */
  confirmWord: string | null;
};

const About = z.object({
  app: z.string().max(40),
  kind: z.string().max(40),
  /** Of the file. */
  name: z.string().max(255),
});
/** What comes with the beginning of a file, in header x-import. */
export const PeekInput = About.extend({ readAs: ReadAs.partial().optional() });
export type PeekInput = z.infer<typeof PeekInput>;

/** What comes with a whole file. `key` is made up by the browser: the same key never makes a second draft. */
export const UploadInput = About.extend({
  key: z.string().min(8).max(80),
  readAs: ReadAs,
  mapping: Mapping,
  /** Of the kind, when it has any; checked by the kind itself. */
  params: z.record(z.string().max(40), z.unknown()).optional(),
  options: z.object({ readFirst: z.boolean().optional(), readBack: z.boolean().optional() }).optional(),
});
export type UploadInput = z.infer<typeof UploadInput>;

/** A few rows that are at hand, as cells in the order of the kind's fields. */
export const QuickInput = z.object({
  kind: z.string().max(40),
  params: z.record(z.string().max(40), z.unknown()).optional(),
  rows: z
    .array(z.array(z.string().max(1000)).max(20))
    .min(1)
    .max(1000),
});
export type QuickInput = z.infer<typeof QuickInput>;

export const ProgressInput = z.object({ key: z.string().max(80) });
/** How far an upload is; `done` of `total` bytes, or of answers while the upstream is asked; `total` 0: not known. */
export type ImportProgress = {
  stage: 'reading' | 'checking' | 'planning';
  rows: number;
  done: number;
  total: number;
};

export const DraftInput = z.object({ jobId: z.string().min(10).max(40) });
export const CheckedRowsInput = DraftInput.extend({
  verdict: z.enum(['valid', 'replaces', 'again', ...ASIDE_VERDICTS]),
  after: z.object({ seq: z.number().int().min(0), index: z.number().int().min(0) }).optional(),
});
export type CheckedRowsInput = z.infer<typeof CheckedRowsInput>;
/** A row of a checked file: its cells in the order of the kind's fields. */
export type CheckedRow = {
  line: number;
  cells: string[];
  /** Malformed: the rule that is broken; duplicate and again: the earlier line; no-change: why. */
  detail: string | null;
  /** Malformed: the field that breaks the rule. */
  field: string | null;
  /** What the row replaces; empty: nothing, null: not read. */
  before: string | null;
};
export type CheckedRows = { rows: CheckedRow[]; next: { seq: number; index: number } | null };
export const AsideExportInput = z.object({
  id: z.string().min(10).max(40),
  app: z.string().max(40),
  verdict: z.enum(['all', 'again', ...ASIDE_VERDICTS]),
  format: z.enum(['csv', 'xlsx']),
});
