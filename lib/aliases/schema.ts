import { z } from 'zod';
import type { Failure } from '@/lib/core/result';
import type { PlannedRow } from './plan';
import { MAX_PAIRS } from './rules';

export const LookupInput = z.object({
  text: z.string().trim().min(1, 'empty').max(200, 'too-long'),
  as: z.enum(['auto', 'cid', 'alias']),
});
export type LookupInput = z.infer<typeof LookupInput>;

/** One cid as a device. Fields are absent when the upstream does not tell. */
export type Device = {
  cid: string;
  /** False: the upstream does not know this cid for the app. */
  valid: boolean;
  brand: string | null;
  model: string | null;
  platform: 'android' | 'ios' | null;
  notifications: boolean | null;
  online: boolean | null;
  lastLoginAt: number | null;
  loginDays: number | null;
};

export type Lookup =
  | {
      kind: 'cid';
      cid: string;
      alias: string | null;
      /** What the ledger had it hold until now, empty for none; null when it knew nothing or the same. */
      believed: string | null;
      device: Device;
      masked: boolean;
      asOf: number;
    }
  | {
      kind: 'alias';
      alias: string;
      devices: Device[];
      /** Cids that held it according to the ledger and do not any more; at most 100. */
      gone: string[];
      masked: boolean;
      asOf: number;
    };

/** Whose history is asked for: a cid, an alias the asker knows, or the alias behind a cid for those who see it masked. */
export const HistoryInput = z.object({
  of: z.union([
    z.object({ cid: z.string().min(1).max(64) }),
    z.object({ alias: z.string().min(1).max(200) }),
    z.object({ aliasOfCid: z.string().min(1).max(64) }),
  ]),
  /** Id of the entry that the page comes after. */
  before: z.number().int().positive().optional(),
});
export type HistoryInput = z.infer<typeof HistoryInput>;
/** Entries of a page. */
export const HISTORY_PAGE = 100;

export type HistoryItem = {
  id: number;
  cid: string;
  alias: string;
  state: 'asserted' | 'verified' | 'released' | 'unknown';
  source: 'wrote' | 'read' | 'imported';
  at: number;
  seenAt: number;
  by: string | null;
  jobId: string | null;
};

const Row = z.object({
  line: z.number().int().min(1).max(10_000_000),
  cid: z.string().max(200, 'too-long'),
  alias: z.string().max(400, 'too-long'),
});
export const PreviewInput = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('alias.bind'), rows: z.array(Row).min(1, 'empty').max(MAX_PAIRS, 'too-many') }),
  z.object({
    kind: z.literal('alias.unbind'),
    rows: z.array(Row).min(1, 'empty').max(MAX_PAIRS, 'too-many'),
  }),
  z.object({ kind: z.literal('alias.release'), alias: z.string().min(1).max(200) }),
]);
export type PreviewInput = z.infer<typeof PreviewInput>;

/** What would happen, and the frozen draft to order it with; `draft` is null when no row would do anything. */
export type Preview = {
  kind: PreviewInput['kind'];
  rows: PlannedRow[];
  /** Devices of the alias, for a release. */
  devices: Device[];
  draft: { jobId: string; rowsHash: string; total: number; calls: number; expiresAt: number } | null;
  readAt: number;
  reads: number;
};

export type PreviewEvent =
  | { type: 'reading'; done: number; total: number }
  | { type: 'ready'; preview: Preview }
  | { type: 'failed'; failure: Failure };
