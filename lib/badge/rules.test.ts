import { expect, test } from 'vitest';
import { afterChange, knownNumber, signed } from './rules';

test.each([
  [null, 2, '+2'],
  [null, -2, '-2'],
  [5, 2, '7'],
  [5, -5, '0'],
  // Whether the upstream stops at nought is not written anywhere.
  [1, -2, '-2'],
])('%s changed by %i is %s', (before, by, after) => {
  expect(afterChange(before, by)).toBe(after);
});

test('only digits are a known number', () => {
  expect(['0', '17', '+2', '-2', '', '1e3'].map(knownNumber)).toEqual([0, 17, null, null, null, null]);
  expect([3, -3].map(signed)).toEqual(['+3', '-3']);
});
