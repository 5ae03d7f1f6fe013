import { z } from 'zod';
import type { Copy, PlanContent, Status } from './rules';
import { BRANDS, MAX_COPIES } from './rules';

/** Drafts a person may have in one app. */
export const MAX_DRAFTS = 50;
/** Ids that can be looked for at once. */
export const MAX_PASTED = 100;
export const PLANS_PAGE = 50;

const id = z.string().min(10).max(40);
const text = z.string().max(2000, 'too-long');

/** A plan that is being filled in: any state of it can be kept, so only its shape is asked for. */
export const PlanInput = z
  .object({
    name: z.string().max(200, 'too-long'),
    copies: z.array(z.object({ topic: text, content: text }).strict()).max(MAX_COPIES, 'too-many'),
    brands: z.array(z.enum(BRANDS)).max(BRANDS.length),
    groupSize: z.number().min(0).max(1e12).nullable(),
    activeDays: z.number().min(0).max(1e6).nullable(),
    active: z.boolean(),
    overlap: z.boolean(),
  })
  .strict();

/** `basedOn`: the revision it was filled in on; 0 for a new one. `clonedFrom`: the plan it was begun with. */
export const DraftSaveInput = z
  .object({
    id,
    basedOn: z.number().int().min(0),
    content: PlanInput,
    clonedFrom: id.nullable(),
  })
  .strict();
export type DraftSaveInput = z.infer<typeof DraftSaveInput>;
export const CrowdInput = z.object({ id }).strict();
export const SubmitInput = z
  .object({ draftId: id, jobId: id, rowsHash: z.string().length(64), sameSeen: z.boolean() })
  .strict();
export type SubmitInput = z.infer<typeof SubmitInput>;

/** How it was decided what became of a submission without an answer. */
export const DecideInput = z
  .object({
    id,
    decision: z.discriminatedUnion('what', [
      /** Look once more, several times. */
      z.object({ what: z.literal('look') }).strict(),
      /** It is this one of those that were found, by the id of its first task. */
      z.object({ what: z.literal('is'), taskId: z.string().min(1).max(64) }).strict(),
      /** It was not created. */
      z.object({ what: z.literal('not-created') }).strict(),
    ]),
  })
  .strict();
export type DecideInput = z.infer<typeof DecideInput>;

export const AdoptInput = z.object({ text: z.string().max(20_000, 'too-long') }).strict();

/** What became of handing a plan in. `refused`: certain that there is none; `not-created`: a person said so. */
export const PLAN_STATES = ['submitting', 'submitted', 'unknown', 'refused', 'not-created'] as const;
export type PlanState = (typeof PLAN_STATES)[number];
/** How far the tasks of a submitted plan are, the furthest behind first. */
export const PLAN_PROGRESS = ['waiting', 'computing', 'done', 'partly', 'failed', 'lost'] as const;
export type PlanProgress = (typeof PLAN_PROGRESS)[number];

export const FILTER_STATES = [
  'all',
  'running',
  'done',
  'partly',
  'failed',
  'unknown',
  'refused',
  'lost',
] as const;
export const PlansInput = z
  .object({
    text: z.string().max(200).default(''),
    state: z.enum(FILTER_STATES).default('all'),
    /** Account id; `elsewhere`: not created in Muster. */
    by: z.string().max(40).default(''),
    /** Milliseconds since 1970. */
    from: z.number().int().nullable().default(null),
    to: z.number().int().nullable().default(null),
    before: z.object({ at: z.number().int(), id }).nullable().default(null),
  })
  .strict();
export type PlansInput = z.output<typeof PlansInput>;

export type Person = { readonly id: string; readonly name: string };

/** One group of a plan as the archive knows it. Times in ms. */
export type TaskView = {
  readonly id: string;
  readonly place: number;
  readonly topic: string | null;
  readonly content: string | null;
  /** Null: the upstream has not said anything that the page knows. */
  readonly status: Status | null;
  readonly canPush: boolean | null;
  /** When this status was first seen, and when the one before was seen last. */
  readonly statusAt: number | null;
  readonly before: number | null;
  /** When it came to its end. */
  readonly finalAt: number | null;
  readonly polledAt: number | null;
  readonly nextPollAt: number | null;
  /** The upstream has not named it the last so many times. */
  readonly missing: number;
};

export type PlanView = {
  readonly id: string;
  readonly name: string;
  readonly state: PlanState;
  /** Null while it is not certain that there is one. */
  readonly progress: PlanProgress | null;
  /** `muster`: handed in here; `list`: found among the upstream's plans; `ids`: found by ids that were pasted. */
  readonly source: 'muster' | 'list' | 'ids';
  readonly brands: readonly string[] | null;
  readonly groupSize: number | null;
  readonly activeDays: number | null;
  readonly active: boolean | null;
  readonly overlap: boolean | null;
  readonly by: Person | null;
  /** When it was handed in, created or first seen, whatever is known first. */
  readonly at: number;
  readonly finishedAt: number | null;
  readonly isNew: boolean;
  readonly tasks: readonly TaskView[];
};
export type PlansPage = {
  readonly plans: readonly PlanView[];
  readonly next: { readonly at: number; readonly id: string } | null;
};

/** A plan of the upstream that may be the one without an answer. */
export type Candidate = {
  readonly taskId: string;
  readonly createdAt: number | null;
  readonly taskIds: readonly string[];
};

export type TimelineWhat =
  | 'handed-in'
  | 'created'
  | 'refused'
  | 'no-answer'
  | 'looked'
  | 'found'
  | 'found-late'
  | 'decided-is'
  | 'decided-not'
  | 'adopted'
  | 'status'
  | 'can-push'
  | 'missing';
export type TimelineEntry = {
  readonly id: string;
  readonly what: TimelineWhat;
  readonly at: number;
  /** Of a change of status: when the one before was seen last; it changed somewhere between the two. */
  readonly since: number | null;
  readonly taskId: string | null;
  readonly status: Status | null;
  readonly by: string | null;
  readonly note: string | null;
};

export type PlanDetail = PlanView & {
  readonly jobId: string | null;
  readonly sentAt: number | null;
  /** create_time of the upstream. */
  readonly upstreamAt: number | null;
  readonly clonedFrom: { readonly id: string; readonly name: string } | null;
  readonly firstSeenAt: number;
  /** Copies as they were handed in; null for plans of elsewhere. */
  readonly copies: readonly Copy[] | null;
  readonly timeline: readonly TimelineEntry[];
  readonly trouble: {
    readonly failure: string;
    readonly httpStatus: number | null;
    readonly code: number | null;
    readonly message: string | null;
  } | null;
  /** Of a plan without an answer: how often it was looked for, when again, and what was found. */
  readonly search: {
    readonly looks: number;
    readonly lookedAt: number | null;
    readonly nextAt: number | null;
    readonly candidates: readonly Candidate[];
    readonly conclusive: boolean;
  } | null;
  readonly nextPollAt: number | null;
};

export type DraftView = {
  readonly id: string;
  readonly revision: number;
  readonly content: PlanContent;
  readonly clonedFrom: string | null;
  readonly updatedAt: number;
};
export type DraftSummary = Pick<DraftView, 'id' | 'updatedAt'> & {
  readonly name: string;
  readonly copies: number;
};

/** A frozen plan that can be handed in. `same`: plans like it that exist already or may exist, the newest first. */
export type PlanPreview = {
  readonly jobId: string;
  readonly rowsHash: string;
  readonly same: readonly {
    readonly id: string;
    readonly at: number;
    readonly state: PlanState;
    readonly by: string | null;
  }[];
  /** Whether the upstream's own list was asked; false: it could not be. */
  readonly listed: boolean;
};

/** Whether this app has bought the feature, as far as anybody knows. Times in ms. */
export type ServiceView = {
  readonly enabled: boolean | null;
  readonly code: number | null;
  readonly message: string | null;
  readonly checkedAt: number | null;
  readonly listedAt: number | null;
  /** Why the upstream's plans could not be read the last time; null: they could. */
  readonly failure: string | null;
};

/** What came of ids that were pasted. */
export type Adopted = {
  readonly known: number;
  readonly added: number;
  /** Not named by the upstream. */
  readonly unknown: readonly string[];
  /** Not ids at all. */
  readonly invalid: readonly string[];
  readonly planIds: readonly string[];
};
