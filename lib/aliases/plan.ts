import { cidRule } from '@/lib/core/cid';
import { type AliasRule, aliasIsLongInBytes, aliasRule, MAX_CIDS_PER_ALIAS, type PairRow } from './rules';

/** Why a row is not sent. */
export type Refusal =
  | 'alias-empty'
  | 'alias-too-long'
  | 'alias-charset'
  | 'alias-unreachable'
  | 'cid-empty'
  | 'cid-form'
  | 'duplicate'
  | 'cid-twice'
  | 'cid-unknown'
  | 'alias-full'
  | 'no-change'
  | 'not-bound'
  | 'other-alias';

export type PlannedRow = PairRow & {
  /** What the row will do: bind a free cid, take the cid from another alias, unbind, or nothing. */
  readonly verdict: 'binds' | 'replaces' | 'unbinds' | Refusal;
  /** The alias the cid holds now, empty when none or not read. */
  readonly before: string;
  /** Line that the verdict refers to (duplicate, cid-twice). */
  readonly other?: number;
  /** Legal, but longer than 40 bytes of UTF-8. */
  readonly long?: boolean;
};

export const ACTING = ['binds', 'replaces', 'unbinds'] as const;
/** True when the row is part of what will be sent. */
export const acts = (row: PlannedRow): boolean => (ACTING as readonly string[]).includes(row.verdict);

/** What the upstream said before the plan: the alias of each cid, the cids of each alias, and cids it does not know. */
export type Current = {
  readonly aliasOf: ReadonlyMap<string, string>;
  readonly cidsOf: ReadonlyMap<string, readonly string[]>;
  readonly unknownCids: ReadonlySet<string>;
};

/**
 * Form, duplicates and doubled cids: everything that needs no upstream. The first of several equal rows stands; a cid
 * that comes again with another alias is refused at its later line, since one call says nothing about its order.
 */
export function lintPairs(
  rows: readonly PairRow[],
  rule: (alias: string) => AliasRule | null = aliasRule,
): PlannedRow[] {
  const first = new Map<string, PairRow>();
  return rows.map((row) => {
    const broken = cidRule(row.cid) ?? rule(row.alias);
    if (broken) return { ...row, verdict: broken, before: '' };
    const earlier = first.get(row.cid);
    if (earlier) {
      const verdict = earlier.alias === row.alias ? ('duplicate' as const) : ('cid-twice' as const);
      return { ...row, verdict, before: '', other: earlier.line };
    }
    first.set(row.cid, row);
    return { ...row, verdict: 'binds', before: '', ...(aliasIsLongInBytes(row.alias) ? { long: true } : {}) };
  });
}

/**
 * What binding would do, row after row as the upstream would see them: a cid leaves the alias it holds, an alias never
 * passes ten cids. `linted` comes from {@link lintPairs}.
 */
export function planBind(linted: readonly PlannedRow[], now: Current): PlannedRow[] {
  const holders = new Map<string, Set<string>>();
  const holdersOf = (alias: string) => {
    const set = holders.get(alias) ?? new Set(now.cidsOf.get(alias));
    holders.set(alias, set);
    return set;
  };
  return linted.map((row) => {
    if (!acts(row)) return row;
    if (now.unknownCids.has(row.cid)) return { ...row, verdict: 'cid-unknown' };
    const before = now.aliasOf.get(row.cid) ?? '';
    if (before === row.alias) return { ...row, verdict: 'no-change', before };
    const target = holdersOf(row.alias);
    if (!target.has(row.cid) && target.size >= MAX_CIDS_PER_ALIAS)
      return { ...row, verdict: 'alias-full', before };
    target.add(row.cid);
    if (before) holdersOf(before).delete(row.cid);
    return { ...row, verdict: before ? 'replaces' : 'binds', before };
  });
}

/** What unbinding would do: only a pair that is bound is sent. */
export function planUnbind(linted: readonly PlannedRow[], now: Current): PlannedRow[] {
  return linted.map((row) => {
    if (!acts(row)) return row;
    if (now.unknownCids.has(row.cid)) return { ...row, verdict: 'cid-unknown' };
    const before = now.aliasOf.get(row.cid) ?? '';
    if (before === row.alias) return { ...row, verdict: 'unbinds', before };
    return { ...row, verdict: before ? 'other-alias' : 'not-bound', before };
  });
}

/** How many rows have each verdict. */
export function tally(rows: readonly PlannedRow[]): Partial<Record<PlannedRow['verdict'], number>> {
  const counts: Partial<Record<PlannedRow['verdict'], number>> = {};
  for (const { verdict } of rows) counts[verdict] = (counts[verdict] ?? 0) + 1;
  return counts;
}
