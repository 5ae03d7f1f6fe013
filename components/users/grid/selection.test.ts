import { expect, test } from 'vitest';
import { Selection } from './selection';
import { parseFilters, parseSort } from './url';

test('a choice is kept by row: what a filter hides stays chosen and comes last', () => {
  const selection = new Selection(6);
  selection.setAll(Int32Array.of(5, 1, 3), true);
  selection.set(1, true);
  expect(selection.count).toBe(3);
  expect(selection.countIn(Int32Array.of(0, 1, 2))).toBe(1);
  expect([...selection.rows(Int32Array.of(3, 2, 1))]).toEqual([3, 1, 5]);
  selection.set(3, false);
  expect([...selection.rows(Int32Array.of(0, 1, 2, 3, 4, 5))]).toEqual([1, 5]);
  selection.clear();
  expect([selection.count, selection.has(1)]).toEqual([0, false]);
});

test('filters and order come back from an address as they went in; what it cannot mean is passed over', () => {
  const filters = [
    { column: 'model' as const, values: ['Mi 9, SE', '张;三:', ''] },
    { column: 'active' as const, values: ['-30'] },
  ];
  expect(parseFilters.parse(parseFilters.serialize(filters))).toEqual(filters);
  expect(parseFilters.parse('alias:secret;brand:hw;nonsense;tags:x')).toEqual([
    { column: 'brand', values: ['hw'] },
  ]);
  expect(parseSort.parse('-lastLoginAt')).toEqual({ column: 'lastLoginAt', isDescending: true });
  expect(parseSort.parse('constructor')).toBeNull();
});
