import type { CountCondition } from '@/lib/getui/wire/users';
import { type Budget, TooLarge } from './budget';
import { allOf, anyOf } from './conditions';
import type { Expression, Tags } from './expression';
import { tagsIn, truthTable, type Var, type Vars, varsOf } from './tag-vars';

/** A condition on tags alone, times a whole number. No conditions: everybody. */
export type TagTerm = { readonly times: number; readonly conditions: readonly CountCondition[] };
export type TagSum = readonly TagTerm[];

/** Variables up to which a whole truth table is worked with. */
export const TABLE_VARS = 12;
/** Terms a sum may have. */
export const MAX_TERMS = 1023;
const MAX_PRODUCT = 4 * MAX_TERMS;

/**
 * One-sided inclusion–exclusion. `positive`: over counts of everybody who has all of some tags; `complemented`: over
 * counts of everybody who has one of them. Each needs one condition on tags per count and works in every dialect.
 */
export function oneSided(
  side: 'positive' | 'complemented',
  functions: readonly Expression[],
  budget: Budget,
): TagSum[] {
  const positive = side === 'positive';
  return functions.map((expression) => {
    const found = varsOf(tagsIn(expression), { any: !positive, all: positive });
    const { vars, of } = found;
    const conditionsFor = (numbers: readonly number[]) => {
      const values = numbers.flatMap((number) => vars[number]?.values ?? []);
      return values.length === 0 ? [] : positive ? allOf('tag', values) : anyOf('tag', values);
    };
    if (vars.length > TABLE_VARS) return sparse(expression, positive, of, budget, conditionsFor);
    budget.spend((tagsIn(expression).length + vars.length) << vars.length);
    return dense(expression, vars, of, positive, conditionsFor);
  });
}

/** Subset Möbius of the truth table, or of its mirror image. */
function dense(
  expression: Expression,
  vars: readonly Var[],
  of: Vars['of'],
  positive: boolean,
  conditionsFor: (numbers: readonly number[]) => readonly CountCondition[],
): TagSum {
  const n = vars.length;
  const table = truthTable(expression, n, of);
  const times = positive ? table : table.slice().reverse();
  for (let bit = 1; bit < times.length; bit <<= 1)
    for (let m = 0; m < times.length; m++) if (m & bit) times[m] = (times[m] ?? 0) - (times[m ^ bit] ?? 0);
  const terms: TagTerm[] = [];
  let everybody = 0;
  for (const [mask, value] of times.entries()) {
    // Whoever has none of some tags is everybody but those who have one of them.
    if (!positive || mask === 0) everybody += value;
    if (value === 0 || mask === 0) continue;
    const conditions = conditionsFor(vars.flatMap((_, number) => (mask & (1 << number) ? [number] : [])));
    terms.push({ times: positive ? value : -value, conditions });
  }
  return everybody === 0 ? terms : [{ times: everybody, conditions: [] }, ...terms];
}

/** A product of yes-or-no questions by the text of their numbers, times a whole number. */
type Polynomial = ReadonlyMap<string, { times: number; of: readonly number[] }>;

const constant = (times: number): Polynomial => new Map(times === 0 ? [] : [['', { times, of: [] }]]);

function product(left: Polynomial, right: Polynomial, budget: Budget): Polynomial {
  const result = new Map<string, { times: number; of: readonly number[] }>();
  for (const a of left.values())
    for (const b of right.values()) {
      budget.spend(8 + a.of.length + b.of.length);
      const of = [...new Set([...a.of, ...b.of])].sort((x, y) => x - y);
      const text = of.join();
      const times = (result.get(text)?.times ?? 0) + a.times * b.times;
      if (times === 0) result.delete(text);
      else result.set(text, { times, of });
      if (result.size > MAX_PRODUCT) throw new TooLarge();
    }
  return result;
}

function oneMinus(polynomial: Polynomial): Polynomial {
  const result = new Map([...polynomial].map(([text, { times, of }]) => [text, { times: -times, of }]));
  const times = 1 + (result.get('')?.times ?? 0);
  if (times === 0) result.delete('');
  else result.set('', { times, of: [] });
  return result;
}

/** The same for trees with many tags of which few meet: multiplied out, never beyond {@link MAX_PRODUCT} terms. */
function sparse(
  expression: Expression,
  positive: boolean,
  of: Vars['of'],
  budget: Budget,
  conditionsFor: (numbers: readonly number[]) => readonly CountCondition[],
): TagSum {
  const leaf = (tags: Tags): Polynomial => {
    const numbers = of(tags).toSorted((x, y) => x - y);
    // One product of the side's own questions, or the opposite of the product of their opposites.
    const together = (tags.op === 'all') === positive;
    const own: Polynomial = together
      ? new Map([[numbers.join(), { times: 1, of: numbers }]])
      : oneMinus(
          numbers.map((n) => oneMinus(single(n))).reduce((a, b) => product(a, b, budget), constant(1)),
        );
    return tags.negated === positive ? oneMinus(own) : own;
  };
  const visit = (part: Expression): Polynomial => {
    if (typeof part === 'boolean') return constant(Number(part));
    if (part.is === 'tags') return leaf(part);
    if (part.is !== 'and' && part.is !== 'or') throw new Error('not an expression on tags alone');
    const and = part.is === 'and';
    const factors = part.parts.map((one) => (and ? visit(one) : oneMinus(visit(one))));
    const all = factors.reduce((a, b) => product(a, b, budget), constant(1));
    return and ? all : oneMinus(all);
  };
  const terms: TagTerm[] = [];
  let everybody = 0;
  for (const { times, of: numbers } of visit(expression).values()) {
    if (!positive || numbers.length === 0) everybody += times;
    if (numbers.length > 0)
      terms.push({ times: positive ? times : -times, conditions: conditionsFor(numbers) });
  }
  return everybody === 0 ? terms : [{ times: everybody, conditions: [] }, ...terms];
}

const single = (number: number): Polynomial => new Map([[`${number}`, { times: 1, of: [number] }]]);
