import { expect, test } from 'vitest';
import { columnsOf, type Group } from '@/lib/users/rules';
import type { WireCell } from '@/lib/users/schema';
import { RowStore } from '../grid/store';
import { computeXray, topTen } from './compute';

const NOW = Date.UTC(2026, 0, 31);
const DAY = 86_400_000;
const fill = (store: RowStore, group: Group, from: number, rows: Record<string, WireCell>[]) =>
  store.apply({
    t: 'rows',
    group,
    rows: [[from, from + rows.length]],
    columns: columnsOf(group).map((name) => rows.map((row) => row[name] ?? null)),
  });
const input = { uploaded: 12, distinct: 9, days: 7, now: NOW };
const good = { valid: 1, notifications: 1, vendorToken: 1, platform: 'android', loginDays: 30 };

test('nothing read: the list is known, everything else is not', () => {
  const { steps, read } = computeXray(new RowStore(['a', 'b']), input);
  expect(read).toBe(0);
  expect(steps.map(({ value }) => value)).toEqual([12, 9, null, null, null, null, null]);
});

test('each step counts those who passed the ones before, of those of whom all it needs is read', () => {
  const store = new RowStore(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']);
  fill(store, 'detail', 0, [
    good,
    { ...good, notifications: 0 },
    { ...good, vendorToken: 0 },
    good,
    good,
    { valid: 0 },
    { ...good, brand: 'hw', loginDays: null },
  ]);
  fill(store, 'status', 0, [
    { online: 0, lastLoginAt: NOW - 6 * DAY },
    { online: 1 },
    { online: 1 },
    { online: 0, lastLoginAt: NOW - 8 * DAY },
    { online: 1 },
  ]);
  fill(store, 'ledger', 0, [{ blacklisted: 0 }, {}, {}, {}, { blacklisted: 1 }]);
  const { steps, splits, valid } = computeXray(store, input);
  expect(steps.slice(2)).toEqual([
    { id: 'valid', value: 6, of: 7 },
    { id: 'notifications', value: 5, of: 7 },
    { id: 'vendorToken', value: 4, of: 7 },
    { id: 'active', value: 2, of: 5 },
    { id: 'notBlacklisted', value: 1, of: 5 },
  ]);
  expect(valid).toBe(6);
  expect(splits.brand).toEqual([
    { id: 'hw', value: 1 },
    { id: '', value: 5 },
  ]);
  expect(splits.loginDays).toEqual([
    { id: '0', value: 0 },
    { id: '1-4', value: 0 },
    { id: '5-19', value: 0 },
    { id: '20-49', value: 5 },
    { id: '50-100', value: 0 },
    { id: '', value: 1 },
  ]);
});

test('ten of many, the rest in one, what is not told apart', () => {
  const split = [
    ...Array.from({ length: 14 }, (_, i) => ({ id: `m${i}`, value: 20 - i })),
    { id: '', value: 3 },
  ];
  const { top, rest, others } = topTen(split);
  expect(top.map(({ id }) => id)).toEqual([...Array.from({ length: 10 }, (_, i) => `m${i}`), '']);
  expect([rest, others]).toEqual([10 + 9 + 8 + 7, 4]);
  expect(topTen(split.slice(0, 11))).toMatchObject({ rest: 0, others: 0 });
});
