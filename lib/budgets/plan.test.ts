import { describe, expect, test } from 'vitest';
import { planCalls } from './plan';
import { dayReserve, nextMidnight } from './rules';
import type { BudgetState } from './schema';

const DAY_MS = 86_400_000;
const noon = Date.UTC(2026, 10, 24, 4);
const state = (more: Partial<BudgetState> = {}): BudgetState => ({
  family: 'tag-batch',
  perMinute: 100,
  perDay: 10_000,
  reserve: 10,
  windowMs: 60_000,
  usedMinute: 0,
  usedDay: 0,
  peopleActive: false,
  opensAt: noon,
  window: null,
  refused: false,
  lastRefusal: null,
  surprises: 0,
  now: noon,
  ...more,
});

describe('a plan', () => {
  test('a thousand calls at 100 a minute take ten minutes', () => {
    expect(planCalls(state(), 1000, noon)).toMatchObject({
      startsAt: noon,
      finishAt: noon + 999 * 600,
      minutes: 10,
      crossesMidnight: false,
      leftToday: 9_000,
      leftOnLastDay: 9_000,
    });
  });

  test('nothing takes no time', () => {
    expect(planCalls(state({ usedDay: 10 }), 0, noon)).toMatchObject({
      finishAt: noon,
      minutes: 0,
      midnights: 0,
      leftToday: 9_990,
    });
  });

  test('25,000 calls take three days: 9,700 each, the rest on the third', () => {
    const plan = planCalls(state(), 25_000, noon);
    const second = nextMidnight(noon);
    expect(plan).toMatchObject({ midnights: 2, crossesMidnight: true, leftToday: 300, leftOnLastDay: 4_400 });
    expect(plan.finishAt).toBe(second + DAY_MS + 5_599 * 600);
  });

  test('what was used today counts, what was used before midnight does not', () => {
    expect(planCalls(state({ usedDay: 9_600 }), 200, noon)).toMatchObject({ midnights: 1, leftToday: 300 });
    const before = state({ usedDay: 9_700, opensAt: nextMidnight(noon), window: 'day' });
    expect(planCalls(before, 200, nextMidnight(noon) + 60_000)).toMatchObject({
      startsAt: nextMidnight(noon) + 60_000,
      midnights: 0,
      leftToday: 9_800,
    });
    expect(planCalls(before, 200, noon)).toMatchObject({ startsAt: nextMidnight(noon), midnights: 1 });
  });

  test('late in the evening the pace is what crosses midnight', () => {
    const late = nextMidnight(noon) - 60_000;
    const plan = planCalls(state({ now: late, opensAt: late }), 150, late);
    expect(plan).toMatchObject({ midnights: 1, leftToday: 9_900, leftOnLastDay: 9_950, minutes: 2 });
  });

  test('without a limit a day only the pace counts', () => {
    const plan = planCalls(state({ perDay: null, perMinute: 1000 }), 2_000_000, noon);
    expect(plan).toMatchObject({ leftToday: null, leftOnLastDay: null, midnights: 1 });
    expect(plan.finishAt - noon).toBeCloseTo(1_999_999 * 60, 0);
  });
});

test('for any budget and any job: never above a limit, never later for fewer calls', () => {
  let seed = 7;
  const random = (most: number) => {
    seed = (seed * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return Math.floor((seed / 2 ** 32) * most);
  };
  for (let round = 0; round < 2_000; round++) {
    const perDay = 1 + random(20_000);
    const reserve = random(51);
    const now = noon + random(DAY_MS);
    const budget = state({
      perMinute: 1 + random(1_000),
      perDay,
      reserve,
      usedDay: random(perDay + 1),
      opensAt: now + random(120_000),
      now,
    });
    const calls = 1 + random(50_000);
    const plan = planCalls(budget, calls, now);
    const days = plan.midnights + 1;
    const bulk = perDay - dayReserve({ perDay, reserve });
    expect(calls).toBeLessThanOrEqual(days * bulk);
    // The first call of a day may follow the last of the day before within one step.
    const most = ((plan.finishAt - plan.startsAt) / 60_000) * budget.perMinute + days + 1;
    expect(calls).toBeLessThanOrEqual(most);
    expect(plan.startsAt).toBeGreaterThanOrEqual(budget.opensAt);
    expect(nextMidnight(plan.finishAt) - nextMidnight(now)).toBe(plan.midnights * DAY_MS);
    const fewer = planCalls(budget, calls - 1, now);
    expect(fewer.finishAt).toBeLessThanOrEqual(plan.finishAt);
    if (calls > 1) expect(fewer.leftToday ?? 0).toBeGreaterThanOrEqual(plan.leftToday ?? 0);
    // No day is skipped while there is work: all but the first and last are full, or the pace filled them.
    const full = Math.min(bulk, (DAY_MS / 60_000) * budget.perMinute);
    expect(calls).toBeGreaterThan(Math.floor(Math.max(0, plan.midnights - 1) * full) - plan.midnights);
  }
});
