import { expect, test } from 'vitest';
import { checksOf } from './checks';
import type { Term } from './schema';

const term = (op: 'or' | 'and', ...values: string[]): Term => ({
  ...{ times: 1, flat: [{ key: 'tag', op, values }] },
});
const named = (terms: readonly Term[]) => terms.map(({ flat }) => flat[0]?.values.join(''));

test('every value is checked in the widest count that names it', () => {
  const terms = [term('and', 'a', 'b', 'c'), term('and', 'a', 'b'), term('or', 'c'), term('and', 'a', 'c')];
  expect(named(checksOf(terms))).toEqual(['c', 'ab']);
});

test('a union of everything is check enough, and short sums have none', () => {
  expect(named(checksOf([term('or', 'a'), term('or', 'b'), term('or', 'a', 'b', 'c')]))).toEqual(['abc']);
  expect(checksOf([term('or', 'a'), term('or', 'b')])).toEqual([]);
});
