import { describe, expect, test } from 'vitest';
import { compile } from './compile';
import { CAUTIOUS, type Dialect } from './dialect';
import { type Group, KEYS, type Term } from './schema';
import {
  DIALECTS,
  group,
  pick,
  randomOf,
  rule,
  somePeople,
  someTree,
  tagNames,
  truth,
  vendorCount,
  vendorsOf,
} from './testing';

const RUNS = Number(process.env.MUSTER_PROPERTY_RUNS ?? 3000);
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

describe('an answer equals what is counted person by person', () => {
  test.each([
    ['tags', ['tag'] as const],
    ['every key', KEYS],
  ])('%s', (_, keys) => {
    for (let seed = 0; seed < RUNS / 2; seed++) {
      const random = randomOf(seed);
      const dialect = pick(random, DIALECTS);
      const tags = tagNames(1 + Math.floor(random() * (keys.length > 1 ? 6 : 10)));
      const tree = someTree(random, 1 + Math.floor(random() * 6), tags, keys);
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
