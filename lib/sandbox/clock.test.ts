import { expect, test } from 'vitest';
import { SandboxClock, shanghaiDay, shanghaiMidnight, shanghaiTime } from './clock';

const LAST = Date.UTC(2026, 0, 15, 15, 59, 59, 999);

test('the day turns at 16:00 UTC', () => {
  expect(shanghaiDay(LAST + 1)).toBe(shanghaiDay(LAST) + 1);
  expect(shanghaiMidnight(LAST + 1)).toBe(LAST + 1);
  expect(shanghaiMidnight(LAST)).toBe(LAST + 1 - 86_400_000);
  expect(shanghaiTime(LAST)).toBe('2026-01-15 23:59:59');
});

test('runs with the machine, shifted; stands still when frozen; goes back on reset', () => {
  const clock = new SandboxClock();
  const near = (time: number) => expect(Math.abs(clock.now() - time)).toBeLessThan(5000);
  near(Date.now());
  clock.move({ advanceMs: 3_600_000 });
  near(Date.now() + 3_600_000);
  clock.move({ set: LAST, frozen: true });
  expect(clock.now()).toBe(LAST);
  clock.move({ advanceMs: 1 });
  expect([clock.now(), clock.frozen]).toEqual([LAST + 1, true]);
  clock.reset();
  near(Date.now());
  expect(clock.frozen).toBe(false);
});
