import { z } from 'zod';
import { cidRule } from '@/lib/core/cid';
import { tagRule } from './rules';

const ruled = (rule: (text: string) => string | null) =>
  z
    .string()
    .max(200)
    .superRefine((text, context) => {
      const broken = rule(text);
      if (broken) context.addIssue({ code: 'custom', message: broken });
    });
const Cid = ruled(cidRule);
const Tag = ruled(tagRule);
const JobId = z.string().min(10).max(40);

export const CidInput = z.object({ cid: Cid });

/** How long tags take to show, learned from users that were watched after a change. Times in ms. */
export type SettleTime = { medianMs: number; p90Ms: number; samples: number };

/** Whether the tags of a cid may be overwritten today. Times in ms. */
export type OverwriteGuard = {
  /** Overwritten today by us; refused today, so that somebody else has; or a call of ours whose end is not known. */
  used: 'ours' | 'refused' | 'unknown' | null;
  at: number | null;
  jobId: string | null;
  /** When it may be overwritten again; null when it may be now. */
  nextAt: number | null;
};

/** A tag that was changed and does not show yet. */
export type Settling = { tag: string; holds: boolean; since: number; jobId: string | null };

export type TagsOfCid = {
  cid: string;
  /** The upstream knows the cid. */
  valid: boolean;
  tags: string[];
  asOf: number;
  settling: Settling[];
  /** Found though the ledger did not know of them, or gone though it believed them: changed outside of Muster. */
  outside: { added: string[]; removed: string[] };
  guard: OverwriteGuard;
  settle: SettleTime | null;
  /** Calls of the batch budget that are left today; null without a limit a day. */
  leftToday: number | null;
};

export const EDIT_ROUTES = ['overwrite', 'incremental'] as const;
export type EditRoute = (typeof EDIT_ROUTES)[number];

/** What the tags of a cid shall be, and what they were when the person looked. */
export const EditInput = z.object({
  cid: Cid,
  route: z.enum(EDIT_ROUTES),
  seen: z.array(z.string().max(200)).max(1000),
  after: z.array(Tag).max(1000),
});
export type EditInput = z.infer<typeof EditInput>;
/** A frozen edit to order; or what the tags are now, when they are not what the person saw. */
export type EditDraft =
  | { at: 'ready'; jobId: string; rowsHash: string; calls: number; add: string[]; remove: string[] }
  | { at: 'changed'; tags: string[]; asOf: number };

export const SuggestInput = z.object({ prefix: z.string().max(100) });
export type TagSuggestion = { tag: string; members: number };

export const DICTIONARY_PAGE = 50;
export const DICTIONARY_SORTS = ['tag', 'members', 'upstream', 'gap', 'used'] as const;
export const DICTIONARY_STATES = ['active', 'retired', 'all'] as const;
export const DictionaryInput = z.object({
  search: z.string().max(100).default(''),
  state: z.enum(DICTIONARY_STATES).default('active'),
  sort: z.enum(DICTIONARY_SORTS).default('used'),
  descending: z.boolean().default(true),
  page: z.number().int().min(0).max(100_000).default(0),
});
export type DictionaryInput = z.infer<typeof DictionaryInput>;

/** A tag that Muster has seen. Times in ms; `members` according to the ledger. */
export type TagEntry = {
  tag: string;
  owner: string;
  note: string;
  state: 'active' | 'retired';
  members: number;
  upstream: number | null;
  countedAt: number | null;
  firstSeenAt: number;
  lastUsedAt: number;
};
export type Dictionary = { rows: TagEntry[]; total: number; settle: SettleTime | null };

export const TagInput = z.object({ tag: z.string().min(1).max(200) });
export const MembersInput = TagInput.extend({ before: z.number().int().min(1).optional() });
export const MEMBERS_PAGE = 50;
export type Member = { cid: string; state: 'asserted' | 'verified' | 'unknown'; at: number; seenAt: number };
export type Members = { members: Member[]; next: number | null };

/** Tags counted with one question; each is a call. */
export const COUNTED_AT_ONCE = 50;
export const CountInput = z.object({ tags: z.array(Tag).min(1).max(COUNTED_AT_ONCE) });
export type Counted = { tag: string; upstream: number; countedAt: number };

export const EntryInput = TagInput.extend({
  owner: z.string().trim().max(60),
  note: z.string().trim().max(500),
  state: z.enum(['active', 'retired']).optional(),
});
export type EntryInput = z.infer<typeof EntryInput>;

/** Rename or merge (`into`): members of the tags get another one first; retire: they lose it. */
export const RetagInput = z.object({
  tags: z.array(z.string().min(1).max(200)).min(1).max(20),
  into: Tag.nullable(),
});
export type RetagInput = z.infer<typeof RetagInput>;
export type RetagDraft = {
  /** Null: nobody is known to have the tags. */
  draft: { jobId: string; rowsHash: string; confirmWord: string } | null;
  members: number;
  calls: number;
  reads: number;
  durationMs: number;
  leftToday: number | null;
};

/** What it would cost to carry out a file tag by tag or user by user. */
export type RoutePrice = { calls: number; reads: number; durationMs: number; leftToday: number | null };
export type Routes = {
  /** The route of the draft that was asked about. */
  now: 'batch' | 'overwrite';
  /** The draft of each route, as far as it was made. */
  batch: RoutePrice & { jobId: string };
  overwrite: (RoutePrice & { jobId: string | null; users: number; usedToday: number }) | null;
  /** The cheaper one that is safe. */
  advised: 'batch' | 'overwrite';
  /** Why overwriting is not offered or not advised. */
  why: 'cheaper' | 'dearer' | 'used-today' | 'too-many' | 'may-empty';
};
export const RouteInput = z.object({ jobId: JobId });
