import type { Result } from '@/lib/core/result';

type Door<I, O> = (appId: string, input: I) => Promise<Result<O>>;

/** A follow-up as it would be carried out, ready to be ordered; nothing is sent before. Figures are rows. */
export type FollowUp = Readonly<{
  jobId: string;
  rowsHash: string;
  total: number;
  calls: number;
  expiresAt: number;
  confirmWord?: string | null;
  /** Of an undo: what is left as it is, and how much of it was compared with the ledger. */
  counts?: Readonly<{ nothing: number; beforeUnknown: number; compared: number; changedSince: number }>;
}>;

/** What a person may have done with changes; handed in by the page, each checked again by itself. */
export type JobDoors = Readonly<{
  order: Door<{ jobId: string; rowsHash: string; typed?: string | undefined }, { jobId: string }>;
  discard: Door<{ id: string }, unknown>;
  pause: Door<{ id: string }, unknown>;
  resume: Door<{ id: string }, unknown>;
  cancel: Door<{ id: string }, unknown>;
  prioritise: Door<{ id: string; priority: -1 | 0 | 1 }, unknown>;
  undo: Door<{ id: string }, FollowUp>;
  retry: Door<{ id: string; which: 'rejected' | 'unfinished' }, FollowUp>;
  verify: Door<{ id: string; sample: number | null }, FollowUp>;
}>;
