import type { CountCondition } from '@/lib/getui/wire/users';
import { type Budget, TooLarge } from './budget';
import { allOf, anyOf, noneOf, notAllOf } from './conditions';
import type { Dialect } from './dialect';
import type { Expression, Tags } from './expression';
import { MAX_TERMS, type TagSum } from './tag-sum';

/** Conditions by number, the contrary by the negative number, all of which hold: times a whole number. */
type Product = { readonly times: number; readonly of: readonly number[] };
type Products = ReadonlyMap<string, Product>;
const MAX_PRODUCTS = 4 * MAX_TERMS;

const asProducts = (products: readonly Product[]): Products =>
  new Map(products.filter(({ times }) => times !== 0).map((product) => [product.of.join(), product]));

/** Conditions on tags of one expression, each once, with the contrary where the dialect has one. */
class Conditions {
  private readonly numbers = new Map<string, number>();
  private readonly known: { yes: readonly CountCondition[]; no: readonly CountCondition[] | null }[] = [];

  constructor(private readonly dialect: Dialect) {}

  numberOf({ op, values }: Tags): number {
    const key = JSON.stringify([op, values]);
    const found = this.numbers.get(key);
    if (found) return found;
    const any = op === 'any';
    this.known.push({
      yes: any ? anyOf('tag', values) : allOf('tag', values),
      no: any ? noneOf('tag', values, this.dialect) : notAllOf('tag', values, this.dialect),
    });
    this.numbers.set(key, this.known.length);
    return this.known.length;
  }

  of(number: number): readonly CountCondition[] | null {
    const found = this.known[Math.abs(number) - 1];
    return (number > 0 ? found?.yes : found?.no) ?? null;
  }
}

function multiplied(left: Products, right: Products, budget: Budget): Products {
  const result = new Map<string, Product>();
  for (const a of left.values())
    for (const b of right.values()) {
      budget.spend(8 + a.of.length + b.of.length);
      const of = [...new Set([...a.of, ...b.of])].sort((x, y) => x - y);
      if (of.some((number) => number < 0 && of.includes(-number))) continue;
      const times = (result.get(of.join())?.times ?? 0) + a.times * b.times;
      if (times === 0) result.delete(of.join());
      else result.set(of.join(), { times, of });
      if (result.size > MAX_PRODUCTS) throw new TooLarge();
    }
  return result;
}

/**
 * The tree multiplied out as it stands, every condition on tags kept whole: for dialects in which several conditions
 * on tags may stand in one count.
 */
export function signed(expression: Expression, dialect: Dialect, budget: Budget): TagSum {
  const conditions = new Conditions(dialect);
  const opposite = (products: Products): Products => {
    const [only] = products.values();
    const [literal] = only?.of ?? [];
    const flips = products.size === 1 && only?.times === 1 && only.of.length === 1;
    if (flips && literal !== undefined && conditions.of(-literal))
      return asProducts([{ times: 1, of: [-literal] }]);
    const constant = 1 - (products.get('')?.times ?? 0);
    const others = [...products.values()].filter(({ of }) => of.length > 0);
    return asProducts([
      { times: constant, of: [] },
      ...others.map(({ times, of }) => ({ times: -times, of })),
    ]);
  };
  const visit = (part: Expression): Products => {
    if (typeof part === 'boolean') return asProducts([{ times: Number(part), of: [] }]);
    if (part.is === 'tags') {
      const own = asProducts([{ times: 1, of: [conditions.numberOf(part)] }]);
      return part.negated ? opposite(own) : own;
    }
    if (part.is !== 'and' && part.is !== 'or') throw new Error('not an expression on tags alone');
    const and = part.is === 'and';
    const all = part.parts
      .map((one) => (and ? visit(one) : opposite(visit(one))))
      .reduce((a, b) => multiplied(a, b, budget));
    return and ? all : opposite(all);
  };
  return [...visit(expression).values()].map(({ times, of }) => ({
    times,
    conditions: of.flatMap((number) => conditions.of(number) ?? []),
  }));
}
