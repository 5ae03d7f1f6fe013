import { describe, expect, test } from 'vitest';
import { AlertsInput, NO_ALERTS, SaveInput } from './saved-schema';
import { nextSnapshot, raised } from './snapshot-rules';

const at = (text: string) => Date.parse(text);
const exact = (value: number) => ({ value, low: value, high: value });
const between = (low: number, high: number) => ({ value: null, low, high });

describe('when the next snapshot is due', () => {
  test.each([
    ['hourly', '2026-11-25T07:12:30Z', '2026-11-25T08:00:00Z'],
    ['hourly', '2026-11-25T08:00:00Z', '2026-11-25T09:00:00Z'],
    ['daily', '2026-11-25T00:59:59Z', '2026-11-25T01:00:00Z'],
    ['daily', '2026-11-25T01:00:00Z', '2026-11-26T01:00:00Z'],
    ['daily', '2026-11-25T23:00:00Z', '2026-11-26T01:00:00Z'],
  ] as const)('%s after %s: %s', (schedule, now, next) => {
    expect(nextSnapshot(schedule, at(now))).toBe(at(next));
  });
  test('never, when it is off', () => expect(nextSnapshot('off', 0)).toBeNull());
});

describe('what a snapshot raises', () => {
  const kinds = (...call: Parameters<typeof raised>) => raised(...call).map(({ kind }) => kind);
  const change = { ...NO_ALERTS, changePct: 20 };
  const floor = { ...NO_ALERTS, floor: 100 };
  const zero = { ...NO_ALERTS, zero: true };
  const nothing = new Set<never>();
  test('a change of x % and more, both ways, and only against something', () => {
    expect(raised(change, exact(120), exact(100), nothing)).toEqual([
      { kind: 'change', value: 120, against: 100 },
    ]);
    expect(raised(change, exact(80), exact(100), nothing)).toEqual([
      { kind: 'change', value: 80, against: 100 },
    ]);
    expect(kinds(change, exact(119), exact(100), nothing)).toEqual([]);
    expect(kinds(change, exact(81), exact(100), nothing)).toEqual([]);
    expect(kinds(change, exact(5), exact(0), nothing)).toEqual(['change']);
    expect(kinds(change, exact(0), exact(0), nothing)).toEqual([]);
    expect(kinds(change, exact(5), null, nothing)).toEqual([]);
  });
  test('of intervals only what is certain', () => {
    expect(kinds(change, between(110, 200), between(90, 110), nothing)).toEqual([]);
    expect(raised(change, between(150, 200), between(90, 110), nothing)).toEqual([
      { kind: 'change', value: 150, against: 110 },
    ]);
    expect(kinds(floor, between(90, 110), null, nothing)).toEqual([]);
    expect(kinds(zero, between(0, 1), null, nothing)).toEqual([]);
  });
  test('the floor and zero once, until they no longer hold', () => {
    expect(raised(floor, exact(99), exact(100), nothing)).toEqual([
      { kind: 'floor', value: 99, against: 100 },
    ]);
    expect(kinds(floor, exact(100), exact(101), nothing)).toEqual([]);
    expect(kinds(floor, exact(98), exact(99), new Set(['floor'] as const))).toEqual([]);
    expect(kinds({ ...floor, zero: true }, exact(0), exact(9), nothing)).toEqual(['floor', 'zero']);
    expect(kinds(zero, exact(0), exact(0), new Set(['zero'] as const))).toEqual([]);
  });
  test('nothing where nothing is known', () => {
    const failed = { value: null, low: null, high: null };
    expect(kinds({ changePct: 1, floor: 9, zero: true }, failed, exact(1), nothing)).toEqual([]);
  });
});

test('what is saved names the rule it breaks', () => {
  const good = {
    id: null,
    basedOn: null,
    name: ' 高价值 ',
    note: '',
    labels: ['a', 'a'],
    tree: { id: 'r', kind: 'group', op: 'all', parts: [] },
    ownerId: null,
  };
  expect(SaveInput.parse(good)).toMatchObject({ name: '高价值', labels: ['a'] });
  const rule = (more: object) => SaveInput.safeParse({ ...good, ...more }).error?.issues[0]?.message;
  expect(rule({ name: ' ' })).toBe('name-empty');
  expect(rule({ name: 'x'.repeat(61) })).toBe('name-too-long');
  expect(rule({ note: 'x'.repeat(501) })).toBe('note-too-long');
  expect(rule({ labels: Array.from({ length: 11 }, (_, i) => `l${i}`) })).toBe('labels-too-many');
  expect(rule({ labels: ['x'.repeat(21)] })).toBe('label-too-long');
  const alert = (more: object) => AlertsInput.safeParse({ ...NO_ALERTS, ...more }).error?.issues[0]?.message;
  expect(alert({ changePct: 0.5 })).toBe('change-out-of-range');
  expect(alert({ changePct: 1001 })).toBe('change-out-of-range');
  expect(alert({ changePct: Number.NaN })).toBe('change-out-of-range');
  expect(alert({ floor: -1 })).toBe('floor-negative');
  expect(alert({ floor: 1.5 })).toBe('floor-not-whole');
});
