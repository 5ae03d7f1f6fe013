import { dayReserve, nextMidnight, paceOf } from './rules';
import type { BudgetState } from './schema';

const MINUTE_MS = 60_000;

/** How long a job's calls of one family take when nothing else draws on it. Times in ms. */
export type CallPlan = {
  calls: number;
  /** When the first and the last call go out. */
  startsAt: number;
  finishAt: number;
  /** From now to the last call, rounded up. */
  minutes: number;
  /** Midnights of Asia/Shanghai between now and the last call. */
  midnights: number;
  crossesMidnight: boolean;
  /** Calls of today and of the last day that are left for others, people's reserve included; null without a limit. */
  leftToday: number | null;
  leftOnLastDay: number | null;
};

/**
 * Plans `calls` calls of bulk work from `now` on: an even pace of `perMinute`, at most what a day leaves to bulk work, and
 * on to the next day at midnight Asia/Shanghai, for as many days as it takes. It does not foresee people's clicks, other
 * jobs, or the latency of answers (which costs latency / 60 s of the pace).
 */
export function planCalls(state: BudgetState, calls: number, now: number): CallPlan {
  const { stepMs } = paceOf(state);
  const { perDay } = state;
  const aDay =
    perDay === null ? Number.POSITIVE_INFINITY : perDay - dayReserve({ perDay, reserve: state.reserve });
  const today = nextMidnight(now);
  // Read before a midnight that has passed since: its day's use says nothing of today.
  const usedToday = nextMidnight(state.now) === today ? state.usedDay : 0;
  let at = Math.max(now, state.opensAt);
  let used = nextMidnight(at) === today ? usedToday : 0;
  const startsAt = calls > 0 && used >= aDay ? nextMidnight(at) : at;
  let sentToday = 0;
  for (let left = calls; left > 0; ) {
    const midnight = nextMidnight(at);
    const n = Math.min(left, Math.max(0, aDay - used), Math.ceil((midnight - at) / stepMs));
    if (midnight === today) sentToday += n;
    used += n;
    left -= n;
    if (left === 0) at += Math.max(0, n - 1) * stepMs;
    else {
      at = midnight;
      used = 0;
    }
  }
  const midnights = Math.round((nextMidnight(at) - today) / (24 * 60 * MINUTE_MS));
  return {
    calls,
    startsAt,
    finishAt: Math.ceil(at),
    minutes: calls === 0 ? 0 : Math.max(1, Math.ceil((at - now) / MINUTE_MS)),
    midnights,
    crossesMidnight: midnights > 0,
    leftToday: perDay === null ? null : Math.max(0, perDay - usedToday - sentToday),
    leftOnLastDay: perDay === null ? null : Math.max(0, perDay - used),
  };
}
