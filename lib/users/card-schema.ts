import { z } from 'zod';
import type { FactSource, FactState, Relation } from '@/lib/ledger/codes';

export const CardInput = z.object({ cid: z.string().max(64) });
export const FindInput = z.object({ text: z.string().trim().min(1, 'empty').max(200, 'too-long') });

/** The cids that a text leads to: itself, or those that hold it as their alias. */
export type FoundUsers = { kind: 'cid' | 'alias'; cids: string[] };

/** How a part was read: upstream calls it took, and when it began (ms). */
type Read = { calls: number; readAt: number };

/** The user's detail; null where the upstream does not tell. */
export type CardDetail = Read &
  (
    | { valid: false }
    | {
        valid: true;
        platform: 'android' | 'ios' | null;
        brand: string | null;
        model: string | null;
        packageName: string | null;
        /** First login as the upstream writes it; no page names its time zone. */
        createdAt: string | null;
        /** Days with a login among the last 100. */
        loginDays: number | null;
        notifications: boolean | null;
        /** Null: none, or the answer lacks it (`hasToken` null). */
        token: string | null;
        hasToken: boolean | null;
        /** The token is masked for this role. */
        masked: boolean;
      }
  );

export type CardStatus = Read & { online: boolean | null; lastLoginAt: number | null };

/** `enabled` false: the app has not got this from the vendor. */
export type CardDevice = Read &
  (
    | { enabled: false; code: number | null }
    | { enabled: true; appOnline: boolean | null; deviceOnline: boolean | null }
  );

export type CardAlias = Read & {
  alias: string | null;
  /** Cids that hold the alias, this one among them; null without an alias. */
  slots: number | null;
  masked: boolean;
};

export type CardTags = Read & { tags: string[] };

/** What Muster wrote down; nothing of it can be asked upstream. Times in ms. */
export type CardRegister = {
  readAt: number;
  blacklist: {
    state: 'asserted' | 'released' | 'unknown';
    source: 'wrote' | 'imported';
    reason: string;
    ticket: string;
    by: string | null;
    at: number;
    expiresAt: number | null;
    jobId: string | null;
    releasedAt: number | null;
    releasedBy: string | null;
  } | null;
  badge: { value: string; state: FactState; by: string | null; at: number; jobId: string | null } | null;
};

export const RELATIONS = ['alias', 'tag', 'blacklist', 'badge', 'device-token'] as const satisfies Relation[];

export const TimelineInput = CardInput.extend({
  relation: z.enum(RELATIONS).optional(),
  /** Id of the entry that the page comes after. */
  before: z.number().int().positive().optional(),
});
export type TimelineInput = z.infer<typeof TimelineInput>;
/** Entries of a page. */
export const TIMELINE_PAGE = 50;

/** Something Muster did or learned. Aliases and tokens are masked by role. Times in ms. */
export type TimelineEntry = {
  id: number;
  relation: Relation;
  value: string;
  state: FactState;
  source: FactSource;
  at: number;
  /** Last time the same was found. */
  seenAt: number;
  by: string | null;
  jobId: string | null;
};
export type TimelinePage = { entries: TimelineEntry[]; next: number | null };
