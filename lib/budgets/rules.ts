import type { BudgetState, NoGrant, QuotaFamily, Who, Window } from './schema';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Days since 1970 in Asia/Shanghai (UTC+8 all year), where the vendor's day turns. */
export const shanghaiDay = (ms: number): number => Math.floor((ms + 8 * HOUR_MS) / DAY_MS);
/** The midnight of Asia/Shanghai that begins the day after the one `ms` lies in. */
export const nextMidnight = (ms: number): number => (shanghaiDay(ms) + 1) * DAY_MS - 8 * HOUR_MS;

/** Hundredths that a new budget leaves to people. */
export const DEFAULT_RESERVE = 10;
/** The day cannot be refilled, so its reserve is small: 97 % of every day are bulk work's whatever the setting. */
const MOST_OF_DAY = 3;
/** People count as active for so many windows after their last click. */
const ACTIVE_WINDOWS = 10;
/** How far bulk work may run ahead of an even pace, as a share of the window's slots. */
const BURST = 0.06;
/** How often a waiting caller looks whether the probe has reopened the family, as a share of the window: 0.5 s. */
const PROBE_POLL = 1 / 120;
/** After midnight the upstream's clock may still be in the old day: a refusal then is no news of the new one. */
const SOFT_MIDNIGHT_MS = 15 * 60_000;
const LONGEST_ASKED_MS = HOUR_MS;

type Limits = { perMinute: number; perDay: number | null; reserve: number; windowMs: number };

/** Whether jobs draw on a family, so that there is something to keep from them: tokens are fetched for everybody. */
export const hasBulk = (family: QuotaFamily): boolean => family !== 'auth';

/** Slots of the minute that bulk work leaves free while people are active; one at least is bulk's. */
export const minuteReserve = ({ perMinute, reserve }: Pick<Limits, 'perMinute' | 'reserve'>): number =>
  Math.min(perMinute - 1, Math.ceil((perMinute * reserve) / 100));

/** Calls of the day that bulk work never takes. */
export const dayReserve = ({ perDay, reserve }: { perDay: number; reserve: number }): number =>
  Math.floor((perDay * Math.min(reserve, MOST_OF_DAY)) / 100);

/** The even pace of bulk work, and how far it may run ahead of it. In ms. */
export const paceOf = ({ perMinute, windowMs }: Pick<Limits, 'perMinute' | 'windowMs'>) => {
  const stepMs = windowMs / perMinute;
  return { stepMs, aheadMs: Math.max(1, perMinute * BURST) * stepMs };
};

export const peopleActive = (peopleAt: number | null, now: number, windowMs: number): boolean =>
  peopleAt !== null && now < peopleAt + ACTIVE_WINDOWS * windowMs;

/** What a decision rests on; times in ms by the database's clock. */
export type Facts = Limits & {
  now: number;
  /** Slots taken: in flight, or answered less than a window ago. */
  used: number;
  usedDay: number;
  peopleAt: number | null;
  paceAt: number | null;
  heldUntil: number | null;
  heldBecause: Window | null;
  probeUntil: number | null;
};

export type Decision =
  | { granted: true; probe: boolean }
  /** `short`: so many slots must come free first, which tells how long that takes. */
  | (NoGrant & { short?: number });

/** Whether `who` gets a slot now. */
export function decide(facts: Facts, who: Who): Decision {
  const { now, perMinute, perDay, windowMs } = facts;
  const no = (window: Window, waitMs: number, refused = false) =>
    ({ granted: false, window, waitMs: Math.max(1, Math.ceil(waitMs)), refused }) as const;
  const probe = facts.heldUntil !== null;
  if (facts.heldUntil !== null) {
    const window = facts.heldBecause ?? 'minute';
    if (now < facts.heldUntil) return no(window, facts.heldUntil - now, true);
    if (facts.probeUntil !== null && now < facts.probeUntil)
      return no(window, Math.min(facts.probeUntil - now, windowMs * PROBE_POLL), true);
  }
  if (perDay !== null) {
    const allowed = perDay - (who === 'bulk' ? dayReserve({ perDay, reserve: facts.reserve }) : 0);
    if (facts.usedDay >= allowed) return no('day', nextMidnight(now) - now);
  }
  const kept = who === 'bulk' && peopleActive(facts.peopleAt, now, windowMs) ? minuteReserve(facts) : 0;
  const short = facts.used - (perMinute - kept) + 1;
  if (short > 0) return { ...no('minute', windowMs), short };
  if (who === 'bulk' && facts.paceAt !== null) {
    const early = facts.paceAt - paceOf(facts).aheadMs - now;
    if (early > 0) return no('minute', early);
  }
  return { granted: true, probe };
}

/** How the upstream said no. `window` null (HTTP 429 without a code, say) is taken for the minute. */
export type Refusal = { code: number | null; window: Window | null; retryAfterMs: number | null };

/**
 * For how long a refusal closes the family. A day ends at midnight; the minute has no known end, since whoever else
 * uses the app may free a slot at any time: so it is closed for a twelfth of a minute, then twice as long with each
 * refusal that follows within a minute, up to a whole one. One probe at the end of each costs the upstream at most
 * twelve calls a minute, even when it counts refused ones, and finds the family open after five seconds in the best case.
 */
export function holdMs(refusal: Refusal, streak: number, now: number, windowMs: number): number {
  const asked = refusal.retryAfterMs === null ? null : Math.min(refusal.retryAfterMs, LONGEST_ASKED_MS);
  if (asked !== null) return Math.max(asked, windowMs / 60);
  const sinceMidnight = now - (nextMidnight(now) - DAY_MS);
  if (refusal.window === 'day') return sinceMidnight < SOFT_MIDNIGHT_MS ? windowMs : nextMidnight(now) - now;
  return Math.min(windowMs, (windowMs / 12) * 2 ** Math.max(0, streak - 1));
}

/**
 * A family in one word: `closed` by a refusal, `trying` whether it is open again, `day-over` for all or `bulk-over` for
 * jobs alone, `full` for this minute, `open`.
 */
export type Outlook = 'open' | 'full' | 'bulk-over' | 'day-over' | 'closed' | 'trying';
export function outlookOf(state: BudgetState): Outlook {
  const { now, opensAt, perDay } = state;
  if (state.refused) return opensAt - now > state.windowMs / 60 ? 'closed' : 'trying';
  if (perDay !== null && state.usedDay >= perDay) return 'day-over';
  if (state.window === 'day') return 'bulk-over';
  return state.usedMinute >= state.perMinute ? 'full' : 'open';
}
