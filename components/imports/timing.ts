import { now } from '@internationalized/date';
import type { Plan } from '@/lib/imports/schema';

/** The upstream's day turns at midnight in Shanghai, wherever the reader is. */
const SHANGHAI_MS = 8 * 3_600_000;
const DAY_MS = 86_400_000;
const dayOf = (ms: number) => Math.floor((ms + SHANGHAI_MS) / DAY_MS);

/** When a change is through if it begins at `startAt` (null: now), in ms; the plan itself reckons from now. */
export function expectedEnd(
  { finishesAt, durationMs, crossesMidnight }: Plan,
  startAt: number | null,
  now = Date.now(),
): { endsAt: number; crossesMidnight: boolean; isToday: boolean } {
  if (startAt === null) return { endsAt: finishesAt, crossesMidnight, isToday: true };
  const endsAt = startAt + durationMs;
  return {
    endsAt,
    crossesMidnight: dayOf(startAt) !== dayOf(endsAt),
    isToday: dayOf(startAt) === dayOf(now),
  };
}

const QUIET_HOUR = 2;

/** The next two o'clock at night in the reader's zone, when few people are about; in ms. */
export function nextNight(zone: string): number {
  const present = now(zone);
  const night = present.set({ hour: QUIET_HOUR, minute: 0, second: 0, millisecond: 0 });
  return (night.compare(present) > 0 ? night : night.add({ days: 1 })).toDate().getTime();
}
