import { describe, expect, it } from 'vitest';
import { draftOf } from './fake-server';
import { expectedEnd, nextNight } from './timing';

const HOUR = 3_600_000;
const plan = { ...draftOf({}).plan, durationMs: 3 * HOUR, crossesMidnight: false };

describe('expectedEnd', () => {
  const now = Date.parse('2026-11-23T02:00:00Z');

  it('is the server’s word when it begins at once', () => {
    expect(expectedEnd(plan, null, now)).toEqual({
      endsAt: plan.finishesAt,
      crossesMidnight: false,
      isToday: true,
    });
  });

  it('reckons from the given start, with the day of Shanghai', () => {
    const late = Date.parse('2026-11-23T14:00:00Z');
    expect(expectedEnd(plan, late, now)).toEqual({
      endsAt: late + 3 * HOUR,
      crossesMidnight: true,
      isToday: true,
    });
    const night = Date.parse('2026-11-23T18:00:00Z');
    expect(expectedEnd(plan, night, now)).toEqual({
      endsAt: night + 3 * HOUR,
      crossesMidnight: false,
      isToday: false,
    });
  });
});

it('the next night is two o’clock to come, in the zone that is shown', () => {
  for (const zone of ['Asia/Shanghai', 'America/New_York']) {
    const at = nextNight(zone);
    expect(at).toBeGreaterThan(Date.now());
    expect(at - Date.now()).toBeLessThanOrEqual(25 * HOUR);
    const clock = new Intl.DateTimeFormat('en', {
      timeZone: zone,
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    });
    expect(clock.format(at)).toBe('02:00');
  }
});
