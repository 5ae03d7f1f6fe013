import { shanghaiDay } from './clock';

export const FAMILIES = ['auth', 'tag-batch', 'tag-query', 'device-token', 'count'] as const;
export type Family = (typeof FAMILIES)[number];

/** Most calls in a minute and in a day; 0 means no limit. */
export type Limits = { readonly perMinute: number; readonly perDay: number };
export type MinuteWindow = 'sliding' | 'fixed';
export type QuotaView = Limits & { family: Family; minute: number; today: number };

type Usage = { times: number[]; start: number; day: number; today: number };
const MINUTE_MS = 60_000;

/** Counts calls per family in the running minute and in the day of Asia/Shanghai. */
export class Quotas {
  readonly #usage = new Map<Family, Usage>();

  /** Counts one call, or names the window that is full; a refused call counts only when `countRefused`. */
  take(
    family: Family,
    limits: Limits,
    now: number,
    window: MinuteWindow,
    countRefused: boolean,
  ): 'minute' | 'day' | null {
    const usage = this.#at(family, now, window);
    const inMinute = usage.times.length - usage.start;
    const full =
      limits.perDay > 0 && usage.today >= limits.perDay
        ? 'day'
        : limits.perMinute > 0 && inMinute >= limits.perMinute
          ? 'minute'
          : null;
    if (full === null || countRefused) {
      usage.times.push(now);
      usage.today++;
    }
    return full;
  }

  used(family: Family, now: number, window: MinuteWindow): { minute: number; today: number } {
    const { times, start, today } = this.#at(family, now, window);
    return { minute: times.length - start, today };
  }

  clear(): void {
    this.#usage.clear();
  }

  #at(family: Family, now: number, window: MinuteWindow): Usage {
    const day = shanghaiDay(now);
    let usage = this.#usage.get(family);
    if (!usage) {
      usage = { times: [], start: 0, day, today: 0 };
      this.#usage.set(family, usage);
    }
    if (usage.day !== day) {
      usage.day = day;
      usage.today = 0;
    }
    const from = window === 'fixed' ? Math.floor(now / MINUTE_MS) * MINUTE_MS : now - MINUTE_MS + 1;
    while (usage.start < usage.times.length && (usage.times[usage.start] as number) < from) usage.start++;
    if (usage.start > 1000) {
      usage.times.splice(0, usage.start);
      usage.start = 0;
    }
    return usage;
  }
}
