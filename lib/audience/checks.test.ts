import { expect, test } from 'vitest';
import { checksOf } from './checks';
import type { Term } from './schema';

const term = (op: 'or' | 'and', ...values: string[]): Term => ({
  ...{ times: 1, flat: [{ key: 'tag', op, values }] },
});
const named = (terms: readonly Term[]) => terms.map(({ flat }) => flat[0]?.values.join(''));

test('the widest count is checked, and every value in the shortest one that names it', () => {
  const terms = [term('and', 'a', 'b', 'c'), term('and', 'a', 'b'), term('or', 'c'), term('and', 'a', 'c')];
  expect(named(checksOf(terms))).toEqual(['c', 'ab']);
  const unions = [term('or', 'a'), term('or', 'a', 'b'), term('or', 'a', 'b', 'c')];
  expect(named(checksOf(unions))).toEqual(['abc', 'a', 'ab']);
});

test('short sums are not checked', () => {
  expect(checksOf([term('or', 'a'), term('or', 'a', 'b')])).toEqual([]);
});
