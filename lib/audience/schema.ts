import { z } from 'zod';
import type { Failure } from '@/lib/core/result';
import type { CountCondition } from '@/lib/getui/wire/users';

/** What a rule asks about, as the client of the upstream names it. */
export const KEYS = ['phoneType', 'region', 'tag'] as const;
export type Key = (typeof KEYS)[number];
/** `any`: at least one of the values; `all`: every one; `none`: not one of them. For groups: of their parts. */
export const OPS = ['all', 'any', 'none'] as const;
export type Op = (typeof OPS)[number];

export const MAX_DEPTH = 6;
export const MAX_NODES = 100;
/** Values of one rule; there are 367 regions. */
export const MAX_VALUES = 400;

/** One condition on one key. Without values, or muted, it says nothing. `locked`: screens do not change it. */
export type Rule = {
  readonly id: string;
  readonly kind: 'rule';
  readonly key: Key;
  readonly op: Op;
  readonly values: readonly string[];
  readonly muted?: boolean | undefined;
  readonly locked?: boolean | undefined;
};

/** Parts joined by `op`. A group whose parts all say nothing says nothing itself; as a whole tree: everybody. */
export type Group = {
  readonly id: string;
  readonly kind: 'group';
  readonly op: Op;
  readonly parts: readonly Node[];
  readonly muted?: boolean | undefined;
  readonly locked?: boolean | undefined;
};
export type Node = Rule | Group;

const Id = z.string().min(1).max(40);
const marks = { muted: z.boolean().optional(), locked: z.boolean().optional() };
/** A tag holds no blank (user page, 标签) and at most 32 characters; more cannot exist. */
export const Value = z
  .string()
  .min(1, 'value-empty')
  .max(64, 'value-too-long')
  .regex(/^\S+$/u, 'value-blank');
const RuleShape = z.object({
  id: Id,
  kind: z.literal('rule'),
  key: z.enum(KEYS),
  op: z.enum(OPS),
  values: z.array(Value).max(MAX_VALUES, 'values-too-many'),
  ...marks,
});

/** Deeper than {@link MAX_DEPTH} is refused, before anything recurses. */
function nodeAt(depth: number): z.ZodType<Node> {
  if (depth === 0) return RuleShape;
  return z.discriminatedUnion('kind', [
    RuleShape,
    z.object({
      id: Id,
      kind: z.literal('group'),
      op: z.enum(OPS),
      parts: z.array(nodeAt(depth - 1)).max(MAX_NODES, 'nodes-too-many'),
      ...marks,
    }) as unknown as typeof RuleShape,
  ]);
}

/** Nodes of a tree, itself included. */
export const sizeOf = (node: Node): number =>
  node.kind === 'rule' ? 1 : node.parts.reduce((sum, part) => sum + sizeOf(part), 1);

/** A whole tree as it is sent and stored: its root is a group; six levels of groups, a hundred nodes. */
export const Tree: z.ZodType<Group> = nodeAt(MAX_DEPTH).superRefine((node, context) => {
  if (node.kind !== 'group') context.addIssue({ code: 'custom', message: 'root-is-a-rule' });
  else if (sizeOf(node) > MAX_NODES) context.addIssue({ code: 'custom', message: 'nodes-too-many' });
}) as z.ZodType<Group>;

/** One call of POST /user/count: its conditions in canonical order, as `canonical` of flat.ts makes them. */
export type Flat = readonly CountCondition[];
/** A flat count times a whole number other than zero. */
export type Term = { readonly times: number; readonly flat: Flat };
/** A term with what was counted. `at`: ms, by our clock, when the answer came; `reused`: it was known before. */
export type CountedTerm = Term & {
  readonly count: number;
  readonly at: number;
  readonly reused: boolean;
};

/**
 * How sure a number is. `exact`: a sum of counts that agree; `reconciled`: users changed meanwhile, the nearest value
 * that is possible; `interval`: between `low` and `high`.
 */
export type Sureness = 'exact' | 'reconciled' | 'interval';

/** How many users an audience reaches. Times in ms. */
export type Answer = {
  /** Null when only an interval is known. Never negative. */
  readonly value: number | null;
  readonly low: number;
  readonly high: number;
  readonly state: Sureness;
  /** When the oldest and the newest count came that this rests on. */
  readonly from: number;
  readonly to: number;
  /** Calls made for this answer, and counts taken over from before. */
  readonly calls: number;
  readonly reused: number;
  /** Users by which counts are known to have moved while this was asked; 0 when nothing showed. */
  readonly drift: number;
  readonly terms: readonly CountedTerm[];
};

/** What an answer will cost before it is asked. `seconds`: by the latency this app showed lately. */
export type Cost = { readonly calls: number; readonly reused: number; readonly seconds: number };

/** Calls that are made without asking the person first. */
export const FREE_CALLS = 10;

const Question = z.object({ id: z.string().min(1).max(80), tree: Tree });
/** How many users each of some trees reaches. */
export const AskInput = z.object({
  questions: z.array(Question).min(1).max(1100),
  /** Counts not older than this are taken over; 0: everything is asked anew. */
  maxAgeMs: z.number().int().min(0).max(86_400_000),
  /** Calls that may be made for all of them together; beyond, only the cost is told (`costly`). */
  maxCalls: z.number().int().min(0).max(5000),
  /** `interval`: within `maxCalls`, the best bounds instead of `costly`. */
  beyond: z.enum(['tell', 'interval']).optional(),
});
export type AskInput = z.infer<typeof AskInput>;

/** A line of the answer of POST /api/audience/count, questions in the order they finish. */
export type AskEvent =
  /** First of all. `terms` of each question, so that its formula can be shown before it runs. */
  | { type: 'plan'; cost: Cost; plans: readonly { id: string; cost: Cost; terms: readonly Term[] }[] }
  /** More than `maxCalls`: nothing was asked, nothing follows. */
  | { type: 'costly'; cost: Cost }
  | { type: 'progress'; done: number; of: number }
  | { type: 'answer'; id: string; answer: Answer }
  /** This question cannot be answered; the others go on. */
  | { type: 'failed'; id: string; failure: Failure };

/** Sets of an overlap: fewer make none, more ask for too many counts (2^n - 1). */
export const MIN_SETS = 2;
export const MAX_SETS = 6;
export const OverlapAsk = z.object({
  sets: z.array(Question).min(MIN_SETS).max(MAX_SETS),
  maxAgeMs: z.number().int().min(0).max(86_400_000),
  maxCalls: z.number().int().min(0).max(5000),
});
export type OverlapAsk = z.infer<typeof OverlapAsk>;

/** Users in exactly these sets and no other: bit i of `mask` stands for set i. */
export type Cell = { readonly mask: number; readonly value: number; readonly state: Sureness };
export type Overlap = {
  /** One cell for each mask from 1; 0 (in none of them) when `total` is known. */
  readonly cells: readonly Cell[];
  /** Users of each set, in their order. */
  readonly sizes: readonly number[];
  /** Everybody; null when the app's dialect cannot ask. */
  readonly total: number | null;
  readonly from: number;
  readonly to: number;
  readonly calls: number;
  readonly reused: number;
  readonly drift: number;
};
/** A line of the answer of POST /api/audience/overlap. */
export type OverlapEvent =
  | { type: 'plan'; cost: Cost }
  | { type: 'costly'; cost: Cost }
  | { type: 'progress'; done: number; of: number }
  | { type: 'overlap'; overlap: Overlap }
  | { type: 'failed'; failure: Failure };
