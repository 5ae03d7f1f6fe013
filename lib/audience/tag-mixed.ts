import type { Budget } from './budget';
import type { Clauses } from './tag-clauses';
import type { TagSum, TagTerm } from './tag-sum';

type Split = { readonly kind: 'both' | 'more' | 'less'; readonly cost: number };

/** A table cut by its last variable: where it does not hold, and where it does. */
const halves = (table: Int32Array) => {
  const half = table.length >> 1;
  return { without: table.subarray(0, half), within: table.subarray(half) };
};
const minus = (a: Int32Array, b: Int32Array) => a.map((value, m) => value - (b[m] ?? 0));

/**
 * A sum of products in which each variable is asked for, denied or left out, whichever is cheapest at its place
 * (pseudo-Kronecker expansion, variables in their order). Never longer than either one-sided expansion where every
 * variable can be denied. For dialects in which several conditions on tags may stand in one count.
 */
export function mixed(table: Int32Array, n: number, clauses: Clauses, budget: Budget): TagSum {
  const denied = Array.from({ length: n }, (_, number) => clauses.not(number));
  const split = (of: Int32Array, level: number): Split => {
    const { without, within } = halves(of);
    const [a, b, change] = [without, within, minus(within, without)].map((one) => costOf(one, level - 1));
    const ways: Split[] = [{ kind: 'more', cost: (a ?? 0) + (change ?? 0) }];
    if (denied[level - 1])
      ways.push(
        { kind: 'both', cost: (a ?? 0) + (b ?? 0) },
        { kind: 'less', cost: (b ?? 0) + (change ?? 0) },
      );
    return ways.reduce((best, way) => (way.cost < best.cost ? way : best));
  };
  const costOf = (of: Int32Array, level: number): number => {
    budget.spend(of.length);
    const first = of[0] ?? 0;
    if (of.every((value) => value === first)) return first === 0 ? 0 : 1;
    return split(of, level).cost;
  };
  const terms: TagTerm[] = [];
  const write = (of: Int32Array, level: number, asked: readonly number[], nots: TagTerm['conditions']) => {
    const first = of[0] ?? 0;
    if (of.every((value) => value === first)) {
      if (first !== 0) terms.push({ times: first, conditions: [...clauses.all(asked), ...nots] });
      return;
    }
    const number = level - 1;
    const { without, within } = halves(of);
    const { kind } = split(of, level);
    const no = [...nots, ...(denied[number] ?? [])];
    const more = kind === 'more' ? minus(within, without) : within;
    const less = kind === 'less' ? minus(without, within) : without;
    if (kind === 'less') write(within, number, asked, nots);
    else write(more, number, [...asked, number], nots);
    if (kind === 'more') write(without, number, asked, nots);
    else write(less, number, asked, no);
  };
  write(table, n, [], []);
  return terms;
}
