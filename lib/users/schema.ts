import { z } from 'zod';
import type { Failure } from '@/lib/core/result';
import { GROUPS, type Group, MAX_IDENTIFIERS, MAX_ROWS, type MalformedRule } from './rules';

const App = z.string().max(40);
const LookupId = z.string().min(10).max(40);
const Count = z.number().int().min(0);

/** What comes with a new lookup, in header x-import; the body holds its identifiers, one a line, in this order. */
export const CreateInput = z.object({
  app: App,
  as: z.enum(['auto', 'cid', 'alias']),
  /** Identifiers that were given, repeats included. */
  total: Count.max(10_000_000),
  cids: Count.max(MAX_IDENTIFIERS),
  aliases: Count.max(MAX_IDENTIFIERS),
  malformed: Count.max(MAX_IDENTIFIERS),
});
export type CreateInput = z.infer<typeof CreateInput>;

export const LookupInput = z.object({ id: LookupId });
export const NameInput = LookupInput.extend({
  /** Blank takes the name away. */
  name: z.string().trim().max(60, 'too-long'),
});

/** How many there are of which sort. */
export type LookupCounts = {
  distinct: number;
  /** As given: */
  cids: number;
  aliases: number;
  malformed: number;
  /** Users in the grid: cids that were given and those behind aliases, each once. */
  rows: number;
  /** Aliases not asked yet, and those nobody holds. */
  unresolved: number;
  unheld: number;
};

/** A lookup without its identifiers. Times in ms. */
export type LookupMeta = {
  id: string;
  name: string | null;
  /** Who made it, and whether that was the asker. */
  by: string;
  isMine: boolean;
  createdAt: number;
  usedAt: number;
  total: number;
  counts: LookupCounts;
};

/** A lookup as the grid gets it. Aliases are masked for roles that may not see them. */
export type LookupRows = {
  meta: LookupMeta;
  masked: boolean;
  /** A cid a line. */
  rows: string;
  /** Row → the alias it was found by. */
  via: [row: number, alias: string][];
  unheld: string[];
  malformed: { text: string; rule: MalformedRule }[];
};

/** What is read of a lookup, in header x-import; the body says of which rows. */
export const ReadInput = z.object({
  app: App,
  lookup: LookupId,
  groups: z.array(z.enum(GROUPS)).min(1).max(GROUPS.length),
});
export type ReadInput = z.infer<typeof ReadInput>;

const Row = Count.max(MAX_ROWS);
/** Rows in the order in which they are wanted: `first` one by one, then what is left of the spans [from, to). */
export const WantedRows = z.object({
  first: z.array(Row).max(2000),
  spans: z.array(z.tuple([Row, Row])).max(50_000),
});
export type WantedRows = z.infer<typeof WantedRows>;

export type Span = [from: number, to: number];
export type WireCell = string | number | null;

/** A line of the stream of a reading. */
export type ReadEvent =
  /** Answers for these rows, column by column in the order of the group. */
  | { t: 'rows'; group: Group; rows: Span[]; columns: WireCell[][] }
  /** These rows are missing, and why. */
  | { t: 'failed'; group: Group; rows: Span[]; failure: Failure }
  | { t: 'end' };

export const ResolveInput = z.object({ app: App, lookup: LookupId });
/** A line of the stream while aliases are looked up. */
export type ResolveEvent =
  | { t: 'progress'; done: number; total: number }
  | { t: 'failed'; count: number; failure: Failure }
  | { t: 'end' };

/** What comes with rows that are to be a file; the body has a JSON array of cells a line, the heading first. */
export const ExportInput = z.object({
  app: App,
  lookup: LookupId,
  format: z.enum(['csv', 'xlsx']),
  rows: Count.max(MAX_ROWS),
  columns: z.array(z.string().max(40)).max(60),
});
export type ExportInput = z.infer<typeof ExportInput>;

/** What comes with a workbook whose cells are wanted as text. */
export const SheetInput = z.object({ app: App, name: z.string().max(255) });
