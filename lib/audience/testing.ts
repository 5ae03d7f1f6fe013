import type { Dialect } from './dialect';
import { citiesOf, REGION_OF } from './regions';
import type { Flat, Group, Key, Node, Op, Rule } from './schema';

// Users, trees and the vendor's count as simply as can be written, for tests to compare with.

export type Person = {
  readonly tags: ReadonlySet<string>;
  readonly place: string | null;
  readonly phone: 'android' | 'ios' | null;
};
/** What a vendor does in truth where its page leaves it open. */
export type Vendor = {
  readonly repeatedKey: 'and' | 'refuse';
  readonly not: 'none-of' | 'not-all';
  readonly empty: 'everybody' | 'refuse';
  readonly withCities: boolean;
};

/** A sequence of numbers from 0 to 1 that a seed decides (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
export type Random = ReturnType<typeof randomOf>;
export const pick = <T>(random: Random, list: readonly T[]): T =>
  list[Math.floor(random() * list.length)] as T;

const inside = (place: string | null, code: string) =>
  place === code || REGION_OF.get(place ?? '')?.province === code;

export function has(person: Person, key: Key, value: string): boolean {
  if (key === 'tag') return person.tags.has(value);
  return key === 'phoneType' ? person.phone === value : inside(person.place, value);
}

const joined = (op: Op, holds: readonly boolean[]) =>
  op === 'all' ? holds.every(Boolean) : op === 'any' ? holds.some(Boolean) : !holds.some(Boolean);

/** Whether a person belongs to a tree; null when the node says nothing. */
export function belongs(person: Person, node: Node): boolean | null {
  if (node.muted) return null;
  if (node.kind === 'rule')
    return node.values.length === 0
      ? null
      : joined(
          node.op,
          node.values.map((value) => has(person, node.key, value)),
        );
  const parts = node.parts.map((part) => belongs(person, part)).filter((part) => part !== null);
  return parts.length === 0 ? null : joined(node.op, parts);
}

export const truth = (people: readonly Person[], tree: Group): number =>
  people.filter((person) => belongs(person, tree) ?? true).length;

/** One count as such a vendor answers it. */
export function vendorCount(people: readonly Person[], flat: Flat, vendor: Vendor): number {
  if (flat.length === 0 && vendor.empty === 'refuse') throw new Error('no conditions');
  if (vendor.repeatedKey === 'refuse' && new Set(flat.map(({ key }) => key)).size < flat.length)
    throw new Error('a key twice');
  const meets = (person: Person, key: Key, value: string) =>
    key === 'region' && !vendor.withCities ? person.place === value : has(person, key, value);
  return people.filter((person) =>
    flat.every(({ key, op, values }) => {
      if (values.length === 0) throw new Error('no values');
      const holds = values.map((value) => meets(person, key, value));
      if (op === 'not') return vendor.not === 'none-of' ? !holds.some(Boolean) : !holds.every(Boolean);
      return op === 'or' ? holds.some(Boolean) : holds.every(Boolean);
    }),
  ).length;
}

/** Every vendor an app's dialect has to be right for. */
export function vendorsOf(dialect: Dialect): readonly Vendor[] {
  const nots = dialect.notSeveral === 'avoid' ? (['none-of', 'not-all'] as const) : [dialect.notSeveral];
  const cities = dialect.provinces === 'expand' ? [true, false] : [true];
  return nots.flatMap((not) =>
    cities.map((withCities) => ({
      repeatedKey: dialect.repeatedKey === 'avoid' ? ('refuse' as const) : ('and' as const),
      not,
      empty: dialect.empty === 'avoid' ? ('refuse' as const) : ('everybody' as const),
      withCities,
    })),
  );
}

export const DIALECTS: readonly Dialect[] = (['intersects', 'avoid'] as const).flatMap((repeatedKey) =>
  (['none-of', 'not-all', 'avoid'] as const).flatMap((notSeveral) =>
    (['everybody', 'avoid'] as const).flatMap((empty) =>
      (['with-cities', 'expand'] as const).map((provinces) => ({
        repeatedKey,
        notSeveral,
        empty,
        provinces,
      })),
    ),
  ),
);

const SOME_PROVINCES = ['11000000', '46000000', '13000000'];
export const SOME_PLACES = [
  ...SOME_PROVINCES,
  ...SOME_PROVINCES.flatMap((code) => citiesOf(code).slice(0, 3)).map(({ code }) => code),
];

export const tagNames = (n: number) => Array.from({ length: n }, (_, i) => `t${i}`);

/** People with correlated tags; `neither`: some have no phone type. */
export function somePeople(
  random: Random,
  size: number,
  tags: readonly string[],
  neither: boolean,
): Person[] {
  const likely = new Map(tags.map((tag) => [tag, random()]));
  return Array.from({ length: size }, () => ({
    tags: new Set(tags.filter((tag) => random() < (likely.get(tag) ?? 0))),
    place: random() < 0.2 ? null : pick(random, SOME_PLACES),
    phone: neither && random() < 0.2 ? null : random() < 0.6 ? 'android' : 'ios',
  }));
}

let ids = 0;
const nextId = () => `n${ids++}`;
export const rule = (key: Key, op: Op, values: readonly string[]): Rule => ({
  id: nextId(),
  kind: 'rule',
  key,
  op,
  values,
});
export const group = (op: Op, parts: readonly Node[]): Group => ({ id: nextId(), kind: 'group', op, parts });

const OPS = ['all', 'any', 'none'] as const;

/** A tree of at most `depth` levels of groups. `keys`: what its rules may ask about. */
export function someTree(
  random: Random,
  depth: number,
  tags: readonly string[],
  keys: readonly Key[],
): Group {
  const values = (list: readonly string[], most: number) =>
    Array.from({ length: Math.ceil(random() * most) }, () => pick(random, list));
  const leaf = (): Rule => {
    const key = pick(random, keys);
    const list = key === 'tag' ? tags : key === 'region' ? SOME_PLACES : ['android', 'ios'];
    const made = rule(
      key,
      pick(random, OPS),
      random() < 0.04 ? [] : values(list, key === 'phoneType' ? 2 : 4),
    );
    return random() < 0.05 ? { ...made, muted: true } : made;
  };
  const node = (left: number): Node => (left === 0 || random() < 0.45 ? leaf() : branch(left - 1));
  const branch = (left: number): Group => {
    const parts = Array.from({ length: Math.ceil(random() * 3) }, () => node(left));
    const made = group(pick(random, OPS), parts);
    return random() < 0.03 ? { ...made, muted: true } : made;
  };
  return group(
    pick(random, OPS),
    Array.from({ length: 1 + Math.floor(random() * 3) }, () => node(depth - 1)),
  );
}

/** A tree on tags that takes many counts: groups of "one of the two and not the other". At most 73 nodes. */
export function knottedTree(random: Random, tags: readonly string[]): Group {
  const few = <T>(make: () => T) => Array.from({ length: 1 + Math.floor(random() * 3) }, make);
  const either = (): Group => {
    const [a, b] = [pick(random, tags), pick(random, tags)];
    return group(random() < 0.5 ? 'any' : 'none', [
      group('all', [rule('tag', 'all', [a]), rule('tag', 'none', [b])]),
      group('all', [rule('tag', 'none', [a]), rule('tag', 'all', [b])]),
    ]);
  };
  const leaf = () =>
    rule(
      'tag',
      pick(random, OPS),
      few(() => pick(random, tags)),
    );
  return group(
    pick(random, OPS),
    few(() =>
      group(
        pick(random, OPS),
        few(() => (random() < 0.7 ? either() : leaf())),
      ),
    ),
  );
}
