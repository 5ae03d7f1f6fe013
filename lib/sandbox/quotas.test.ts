import { beforeEach, describe, expect, test } from 'vitest';
import { Quotas } from './quotas';

const LIMITS = { perMinute: 3, perDay: 5 };
/** 23:58:30 in Shanghai. */
const START = Date.UTC(2026, 0, 15, 15, 58, 30);
let quotas: Quotas;
beforeEach(() => {
  quotas = new Quotas();
});
const take = (now: number, window: 'sliding' | 'fixed' = 'sliding', countRefused = false) =>
  quotas.take('tag-batch', LIMITS, now, window, countRefused);

describe('a sliding minute', () => {
  test('is full until the oldest call is a minute old', () => {
    expect([take(START), take(START + 10), take(START + 20), take(START + 30)]).toEqual([
      null,
      null,
      null,
      'minute',
    ]);
    expect(take(START + 59_999)).toBe('minute');
    expect(take(START + 60_000)).toBeNull();
    expect(take(START + 60_001)).toBe('minute');
  });

  test('refused calls count only when told to', () => {
    for (let i = 0; i < 3; i++) take(START);
    for (let i = 0; i < 50; i++) take(START + 30_000, 'sliding');
    expect(take(START + 60_000)).toBeNull();
    quotas.clear();
    for (let i = 0; i < 3; i++) take(START);
    for (let i = 0; i < 3; i++) take(START + 30_000, 'sliding', true);
    expect(take(START + 60_000)).not.toBeNull();
  });
});

test('a minute on the clock starts anew with the next', () => {
  for (let i = 0; i < 3; i++) expect(take(START, 'fixed')).toBeNull();
  expect(take(START + 29_999, 'fixed')).toBe('minute');
  expect(take(START + 30_000, 'fixed')).toBeNull();
});

test('the day ends at midnight in Shanghai', () => {
  const before = START - 600_000;
  for (let i = 0; i < 5; i++) expect(take(before + i * 60_000)).toBeNull();
  expect(take(START + 89_999)).toBe('day');
  expect(take(START + 90_000)).toBeNull();
  expect(quotas.used('tag-batch', START + 90_000, 'sliding')).toEqual({ minute: 1, today: 1 });
});

test('families do not draw on each other, and 0 is no limit', () => {
  for (let i = 0; i < 3; i++) take(START);
  expect(quotas.take('auth', LIMITS, START, 'sliding', false)).toBeNull();
  const none = { perMinute: 0, perDay: 0 };
  for (let i = 0; i < 5000; i++) expect(quotas.take('count', none, START + i, 'sliding', false)).toBeNull();
  expect(quotas.used('count', START + 5000, 'sliding').minute).toBe(5000);
});
