import type { CountCondition } from '@/lib/getui/wire/users';
import { MAX_CONDITIONS } from './conditions';
import type { Clauses } from './tag-clauses';
import type { TagSum, TagTerm } from './tag-sum';

const bits = (n: number) => Array.from({ length: n }, (_, number) => 1 << number);
const numbersIn = (mask: number, n: number) =>
  Array.from({ length: n }, (_, number) => number).filter((number) => mask & (1 << number));

/** What holds wherever the table holds with more (`up`) or fewer of the variables `free`. */
function closure(table: Int32Array, free: number, up: boolean): Int32Array {
  const closed = table.slice();
  for (let bit = 1; bit < closed.length; bit <<= 1) {
    if (!(free & bit)) continue;
    for (let m = 0; m < closed.length; m++)
      if (Boolean(m & bit) === up) closed[m] = (closed[m] ?? 0) | (closed[m ^ bit] ?? 0);
  }
  return closed;
}

/** The conditions that together make a closed table: one for each outermost place where it does not hold. */
function clausesFor(
  closed: Int32Array,
  free: number,
  up: boolean,
  n: number,
  clauses: Clauses,
): readonly CountCondition[] | null {
  const found: CountCondition[] = [];
  for (let m = free; ; m = (m - 1) & free) {
    const next = bits(n).filter((bit) => free & bit && Boolean(m & bit) !== up);
    if (!closed[m] && next.every((bit) => closed[m ^ bit])) {
      const clause = up ? clauses.any(numbersIn(free & ~m, n)) : clauses.notAll(numbersIn(m, n));
      if (!clause || found.length + clause.length > MAX_CONDITIONS) return null;
      found.push(...clause);
    }
    if (m === 0) return found;
  }
}

type Step = { readonly conditions: readonly CountCondition[]; readonly table: Int32Array };

/** The smallest single count found that covers the table. */
function cover(table: Int32Array, n: number, clauses: Clauses, withDown: boolean): Step | null {
  const nots: CountCondition[] = [];
  let free = 0;
  for (const [number, bit] of bits(n).entries()) {
    const never = table.every((value, m) => !(m & bit) || value === 0);
    const not = never ? clauses.not(number) : null;
    if (not) nots.push(...not);
    else free |= bit;
  }
  const outside = (table.length - 1) & ~free;
  const up = closure(table, free, true);
  const ups = clausesFor(up, free, true, n, clauses);
  if (!ups) return null;
  const covered = up.map((value, m) => (m & outside ? 0 : value));
  if (!withDown) return { conditions: [...ups, ...nots], table: covered };
  const down = closure(table, free, false);
  const downs = clausesFor(down, free, false, n, clauses);
  if (!downs) return null;
  return {
    conditions: [...ups, ...downs, ...nots],
    table: covered.map((value, m) => value & (down[m] ?? 0)),
  };
}

/**
 * A function as a chain: everybody a single count covers, less those it should not, plus those that takes too many …
 * At most n + 1 counts of several conditions on tags each; null where one would need too many of them.
 */
export function chain(table: Int32Array, n: number, clauses: Clauses, withDown: boolean): TagSum | null {
  const terms: TagTerm[] = [];
  let rest = table;
  for (let times = 1; rest.includes(1); times = -times) {
    const step = cover(rest, n, clauses, withDown);
    if (!step || terms.length > n) return null;
    terms.push({ times, conditions: step.conditions });
    rest = step.table.map((value, m) => value & (rest[m] ? 0 : 1));
  }
  return terms;
}
