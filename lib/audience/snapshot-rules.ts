import type { AlertKind, AlertRules, AudienceSchedule, SnapshotPoint } from './saved-schema';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** 09:00 in Asia/Shanghai, which has no summer time, is 01:00 UTC. */
const MORNING = HOUR;

/** When the next snapshot is due after `now` (ms): the next full hour, or the next 09:00 in Asia/Shanghai. */
export function nextSnapshot(schedule: AudienceSchedule, now: number): number | null {
  if (schedule === 'off') return null;
  if (schedule === 'hourly') return (Math.floor(now / HOUR) + 1) * HOUR;
  return (Math.floor((now - MORNING) / DAY) + 1) * DAY + MORNING;
}

type Counted = Pick<SnapshotPoint, 'value' | 'low' | 'high'>;
export type Raised = { readonly kind: AlertKind; readonly value: number; readonly against: number | null };

/** The two ends between which a count lies; an exact one lies between itself and itself. Null when nothing is known. */
export function ends({ value, low, high }: Counted): { low: number; high: number } | null {
  if (value !== null) return { low: value, high: value };
  return low !== null && high !== null ? { low, high } : null;
}

/**
 * What a new snapshot has to say. `before`: the last good one of the same version. `told`: kinds that were raised before
 * and still hold, so that one crossing is told once. With an interval, only what is certain is raised.
 */
export function raised(
  rules: AlertRules,
  now: Counted,
  before: Counted | null,
  told: ReadonlySet<AlertKind>,
): Raised[] {
  const found: Raised[] = [];
  const here = ends(now);
  if (!here) return found;
  const there = before && ends(before);
  if (rules.changePct !== null && there) {
    const share = rules.changePct / 100;
    if (here.low > there.high && here.low >= there.high * (1 + share))
      found.push({ kind: 'change', value: here.low, against: there.high });
    else if (here.high < there.low && here.high <= there.low * (1 - share))
      found.push({ kind: 'change', value: here.high, against: there.low });
  }
  if (rules.floor !== null && here.high < rules.floor && !told.has('floor'))
    found.push({ kind: 'floor', value: here.high, against: rules.floor });
  if (rules.zero && here.high === 0 && !told.has('zero'))
    found.push({ kind: 'zero', value: 0, against: null });
  return found;
}
