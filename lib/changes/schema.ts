import { z } from 'zod';
import type { Failure } from '@/lib/core/result';
import type { Outcome, ReadBack } from './kind';

export const JobInput = z.object({ id: z.string().min(10).max(40) });
export const JobsInput = z.object({ before: z.number().int().positive().optional() });
/** The preview that is ordered, by its hash, with the word it may ask for. */
export const OrderInput = z.object({
  jobId: z.string().min(10).max(40),
  rowsHash: z.string().length(64),
  typed: z.string().max(200).optional(),
});
export type OrderInput = z.infer<typeof OrderInput>;

export const JOBS_PAGE = 50;

/** A change as lists show it. Times in ms. */
export type JobSummary = {
  id: string;
  kind: string;
  state: 'draft' | 'running' | 'finished';
  total: number;
  confirmed: number;
  rejected: number;
  unknown: number;
  verified: number;
  differing: number;
  by: string;
  createdAt: number;
  finishedAt: number | null;
};

/** What one upstream call answered. `failure` is the client's kind of error, `stale` or null. */
export type CallView = {
  seq: number;
  rows: number;
  state: 'planned' | 'claimed' | 'sending' | 'settled';
  failure: string | null;
  /** With a failure: whether it is certain that nothing took effect. */
  known: boolean;
  /** Whether the rows were read back: all of them, some, none could be, or nobody tried. */
  readBack: 'all' | 'some' | 'failed' | 'none';
  httpStatus: number | null;
  upstreamCode: number | null;
  upstreamMessage: string | null;
  requestId: string | null;
  sentAt: number | null;
  settledAt: number | null;
};

export type JobRow = { cells: string[]; before: string; outcome: Outcome | null; readBack: ReadBack };

/** A change with its calls and rows; at most 1000 rows, `truncated` says when there are more. */
export type JobDetail = JobSummary & {
  rowsHash: string;
  columns: string[];
  calls: CallView[];
  rows: JobRow[];
  truncated: boolean;
  masked: boolean;
};

export type OrderEvent =
  | { type: 'ordered'; jobId: string }
  | { type: 'sending' }
  | { type: 'settled'; confirmed: number; rejected: number; unknown: number }
  | { type: 'reading-back'; rows: number }
  | { type: 'done'; job: JobDetail }
  | { type: 'failed'; jobId: string; failure: Failure };
