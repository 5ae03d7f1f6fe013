import { z } from 'zod';
import type { Window } from '@/lib/budgets/schema';
import type { Failure } from '@/lib/core/result';
import type { ChunkState, JobHalt, JobOrigin, JobState } from '@/lib/db/schema/changes';
import type { Outcome, ReadBack } from './kind';
import type { VerificationResult } from './verification';

export const JOBS_PAGE = 50;
export const ROWS_PAGE = 200;
export const CALLS_PAGE = 50;

/** `unfinished`: whatever is not confirmed; `differing`: read back and found otherwise. */
export const ROW_FILTERS = [
  'all',
  'confirmed',
  'rejected',
  'unknown',
  'skipped',
  'differing',
  'unfinished',
] as const;
export type RowFilter = (typeof ROW_FILTERS)[number];

const jobId = z.string().min(10).max(40);
const whole = z.number().int().min(0);
/** The place of a row: its call and its place there. Pages go on after it. */
export const RowPlace = z.object({ seq: whole, index: whole });
export type RowPlace = z.infer<typeof RowPlace>;

export const JobInput = z.object({ id: jobId });
/** The preview that is ordered, by its hash, with the word it may ask for. */
export const OrderInput = z.object({
  jobId,
  rowsHash: z.string().length(64),
  typed: z.string().max(200).optional(),
});
export type OrderInput = z.infer<typeof OrderInput>;
export const JobsInput = z.object({ before: z.number().int().positive().optional() });
export const RowsInput = z.object({
  id: jobId,
  filter: z.enum(ROW_FILTERS),
  after: RowPlace.optional(),
});
/** Newest first; `after` is the last one of the page before. */
export const CallsInput = z.object({
  id: jobId,
  failed: z.boolean(),
  after: z.object({ settledAt: whole, seq: whole }).optional(),
});

/** Why a change that was ordered does not go on, or not at full speed. Times in ms. */
export type WaitReason =
  | { why: 'paused'; by: string | null }
  | {
      why: 'halted';
      because: Exclude<JobHalt['why'], 'person'>;
      code: number | null;
      message: string | null;
    }
  | { why: 'scheduled'; until: number }
  | { why: 'no-worker' }
  | { why: 'behind'; jobId: string; kind: string }
  | { why: 'budget'; family: string; window: Window | null; refused: boolean; until: number }
  | { why: 'upstream'; failure: string; code: number | null; until: number };

/** A change as lists show it. Times in ms. */
export type JobSummary = {
  id: string;
  kind: string;
  state: JobState;
  origin: JobOrigin;
  by: string;
  priority: number;
  total: number;
  confirmed: number;
  rejected: number;
  unknown: number;
  /** Not sent on purpose. */
  skipped: number;
  /** Without an outcome yet. */
  remaining: number;
  /** Read back and found as intended / otherwise. */
  verified: number;
  differing: number;
  calls: number;
  callsSettled: number;
  /** When it was ordered. */
  createdAt: number;
  /** Not before. */
  startAt: number | null;
  startedAt: number | null;
  finishedAt: number | null;
  /** Rows a minute over the last minute; null when nothing moved. */
  rate: number | null;
  /** When it will be through, as far as can be told. */
  etaAt: number | null;
  wait: WaitReason | null;
};

/** What one upstream call answered. `failure` is the client's kind of error, one of ours, or null. Times in ms. */
export type CallView = {
  seq: number;
  rows: number;
  state: ChunkState;
  failure: string | null;
  /** With a failure: whether it is certain that nothing took effect. */
  known: boolean;
  /** Whether the rows were read back: all of them, some, none could be, or nobody tried. */
  readBack: 'all' | 'some' | 'failed' | 'none';
  attempts: number;
  httpStatus: number | null;
  upstreamCode: number | null;
  upstreamMessage: string | null;
  requestId: string | null;
  sentAt: number | null;
  settledAt: number | null;
};
export type CallsPage = { calls: CallView[]; next: { settledAt: number; seq: number } | null };

/** Calls that failed alike. */
export type FailedCalls = {
  failure: string;
  known: boolean;
  readBack: CallView['readBack'];
  httpStatus: number | null;
  upstreamCode: number | null;
  upstreamMessage: string | null;
  /** Of one of them, to quote to the vendor. */
  requestId: string | null;
  calls: number;
  /** Their rows that are not confirmed, and whether others of the same calls are. */
  rows: number;
  rest: boolean;
};

/** Settled calls of one stretch of time, and what became of their rows. */
export type CallBucket = {
  at: number;
  calls: number;
  confirmed: number;
  rejected: number;
  unknown: number;
  skipped: number;
};

/** Figures over the calls of a change; the newest {@link CALLS_FIGURED} settled ones when there are more. */
export type CallFigures = {
  made: number;
  failed: FailedCalls[];
  bucketMs: number;
  timeline: CallBucket[];
  p50Ms: number | null;
  p95Ms: number | null;
  /** Fewer than all settled calls were looked at. */
  partial: boolean;
};
export const CALLS_FIGURED = 10_000;

/** Another change that came of this one, or that this one came of. */
export type RelatedJob = { id: string; kind: string; from: JobOrigin['from']; state: JobState };

/** What this person may do with the change, by role and kind; the state is looked at besides. */
export type JobRights = { control: boolean; retry: boolean; undo: boolean; verify: boolean };

/** A change with what its page needs besides its rows and calls, which come in pages. */
export type JobDetail = JobSummary & {
  rowsHash: string;
  /** What holds for all rows and anybody may see, such as a reason; times in ms. */
  params: Record<string, string | number>;
  /** The upstream can be asked whether a row took effect. */
  readable: boolean;
  /** It adds up or creates: a row whose end is unknown is never sent again. */
  once: boolean;
  /** Nothing is sent. */
  silent: boolean;
  /** Ids of the columns; empty when this version does not know the kind. */
  columns: string[];
  /** Some cells are masked for this role. */
  masked: boolean;
  may: JobRights;
  figures: CallFigures;
  /** Of a verification that is over: what it says of the whole change. */
  verification: VerificationResult | null;
  /** The change it came of. */
  parent: RelatedJob | null;
  /** Undo, retry and verification of this one, newest first, at most 20. */
  offspring: RelatedJob[];
};

export type JobRow = RowPlace & {
  cells: string[];
  before: string;
  outcome: Outcome | null;
  readBack: ReadBack;
  /** Why, when it did not go well: the kind of failure, what the upstream said, and whether that is certain. */
  failure: string | null;
  known: boolean;
  httpStatus: number | null;
  code: number | null;
  message: string | null;
};
export type RowsPage = { rows: JobRow[]; next: RowPlace | null };

/** What the server pushes to pages that watch: first all that is asked for, then what has changed. */
export type JobsEvent = { type: 'snapshot' | 'change'; jobs: JobSummary[] };

export type OrderEvent =
  | { type: 'ordered'; jobId: string }
  | { type: 'sending' }
  | { type: 'settled'; confirmed: number; rejected: number; unknown: number }
  | { type: 'reading-back'; rows: number }
  | { type: 'done'; job: JobDetail }
  | { type: 'failed'; jobId: string; failure: Failure };

/** Nothing more will happen to it. */
export const isOver = ({ state }: Pick<JobSummary, 'state'>): boolean =>
  state === 'finished' || state === 'cancelled';
