import { describe, expect, test } from 'vitest';
import {
  dayReserve,
  decide,
  type Facts,
  holdMs,
  minuteReserve,
  nextMidnight,
  outlookOf,
  paceOf,
} from './rules';
import type { BudgetState } from './schema';

const noon = Date.UTC(2026, 10, 24, 4);
const facts: Facts = {
  now: noon,
  perMinute: 100,
  perDay: 10_000,
  reserve: 10,
  windowMs: 60_000,
  used: 0,
  usedDay: 0,
  peopleAt: null,
  paceAt: null,
  heldUntil: null,
  heldBecause: null,
  probeUntil: null,
};
const granted = (more: Partial<Facts>, who: 'person' | 'bulk' = 'bulk') =>
  decide({ ...facts, ...more }, who).granted;

describe('the minute', () => {
  test('alone, bulk work takes every slot; after a click it leaves the reserve for ten minutes', () => {
    expect(granted({ used: 99 })).toBe(true);
    expect(decide({ ...facts, used: 100 }, 'bulk')).toMatchObject({ window: 'minute', short: 1 });
    const clicked = { peopleAt: noon - 9 * 60_000 };
    expect([granted({ ...clicked, used: 89 }), granted({ ...clicked, used: 90 })]).toEqual([true, false]);
    expect(granted({ ...clicked, used: 99 }, 'person')).toBe(true);
    expect(granted({ peopleAt: noon - 10 * 60_000, used: 99 })).toBe(true);
  });

  test('a limit that was lowered counts what is still held', () => {
    expect(decide({ ...facts, perMinute: 20, used: 30 }, 'person')).toMatchObject({ short: 11 });
  });

  test('bulk work is six slots ahead of its pace at most, people know no pace', () => {
    const { stepMs } = paceOf(facts);
    expect(stepMs).toBe(600);
    expect(granted({ paceAt: noon + 6 * stepMs })).toBe(true);
    expect(decide({ ...facts, paceAt: noon + 6 * stepMs + 100 }, 'bulk')).toMatchObject({
      waitMs: 100,
      window: 'minute',
      refused: false,
    });
    expect(granted({ paceAt: noon + 60_000 }, 'person')).toBe(true);
  });

  test.each([
    [1, 50, 0],
    [2, 10, 1],
    [100, 0, 0],
    [100, 10, 10],
    [1000, 10, 100],
  ])('of %i slots %i hundredths keep %i, and bulk work keeps one', (perMinute, reserve, kept) => {
    expect(minuteReserve({ perMinute, reserve })).toBe(kept);
    expect(granted({ perMinute, reserve, peopleAt: noon })).toBe(true);
  });
});

describe('the day', () => {
  test('bulk work has 97 of 100, people everything, and it goes on at midnight Asia/Shanghai', () => {
    expect(dayReserve({ perDay: 10_000, reserve: 10 })).toBe(300);
    expect(dayReserve({ perDay: 10_000, reserve: 1 })).toBe(100);
    expect([granted({ usedDay: 9_699 }), granted({ usedDay: 9_700 })]).toEqual([true, false]);
    expect(granted({ usedDay: 9_999 }, 'person')).toBe(true);
    const no = decide({ ...facts, usedDay: 10_000 }, 'person');
    expect(no).toMatchObject({ granted: false, window: 'day', refused: false, waitMs: 12 * 3_600_000 });
    expect(new Date(nextMidnight(noon)).toISOString()).toBe('2026-11-24T16:00:00.000Z');
  });

  test('without a limit a day it never ends', () => {
    expect(granted({ perDay: null, usedDay: 1e9 })).toBe(true);
  });
});

describe('a refusal', () => {
  const held = { heldUntil: noon + 5_000, heldBecause: 'minute' as const };
  test('closes the family for everybody, then lets one probe through', () => {
    for (const who of ['person', 'bulk'] as const) {
      expect(decide({ ...facts, ...held }, who)).toMatchObject({
        granted: false,
        refused: true,
        waitMs: 5_000,
      });
      expect(decide({ ...facts, ...held, now: noon + 5_000 }, who)).toEqual({ granted: true, probe: true });
      const probing = { ...facts, ...held, now: noon + 6_000, probeUntil: noon + 16_000 };
      expect(decide(probing, who)).toMatchObject({ granted: false, refused: true, waitMs: 500 });
      expect(decide({ ...probing, now: noon + 16_000 }, who)).toMatchObject({ granted: true, probe: true });
    }
  });

  const minute = { code: 10005, window: 'minute' as const, retryAfterMs: null };
  test('the hold doubles from five seconds to a minute', () => {
    const holds = [1, 2, 3, 4, 5, 9].map((streak) => holdMs(minute, streak, noon, 60_000));
    expect(holds).toEqual([5_000, 10_000, 20_000, 40_000, 60_000, 60_000]);
  });

  test('a told wait is kept, within an hour', () => {
    expect(holdMs({ ...minute, retryAfterMs: 17_000 }, 5, noon, 60_000)).toBe(17_000);
    expect(holdMs({ ...minute, retryAfterMs: 1e9 }, 1, noon, 60_000)).toBe(3_600_000);
    expect(holdMs({ ...minute, retryAfterMs: 0 }, 1, noon, 60_000)).toBe(1_000);
  });

  test('the day is over until midnight; just after it, the upstream may still be in the old day', () => {
    const day = { ...minute, window: 'day' as const };
    expect(holdMs(day, 1, noon, 60_000)).toBe(12 * 3_600_000);
    expect(holdMs(day, 1, nextMidnight(noon) + 14 * 60_000, 60_000)).toBe(60_000);
    expect(holdMs(day, 1, nextMidnight(noon) + 3_600_000, 60_000)).toBe(23 * 3_600_000);
  });
});

test('a family in one word', () => {
  const state: BudgetState = {
    ...{ family: 'tag-batch', perMinute: 100, perDay: 10_000, reserve: 10, windowMs: 60_000 },
    ...{ usedMinute: 0, usedDay: 0, peopleActive: false, opensAt: noon, window: null, refused: false },
    ...{ lastRefusal: null, surprises: 0, now: noon },
  };
  const word = (more: Partial<BudgetState>) => outlookOf({ ...state, ...more });
  expect(word({})).toBe('open');
  expect(word({ usedMinute: 100, window: 'minute', opensAt: noon + 500 })).toBe('full');
  expect(word({ usedDay: 9_700, window: 'day', opensAt: noon + 3_600_000 })).toBe('bulk-over');
  expect(word({ usedDay: 10_000, window: 'day', opensAt: noon + 3_600_000 })).toBe('day-over');
  expect(word({ refused: true, window: 'minute', opensAt: noon + 5_000 })).toBe('closed');
  expect(word({ refused: true, window: null })).toBe('trying');
});
