import { Budget, TooLarge } from './budget';
import { kindsOf } from './cells';
import { compileExpression } from './compile';
import type { Dialect } from './dialect';
import { type Expression, expressionOf, expressionOfFlat, join, opposite } from './expression';
import { everybody, flatKey, flatOf } from './flat';
import type { Flat, Group } from './schema';
import { extremes } from './simplex';
import { placesIn } from './tag-grid';
import { tagsIn } from './tag-vars';
import { type Bounds, both, unionBounds } from './union-bounds';

type Counts = ReadonlyMap<string, number>;

const WORK = 20_000_000;
/** Steps for each part of a tree, of which there are many. */
const PART_WORK = 200_000;
const MAX_PARTS = 150;
const ROOT_WORK = 3_000_000;
/** Counts, and counts times kinds of users, that one linear programme takes in. */
const MAX_FACTS = 120;
const MAX_ENTRIES = 200_000;
const STEPS = 600;
/** Parts of a group whose overlaps two by two are looked at. */
const MAX_PAIRED = 16;

/** Users of an expression, if the counts give it without remainder. */
function exact(expression: Expression, dialect: Dialect, counts: Counts, work = PART_WORK): number | null {
  const plan = compileExpression(expression, dialect, (key) => counts.has(key), work);
  if (plan.kind === 'nobody') return 0;
  if (plan.kind === 'too-large') return null;
  let sum = 0;
  for (const { times, flat } of plan.terms) {
    const count = counts.get(flatKey(flat));
    if (count === undefined) return null;
    sum += times * count;
  }
  return Math.max(0, sum);
}

/** Bounds part by part: what is counted, and what unions and intersections of that can be. */
function byParts(expression: Expression, dialect: Dialect, counts: Counts): Bounds {
  const total = counts.get(flatKey(everybody(dialect))) ?? Number.POSITIVE_INFINITY;
  const visit = (part: Expression): Bounds => {
    const sum = exact(part, dialect, counts);
    if (sum !== null) return { low: sum, high: sum };
    if (typeof part === 'boolean' || (part.is !== 'and' && part.is !== 'or')) return { low: 0, high: total };
    const parts = part.parts.map(visit);
    if (part.is === 'or') return unionBounds(parts, pairsOf(part.parts, parts), total);
    const smallest = { low: 0, high: Math.min(total, ...parts.map(({ high }) => high)) };
    if (!Number.isFinite(total)) return smallest;
    // Everybody but those who miss at least one part.
    const missing = parts.map(({ low, high }) => ({
      low: Math.max(0, total - high),
      high: Math.max(0, total - low),
    }));
    const outside = unionBounds(missing, pairsOf(part.parts.map(opposite), missing), total);
    return both(smallest, { low: Math.max(0, total - outside.high), high: Math.max(0, total - outside.low) });
  };
  const pairsOf = (parts: readonly Expression[], bounds: readonly Bounds[]) => {
    const found = new Map<string, Bounds>();
    return (a: number, b: number): Bounds => {
      const text = a < b ? `${a} ${b}` : `${b} ${a}`;
      const known = found.get(text);
      if (known) return known;
      const sum =
        parts.length > MAX_PAIRED
          ? null
          : exact(join('and', [parts[a] ?? true, parts[b] ?? true]), dialect, counts);
      const high = Math.min(bounds[a]?.high ?? 0, bounds[b]?.high ?? 0);
      const bound = sum === null ? { low: 0, high } : { low: sum, high: sum };
      found.set(text, bound);
      return bound;
    };
  };
  return visit(expression);
}

/** Counts about nothing but what the expression asks about, the shortest first. */
function factsFor(expression: Expression, dialect: Dialect, counts: Counts) {
  const tags = new Set(tagsIn(expression).flatMap(({ values }) => values));
  const codes = new Set(placesIn(expression).flatMap((one) => [...one.codes]));
  const whole = flatKey(everybody(dialect));
  const facts: { expression: Expression; count: number; size: number }[] = [];
  for (const [key, count] of counts) {
    const flat = flatOf(key);
    const fits = flat.every(
      (one) =>
        one.key === 'phoneType' || one.values.every((value) => (one.key === 'tag' ? tags : codes).has(value)),
    );
    const said = !fits ? null : key === whole ? true : expressionOfFlat(flat, dialect);
    const size = flat.reduce((sum, { values }) => sum + values.length, 0);
    if (said !== null) facts.push({ expression: said, count, size });
  }
  return facts.toSorted((a, b) => a.size - b.size).slice(0, MAX_FACTS);
}

/** The best that the counts can say, by linear programming over all kinds of users; null when there are too many. */
function byKinds(expression: Expression, dialect: Dialect, counts: Counts): Bounds | null {
  const facts = factsFor(expression, dialect, counts);
  const kinds = kindsOf([expression, ...facts.map((fact) => fact.expression)], new Budget(WORK));
  if (!kinds || facts.length === 0 || kinds.length * facts.length > MAX_ENTRIES) return null;
  const right = facts.map(({ count }) => count);
  const ends = extremes(
    facts.map((_, row) => kinds.map((kind) => kind[row + 1] ?? 0)),
    right,
    kinds.map((kind) => kind[0] ?? 0),
    STEPS,
  );
  if (!ends) return null;
  // Rounded outward: the programme is solved in floating point.
  const slack = 1e-6 + 1e-9 * Math.max(...right);
  return {
    low: ends.low === null ? 0 : Math.max(0, Math.ceil(ends.low - slack)),
    high: ends.high === null ? Number.POSITIVE_INFINITY : Math.floor(ends.high + slack),
  };
}

/**
 * Between which numbers the users of a tree lie, by the counts known (`flatKey` → users). `high` is Infinity where the
 * counts bound nothing, which they do once everybody is counted. Counts of one moment: the truth lies inside.
 */
export function interval(tree: Group, dialect: Dialect, counts: Counts): Bounds {
  const expression = expressionOf(tree);
  const sum = exact(expression, dialect, counts, ROOT_WORK);
  if (sum !== null) return { low: sum, high: sum };
  const parts = byParts(expression, dialect, counts);
  try {
    const best = byKinds(expression, dialect, counts);
    return best ? both(parts, best) : parts;
  } catch (error) {
    if (error instanceof TooLarge) return parts;
    throw error;
  }
}

/** Parts of an expression, their overlaps two by two, then the same one level down: what bounds are made of. */
function partsOf(expression: Expression): readonly Expression[] {
  const found: Expression[] = [];
  let level: readonly Expression[] = [expression];
  while (level.length > 0 && found.length < MAX_PARTS) {
    const groups = level.flatMap((one) => (typeof one === 'object' && 'parts' in one ? [one.parts] : []));
    found.push(...groups.flat());
    for (const parts of groups.filter(({ length }) => length <= MAX_PAIRED))
      for (const [i, a] of parts.entries())
        for (const b of parts.slice(i + 1)) found.push(join('and', [a, b]));
    level = groups.flat();
  }
  return found;
}

/**
 * What to ask, within `budget` calls, to bound the users of a tree most closely; counts that are `known` are left
 * out. All of the tree's own sum when that fits. At least one count, so that there is an upper bound; none for a
 * budget of 0 or when nobody is meant.
 */
export function boundsPlan(
  tree: Group,
  dialect: Dialect,
  budget: number,
  known: (key: string) => boolean = () => false,
): readonly Flat[] {
  const expression = expressionOf(tree);
  const chosen = new Map<string, Flat>();
  const take = (what: Expression, work = PART_WORK): boolean => {
    const plan = compileExpression(what, dialect, (key) => known(key) || chosen.has(key), work);
    if (plan.kind !== 'sum') return false;
    const fresh = plan.terms
      .map(({ flat }) => flat)
      .filter((flat) => !known(flatKey(flat)) && !chosen.has(flatKey(flat)));
    if (fresh.length > budget - chosen.size) return false;
    for (const flat of fresh) chosen.set(flatKey(flat), flat);
    return true;
  };
  if (compileExpression(expression, dialect).kind === 'nobody' || take(expression))
    return [...chosen.values()];
  take(true);
  for (const part of partsOf(expression).slice(0, MAX_PARTS)) {
    if (chosen.size >= budget) break;
    take(part);
  }
  return [...chosen.values()];
}
