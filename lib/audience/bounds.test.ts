import { describe, expect, test } from 'vitest';
import { boundsPlan, interval } from './bounds';
import { compile } from './compile';
import { CAUTIOUS, type Dialect } from './dialect';
import { everybody, flatKey } from './flat';
import { type Group, KEYS } from './schema';
import {
  DIALECTS,
  group,
  knottedTree,
  pick,
  type Random,
  randomOf,
  rule,
  somePeople,
  someTree,
  tagNames,
  truth,
  vendorCount,
  vendorsOf,
} from './testing';

const RUNS = Number(process.env.MUSTER_PROPERTY_RUNS ?? 600);
const LIMIT_MS = 20_000 + 20 * RUNS;
const PLAIN: Dialect = {
  repeatedKey: 'avoid',
  notSeveral: 'none-of',
  empty: 'everybody',
  provinces: 'with-cities',
};

type Make = (random: Random, tags: readonly string[], depth: number) => Group;

describe('the truth lies inside', () => {
  test.each<[string, Make]>([
    ['tags', (random, tags, depth) => someTree(random, depth, tags, ['tag'])],
    ['tags in knots', knottedTree],
    ['every key', (random, tags, depth) => someTree(random, depth, tags, KEYS)],
  ])('%s', { timeout: LIMIT_MS }, (_, make) => {
    let wide = 0;
    for (let seed = 0; seed < RUNS / 3; seed++) {
      const random = randomOf(seed);
      const dialect = pick(random, DIALECTS);
      const tags = tagNames(1 + Math.floor(random() * 10));
      const tree = make(random, tags, 1 + Math.floor(random() * 6));
      const people = somePeople(random, 60, tags, dialect.empty === 'everybody');
      const vendor = pick(random, vendorsOf(dialect));
      const budget = Math.floor(random() * 8);
      const asked = boundsPlan(tree, dialect, budget);
      expect(asked.length).toBeLessThanOrEqual(budget);
      const counts = new Map(asked.map((flat) => [flatKey(flat), vendorCount(people, flat, vendor)]));
      const { low, high } = interval(tree, dialect, counts);
      const real = truth(people, tree);
      if (!(low <= real && real <= high))
        expect({ seed, dialect, tree, asked, low, high, real }).toBe('inside');
      if (budget > 0) expect(high).toBeLessThanOrEqual(people.length);
      if (budget > 0 && low < high) wide++;
    }
    expect(wide).toBeGreaterThan(RUNS / 100);
  });
});

describe('a union from singles and pairs', () => {
  test('is never wider than Bonferroni, and the truth is inside', () => {
    let narrower = 0;
    for (let seed = 0; seed < RUNS / 12; seed++) {
      const random = randomOf(seed);
      const n = 3 + Math.floor(random() * 4);
      const tags = tagNames(n);
      const people = somePeople(random, 200, tags, true);
      // Parts that no single count joins: each tag with a tag of its own that everybody lacks.
      const tree = group(
        'any',
        tags.map((tag) => group('all', [rule('tag', 'all', [tag]), rule('tag', 'none', ['zz'])])),
      );
      const counts = new Map([[flatKey(everybody(PLAIN)), people.length]]);
      let [singles, pairs] = [0, 0];
      const count = (part: ReturnType<typeof group>) => {
        const plan = compile(part, CAUTIOUS);
        if (plan.kind !== 'sum') return 0;
        for (const { flat } of plan.terms)
          counts.set(
            flatKey(flat),
            truth(
              people,
              group(
                'all',
                flat.map(({ key, op, values }) =>
                  rule(key, op === 'or' ? 'any' : op === 'and' ? 'all' : 'none', values),
                ),
              ),
            ),
          );
        return truth(people, part);
      };
      for (const [i, a] of tags.entries()) {
        singles += count(group('all', [rule('tag', 'all', [a]), rule('tag', 'none', ['zz'])]));
        for (const b of tags.slice(i + 1))
          pairs += count(group('all', [rule('tag', 'all', [a, b]), rule('tag', 'none', ['zz'])]));
      }
      const { low, high } = interval(tree, CAUTIOUS, counts);
      const real = truth(people, tree);
      expect(low).toBeLessThanOrEqual(real);
      expect(high).toBeGreaterThanOrEqual(real);
      expect(low).toBeGreaterThanOrEqual(singles - pairs);
      expect(high).toBeLessThanOrEqual(singles);
      if (high - low < Math.min(singles, people.length) - Math.max(0, singles - pairs)) narrower++;
    }
    expect(narrower).toBeGreaterThan(0);
  });
});

describe('special cases', () => {
  const tree = group('all', [rule('tag', 'any', ['a', 'b']), rule('tag', 'any', ['c', 'd'])]);
  test('all counts known: one value; none known: anything', () => {
    expect(interval(tree, PLAIN, new Map())).toEqual({ low: 0, high: Number.POSITIVE_INFINITY });
    const plan = compile(tree, PLAIN);
    if (plan.kind !== 'sum') throw new Error('no sum');
    const counts = new Map(plan.terms.map(({ flat }, i) => [flatKey(flat), i === 2 ? 120 : 100]));
    const { low, high } = interval(tree, PLAIN, counts);
    expect(low).toBe(high);
  });

  test('counts that contradict each other still give bounds', () => {
    const counts = new Map([
      [flatKey(everybody(PLAIN)), 10],
      [flatKey([{ key: 'tag', op: 'or', values: ['a'] }]), 50],
    ]);
    const { low, high } = interval(tree, PLAIN, counts);
    expect(low).toBeLessThanOrEqual(high);
    expect(low).toBeGreaterThanOrEqual(0);
  });

  test('large counts stay exact', () => {
    const users = 1_000_000_000;
    const counts = new Map([
      [flatKey([]), users],
      [flatKey([{ key: 'tag', op: 'or', values: ['a', 'b'] }]), 600_000_001],
      [flatKey([{ key: 'tag', op: 'or', values: ['c', 'd'] }]), 500_000_000],
    ]);
    const { low, high } = interval(tree, PLAIN, counts);
    expect([low, high]).toEqual([100_000_001, 500_000_000]);
  });
});
