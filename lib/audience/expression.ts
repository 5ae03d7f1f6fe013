import type { Dialect } from './dialect';
import { citiesOf, REGION_OF } from './regions';
import type { Flat, Group, Key, Node, Rule } from './schema';

/**
 * What a tree says, with `none` pushed down to the leaves. `tags`: at least one (`any`) or every one (`all`) of the
 * values, or not (`negated`). `places`: the user is in one of them, or not. `phones`: bits of {@link PHONES}.
 */
export type Tags = {
  readonly is: 'tags';
  readonly op: 'any' | 'all';
  readonly values: readonly string[];
  readonly negated: boolean;
};
export type Places = {
  readonly is: 'places';
  readonly codes: ReadonlySet<string>;
  readonly negated: boolean;
};
export type Phones = { readonly is: 'phones'; readonly mask: number };
export type Joined = { readonly is: 'and' | 'or'; readonly parts: readonly Expression[] };
export type Expression = boolean | Tags | Places | Phones | Joined;

/** Android, ios, and neither of them. */
export const ANDROID = 1;
export const IOS = 2;
export const NEITHER = 4;
const ALL_PHONES = ANDROID | IOS | NEITHER;

/** A province covers its cities too; a code that no table knows stands for itself. */
export function placesOf(code: string): readonly string[] {
  const region = REGION_OF.get(code);
  return region?.province === code ? [code, ...citiesOf(code).map((city) => city.code)] : [code];
}

const phoneBit = (value: string) => (value === 'android' ? ANDROID : value === 'ios' ? IOS : 0);

function phonesOf({ op, values }: Rule): Expression {
  const bits = values.map(phoneBit);
  const union = bits.reduce<number>((mask, bit) => mask | bit, 0);
  if (op === 'all') return phones(bits.reduce<number>((mask, bit) => mask & bit, ALL_PHONES));
  return phones(op === 'any' ? union : ALL_PHONES & ~union);
}

function regionsOf({ op, values }: Rule): Expression {
  const [first = [], ...others] = values.map(placesOf);
  if (op !== 'all') return places(new Set(values.flatMap(placesOf)), op === 'none');
  return places(new Set(first.filter((code) => others.every((set) => set.includes(code)))), false);
}

function tagsOf({ op, values }: Rule): Expression {
  const sorted = [...new Set(values)].sort();
  const one = sorted.length === 1 || op !== 'all';
  return { is: 'tags', op: one ? 'any' : 'all', values: sorted, negated: op === 'none' };
}

const OF_KEY: Readonly<Record<Key, (rule: Rule) => Expression>> = {
  phoneType: phonesOf,
  region: regionsOf,
  tag: tagsOf,
};

const phones = (mask: number): Expression =>
  mask === 0 ? false : mask === ALL_PHONES ? true : { is: 'phones', mask };
const places = (codes: ReadonlySet<string>, negated: boolean): Expression =>
  codes.size === 0 ? negated : { is: 'places', codes, negated };

/** The opposite, again with negation at the leaves only. */
export function opposite(expression: Expression): Expression {
  if (typeof expression === 'boolean') return !expression;
  if (expression.is === 'phones') return phones(ALL_PHONES & ~expression.mask);
  if (expression.is === 'tags' || expression.is === 'places')
    return { ...expression, negated: !expression.negated };
  return join(expression.is === 'and' ? 'or' : 'and', expression.parts.map(opposite));
}

/**
 * Parts under `and` or `or`: nested ones of the same kind are drawn up, constants dropped, rules on tags that can be
 * one rule are made one.
 */
export function join(is: 'and' | 'or', parts: readonly Expression[]): Expression {
  const neutral = is === 'and';
  const flat = parts.flatMap((part) =>
    typeof part === 'object' && part.is === is ? (part as Joined).parts : [part],
  );
  if (flat.includes(!neutral)) return !neutral;
  const rest: Expression[] = [];
  const merged = new Map<boolean, Set<string>>();
  let mask = neutral ? ALL_PHONES : 0;
  for (const part of flat) {
    if (typeof part === 'boolean') continue;
    if (part.is === 'phones') mask = neutral ? mask & part.mask : mask | part.mask;
    else if (part.is === 'tags' && mergesUnder(is, part)) {
      const values = merged.get(part.negated) ?? new Set();
      for (const value of part.values) values.add(value);
      merged.set(part.negated, values);
    } else rest.push(part);
  }
  for (const [negated, values] of merged) rest.push(mergedTags(is, negated, values));
  if (mask !== (neutral ? ALL_PHONES : 0)) rest.push(phones(mask));
  if (rest.includes(!neutral)) return !neutral;
  const left = rest.filter((part) => part !== neutral);
  const [only] = left;
  return only === undefined ? neutral : left.length === 1 ? only : { is, parts: left };
}

/** Under `and`: has every one, has none. Under `or`: has one, lacks one. */
function mergesUnder(is: 'and' | 'or', { op, values, negated }: Tags): boolean {
  return values.length === 1 || (op === 'all') === ((is === 'and') !== negated);
}

function mergedTags(is: 'and' | 'or', negated: boolean, values: ReadonlySet<string>): Tags {
  const all = values.size > 1 && (is === 'and') !== negated;
  return { is: 'tags', op: all ? 'all' : 'any', values: [...values].sort(), negated };
}

/** What a node says; null when it says nothing: muted, without values, or a group whose parts all say nothing. */
function said(node: Node): Expression | null {
  if (node.muted) return null;
  if (node.kind === 'rule') return node.values.length === 0 ? null : OF_KEY[node.key](node);
  const parts = node.parts.map(said).filter((part) => part !== null);
  if (parts.length === 0) return null;
  if (node.op === 'all') return join('and', parts);
  const some = join('or', parts);
  return node.op === 'any' ? some : opposite(some);
}

/** What a whole tree says; a tree that says nothing means everybody. */
export const expressionOf = (tree: Group): Expression => said(tree) ?? true;

/** What one count means in a dialect; null where the dialect leaves that open. */
export function expressionOfFlat(flat: Flat, dialect: Dialect): Expression | null {
  const parts: Expression[] = [];
  for (const { key, op, values } of flat) {
    const codes = new Set(values);
    const whole =
      dialect.provinces === 'with-cities' ||
      values.every((code) => placesOf(code).every((at) => codes.has(at)));
    if (key === 'region' && !whole) return null;
    if (op === 'not' && values.length > 1 && dialect.notSeveral === 'avoid') return null;
    const all = op === 'and' || (op === 'not' && dialect.notSeveral === 'not-all');
    const said = OF_KEY[key]({ id: '', kind: 'rule', key, op: all ? 'all' : 'any', values });
    parts.push(op === 'not' ? opposite(said) : said);
  }
  return join('and', parts);
}
