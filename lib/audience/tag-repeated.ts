import { type Budget, TooLarge } from './budget';
import type { Dialect } from './dialect';
import type { Expression } from './expression';
import { chain } from './tag-chain';
import { clausesOf } from './tag-clauses';
import { mixed } from './tag-mixed';
import { signed } from './tag-signed';
import type { TagSum } from './tag-sum';
import { tagsIn, truthTable, varsOf } from './tag-vars';

/** Variables up to which truth tables are searched for a cheaper sum. */
const SEARCH_VARS = 10;

/** The sum of each function by the search that finds the shortest, where counts may have several conditions on tags. */
export function repeated(
  functions: readonly Expression[],
  dialect: Dialect,
  budget: Budget,
): readonly TagSum[] {
  return functions.map((expression) => {
    const ways = searches(expression, dialect, budget).flatMap((search) => attempt(search) ?? []);
    if (ways.length === 0) throw new TooLarge();
    return ways.reduce((best, way) => (way.length < best.length ? way : best));
  });
}

function searches(
  expression: Expression,
  dialect: Dialect,
  budget: Budget,
): readonly (() => TagSum | null)[] {
  const asItStands = () => signed(expression, dialect, budget);
  const tags = tagsIn(expression);
  const { vars, of } = varsOf(tags, { any: true, all: true });
  if (vars.length > SEARCH_VARS) return [asItStands];
  const n = vars.length;
  const clauses = clausesOf(vars, dialect);
  const table = () => truthTable(expression, n, of);
  return [
    asItStands,
    () => chain(table(), n, clauses, dialect.notSeveral === 'not-all'),
    () => chain(table(), n, clauses, false),
    () => mixed(table(), n, clauses, budget),
  ];
}

function attempt<T>(way: () => T | null): T[] | null {
  try {
    const found = way();
    return found ? [found] : null;
  } catch (error) {
    if (error instanceof TooLarge) return null;
    throw error;
  }
}
