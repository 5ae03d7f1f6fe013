import { Budget, TooLarge } from './budget';
import type { Dialect } from './dialect';
import { type Expression, expressionOf } from './expression';
import { canonical, everybody, flatKey } from './flat';
import type { Weights } from './phone-sets';
import { polished, Sum } from './polish';
import { rectangles } from './rectangles';
import type { Group, Term } from './schema';
import type { Side } from './sides';
import { gridOf, type TagGrid } from './tag-grid';
import { repeated } from './tag-repeated';
import { signed } from './tag-signed';
import { MAX_TERMS, oneSided, type TagSum } from './tag-sum';

/** How a tree is counted. `sum`: users = sum of times × count. `too-large`: at least so many counts. */
export type Plan =
  | { readonly kind: 'nobody' }
  | { readonly kind: 'sum'; readonly terms: readonly Term[] }
  | { readonly kind: 'too-large'; readonly atLeast: number };

/** Steps of work for one tree; some hundred milliseconds. */
const WORK = 3_000_000;

type Way = (functions: readonly Expression[], budget: Budget, dialect: Dialect) => readonly TagSum[];
const ONE_SIDED: readonly Way[] = [
  (functions, budget) => oneSided('positive', functions, budget),
  (functions, budget) => oneSided('complemented', functions, budget),
];
const REPEATED: readonly Way[] = [
  ...ONE_SIDED,
  (functions, budget, dialect) => repeated(functions, dialect, budget),
  (functions, budget, dialect) => functions.map((one) => signed(one, dialect, budget)),
];

/** Sums over tags put back into their places and phone types. */
function assembled(
  { rows }: TagGrid,
  sums: readonly TagSum[],
  dialect: Dialect,
  budget: Budget,
): readonly Term[] {
  const atoms = new Map<string, { conditions: Side['conditions']; weights: [number, number, number][] }>();
  for (const [number, { on }] of rows.entries())
    for (const [phone, index] of on.entries())
      for (const { times, conditions } of sums[index] ?? []) {
        budget.spend(4);
        // Each function names its tags in an order of its own.
        const tags = canonical(conditions);
        const key = flatKey(tags);
        const atom = atoms.get(key) ?? { conditions: tags, weights: rows.map(() => [0, 0, 0]) };
        const weights = atom.weights[number];
        if (weights) weights[phone] = (weights[phone] ?? 0) + times;
        atoms.set(key, atom);
      }
  const known = new Map<string, readonly Side[]>();
  const perShape = rows.length > 1 ? 60 * rows.reduce((total, { codes }) => total + 1 + codes.length, 0) : 0;
  const sum = new Sum();
  for (const { conditions, weights } of atoms.values()) {
    budget.spend(rows.length);
    const text = weights.join(';');
    let found = known.get(text);
    if (!found) {
      budget.spend(perShape);
      found = rectangles(weights as readonly Weights[], rows, dialect);
      known.set(text, found);
    }
    for (const side of found) sum.add(side.times, canonical([...conditions, ...side.conditions]));
    // Polishing makes two terms one at best.
    if (sum.size > 2 * MAX_TERMS + 1) throw new TooLarge();
  }
  return sum.terms;
}

/** Every count of nobody in particular becomes the app's way to ask for everybody. */
function asked(terms: readonly Term[], dialect: Dialect): readonly Term[] {
  const sum = new Sum();
  for (const { times, flat } of terms) sum.add(times, flat.length === 0 ? everybody(dialect) : flat);
  return sum.terms;
}

function attempt(way: () => readonly Term[]): readonly Term[] | null {
  try {
    return way();
  } catch (error) {
    if (error instanceof TooLarge) return null;
    throw error;
  }
}

/** {@link compile} for what a tree says, within `work` steps for each search. */
export function compileExpression(
  expression: Expression,
  dialect: Dialect,
  known: (key: string) => boolean = () => false,
  work = WORK,
): Plan {
  const searches = dialect.repeatedKey === 'intersects' ? REPEATED : ONE_SIDED;
  const ways = searches
    .map((way) =>
      attempt(() => {
        const budget = new Budget(work);
        const grid = gridOf(expression, budget);
        const sums = way(grid.functions, budget, dialect);
        return asked(polished(assembled(grid, sums, dialect, budget), dialect), dialect);
      }),
    )
    .filter((terms) => terms !== null);
  const cost = (terms: readonly Term[]) => terms.filter(({ flat }) => !known(flatKey(flat))).length;
  const best = ways.toSorted((a, b) => cost(a) - cost(b) || a.length - b.length)[0];
  if (!best || best.length > MAX_TERMS) return { kind: 'too-large', atLeast: MAX_TERMS + 1 };
  return best.length === 0 ? { kind: 'nobody' } : { kind: 'sum', terms: best };
}

/**
 * The cheapest sum of flat counts found for a tree in an app's dialect. `known`: counts, by `flatKey`, that cost
 * nothing. Bounded work: beyond {@link MAX_TERMS} counts a tree is `too-large`.
 */
export const compile = (tree: Group, dialect: Dialect, known?: (key: string) => boolean): Plan =>
  compileExpression(expressionOf(tree), dialect, known);
