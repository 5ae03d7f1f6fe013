import { z } from 'zod';
import { MAX_ALTERED, MAX_REASON, MAX_TICKET, oneLine } from './rules';

export const LIST_PAGE = 50;
/** An entry that expires within so many days expires soon. */
export const SOON_DAYS = 7;

/** `active`: on the list according to Muster, or perhaps; `failed`: expired, and still not released. */
export const LIST_STATES = ['active', 'asserted', 'unknown', 'released', 'all'] as const;
export const LIST_SOURCES = ['all', 'wrote', 'imported'] as const;
export const LIST_EXPIRIES = ['all', 'soon', 'failed', 'none'] as const;

const Filter = z.object({
  /** Beginning of a cid, part of a reason, a ticket or a person's name. */
  text: z.string().trim().max(200).default(''),
  state: z.enum(LIST_STATES).default('active'),
  source: z.enum(LIST_SOURCES).default('all'),
  expiry: z.enum(LIST_EXPIRIES).default('all'),
});
export type ListFilter = z.infer<typeof Filter>;
export const ListInput = Filter.extend({
  after: z.object({ at: z.number().int(), cid: z.string().max(64) }).optional(),
});
export type ListInput = z.infer<typeof ListInput>;
export const ExportInput = Filter.extend({
  app: z.string().max(40),
  format: z.enum(['csv', 'xlsx']).default('csv'),
});
export type ExportInput = z.infer<typeof ExportInput>;

/**
 * How far the release of an expired entry is. `waiting`: it will be ordered in a moment; `releasing`: a change does it;
 * `retrying`: the last one failed, the next one comes at `nextAt`; `given-up`: people have to look. Times in ms.
 */
export type Expiry = {
  state: 'waiting' | 'releasing' | 'retrying' | 'given-up';
  jobId: string | null;
  failures: number;
  nextAt: number | null;
};

/** An entry of the register. Times in ms. */
export type RegisterEntry = {
  cid: string;
  state: 'asserted' | 'released' | 'unknown';
  source: 'wrote' | 'imported';
  reason: string;
  ticket: string;
  /** Null for a cid that was only ever released here. */
  by: string | null;
  at: number;
  jobId: string | null;
  expiresAt: number | null;
  /** Whoever set the time. */
  expiresBy: string | null;
  /** Of an entry whose time has passed and that is not released. */
  expiry: Expiry | null;
  releasedBy: string | null;
  releasedAt: number | null;
  releaseJobId: string | null;
  /** Released because its time had passed. */
  releasedByExpiry: boolean;
};
export type RegisterPage = {
  entries: RegisterEntry[];
  next: { at: number; cid: string } | null;
  /** Entries under this filter. */
  total: number;
};
/** Entries of the register, whatever the filter. */
export type RegisterCounts = {
  asserted: number;
  unknown: number;
  released: number;
  imported: number;
  soon: number;
  failed: number;
};

/** What is noted of entries is changed; absent: stays. `expiresAt` null: until somebody releases them. */
export const AlterInput = z.object({
  cids: z.array(z.string().min(1).max(64)).min(1).max(MAX_ALTERED),
  reason: z
    .string()
    .transform(oneLine)
    .refine((text) => text !== '', 'empty')
    .refine((text) => [...text].length <= MAX_REASON, 'too-long')
    .optional(),
  ticket: z
    .string()
    .transform(oneLine)
    .refine((text) => [...text].length <= MAX_TICKET, 'too-long')
    .optional(),
  expiresAt: z.number().int().positive().nullable().optional(),
});
export type AlterInput = z.infer<typeof AlterInput>;
/** `skipped`: not on the list any more, or being released. */
export type Altered = { altered: number; skipped: number };

/** The frozen asserting again of everything that the register holds. */
export type ReassertDraft = { jobId: string; rowsHash: string; total: number; calls: number };
