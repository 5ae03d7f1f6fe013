import { describe, expect, test } from 'vitest';
import { boundsPlan, interval } from './bounds';
import { compile } from './compile';
import { CAUTIOUS, type Dialect } from './dialect';
import { everybody, flatKey } from './flat';
import { PROVINCES, REGIONS } from './regions';
import { type Group, KEYS, type Term } from './schema';
import {
  DIALECTS,
  group,
  knottedTree,
  pick,
  type Random,
  randomOf,
  rule,
  SOME_PLACES,
  somePeople,
  someTree,
  tagNames,
  truth,
  vendorCount,
  vendorsOf,
} from './testing';
import { oneSidedCosts } from './testing-cost';

const RUNS = Number(process.env.MUSTER_PROPERTY_RUNS ?? 3000);
const LIMIT_MS = 20_000 + 20 * RUNS;
const REPEATS: Dialect = {
  repeatedKey: 'intersects',
  notSeveral: 'none-of',
  empty: 'everybody',
  provinces: 'with-cities',
};
const ONCE: Dialect = { ...REPEATS, repeatedKey: 'avoid' };

const termsOf = (tree: Group, dialect: Dialect): readonly Term[] => {
  const plan = compile(tree, dialect);
  if (plan.kind === 'too-large') throw new Error('too large');
  return plan.kind === 'nobody' ? [] : plan.terms;
};
const calls = (tree: Group, dialect: Dialect) => termsOf(tree, dialect).length;

type Make = (random: Random, tags: readonly string[], depth: number) => Group;

describe('an answer equals what is counted person by person, and is as cheap as by the book', () => {
  test.each<[string, Make, number]>([
    ['tags', (random, tags, depth) => someTree(random, depth, tags, ['tag']), 1],
    ['tags in knots', knottedTree, 1],
    ['every key', (random, tags, depth) => someTree(random, depth, tags, KEYS), 3 * (1 + SOME_PLACES.length)],
  ])('%s', { timeout: LIMIT_MS }, (_, make, wheres) => {
    for (let seed = 0; seed < RUNS / 3; seed++) {
      const random = randomOf(seed);
      const dialect = pick(random, DIALECTS);
      const tags = tagNames(1 + Math.floor(random() * 10));
      const tree = make(random, tags, 1 + Math.floor(random() * 6));
      const people = somePeople(random, 40, tags, dialect.empty === 'everybody');
      const terms = termsOf(tree, dialect);
      for (const vendor of vendorsOf(dialect)) {
        const sum = terms.reduce(
          (total, { times, flat }) => total + times * vendorCount(people, flat, vendor),
          0,
        );
        if (sum !== truth(people, tree))
          expect({ seed, dialect, tree, terms, sum }).toBe(truth(people, tree));
      }
      // A tree that says the same of everybody is one count, or none.
      const most = Math.max(1, Math.min(...oneSidedCosts(tree, tags), wheres * 2 ** tags.length - 1));
      if (terms.length > most) expect({ seed, dialect, tree, cost: terms.length }).toEqual({ cost: most });
    }
  });
});

describe('calls', () => {
  const android = rule('phoneType', 'all', ['android']);
  test('the example of the user page is one', () => {
    const tree = group('all', [
      rule('region', 'any', ['13010000', '13020000', '11000000']),
      rule('tag', 'none', ['x']),
      android,
    ]);
    for (const dialect of DIALECTS) expect(calls(tree, dialect)).toBe(1);
  });

  test('(A ∪ B) \\ C on android', () => {
    const tree = group('all', [rule('tag', 'any', ['a', 'b']), rule('tag', 'none', ['c']), android]);
    expect([calls(tree, REPEATS), calls(tree, ONCE), calls(tree, CAUTIOUS)]).toEqual([1, 2, 2]);
  });
});

describe('cost', () => {
  test('A and not B; places and provinces', () => {
    const aNotB = group('all', [rule('tag', 'all', ['a']), rule('tag', 'none', ['b'])]);
    expect([calls(aNotB, REPEATS), calls(aNotB, ONCE), calls(aNotB, CAUTIOUS)]).toEqual([1, 2, 2]);
    const provinces = group('any', [
      rule(
        'region',
        'any',
        PROVINCES.map(({ code }) => code),
      ),
      rule('tag', 'any', ['a']),
    ]);
    expect(calls(provinces, ONCE)).toBe(2);
    const apart = group('all', [rule('region', 'any', ['11000000']), rule('region', 'any', ['13010000'])]);
    for (const dialect of DIALECTS) expect(compile(apart, dialect)).toEqual({ kind: 'nobody' });
  });

  test('what rules name in different orders is one question', () => {
    const tree = group('any', [
      group('all', [rule('tag', 'all', ['b', 'c']), rule('phoneType', 'any', ['ios'])]),
      rule('tag', 'any', ['a', 'b']),
    ]);
    expect(calls(tree, CAUTIOUS)).toBe(1);
  });

  test('counts that are known are preferred', () => {
    const aOrB = group('any', [rule('tag', 'any', ['a', 'b'])]);
    const singles = new Set([['a'], ['b']].map((values) => flatKey([{ key: 'tag', op: 'or', values }])));
    const both = flatKey([{ key: 'tag', op: 'and', values: ['a', 'b'] }]);
    const plan = compile(aOrB, CAUTIOUS, (key) => singles.has(key) || key === both);
    expect(plan.kind === 'sum' && plan.terms).toHaveLength(3);
    expect(calls(aOrB, CAUTIOUS)).toBe(1);
  });

  test('a tree that says nothing means everybody', () => {
    const muted = { ...rule('tag', 'any', ['a']), muted: true };
    for (const dialect of DIALECTS)
      expect(termsOf(group('all', [muted, group('none', [])]), dialect)).toEqual([
        { times: 1, flat: everybody(dialect) },
      ]);
  });
});

describe('hostile trees end soon', () => {
  const random = randomOf(7);
  const values = Array.from({ length: 400 }, (_, i) => `v${i}`);
  const codes = REGIONS.map(({ code }) => code);
  const half = (list: readonly string[]) => list.filter(() => random() < 0.5);
  const times = <T>(n: number, make: (i: number) => T) => Array.from({ length: n }, (_, i) => make(i));
  test.each<[string, Group]>([
    [
      'any of half, all of half',
      group('all', [rule('tag', 'any', values.slice(200)), rule('tag', 'all', values.slice(0, 200))]),
    ],
    [
      'pairs',
      group(
        'any',
        times(33, (i) => group('all', [rule('tag', 'all', [`a${i}`]), rule('tag', 'none', [`b${i}`])])),
      ),
    ],
    [
      'overlapping',
      group(
        'all',
        times(99, (i) => rule('tag', i % 2 ? 'any' : 'all', half(values))),
      ),
    ],
    [
      'regions',
      group(
        'any',
        times(33, (i) =>
          group('all', [
            rule('region', 'any', half(codes)),
            rule('tag', i % 2 ? 'any' : 'all', [`t${i}`, `u${i}`]),
          ]),
        ),
      ),
    ],
    [
      'regions and tags',
      group(
        'any',
        times(33, () =>
          group('none', [rule('region', 'any', half(codes)), rule('tag', 'any', half(values))]),
        ),
      ),
    ],
  ])(
    '%s',
    (_, tree) => {
      for (const dialect of [CAUTIOUS, REPEATS]) {
        const plan = compile(tree, dialect);
        if (plan.kind === 'too-large') expect(plan.atLeast).toBeGreaterThan(1023);
        if (dialect === CAUTIOUS)
          interval(tree, dialect, new Map(boundsPlan(tree, dialect, 10).map((flat) => [flatKey(flat), 5])));
      }
      // A compiler that walks every combination of 99 conditions does not end at all; a machine may be ten times slower.
    },
    60_000,
  );
});
