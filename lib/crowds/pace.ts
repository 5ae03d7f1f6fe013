const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** How long after each question about a task the next one comes. */
const PAUSES = [3, 5, 10, 15, 30, 60, 60, 120, 120, 300].map((seconds) => seconds * SECOND);
const STEADY_MS = 10 * MINUTE;
const SLOW_MS = HOUR;
/** From then on a plan is old: once an hour does. */
const OLD_MS = 48 * HOUR;
/** A task that has not come to its end by then is asked about only when somebody wants to know. */
const GIVEN_UP_MS = 30 * 24 * HOUR;
/** A task that is done may still wait for its permission to push: so long it is asked about. */
const PUSH_WAIT_MS = 24 * HOUR;

/** Answers without a task until it counts as lost. */
export const LOST_AFTER = 10;

/**
 * Milliseconds until a task is asked about again, after so many questions; null: no more. `ageMs`: since its plan was
 * handed in or first seen.
 */
export function pauseAfter(polls: number, ageMs: number): number | null {
  if (ageMs > GIVEN_UP_MS) return null;
  if (ageMs > OLD_MS) return SLOW_MS;
  return PAUSES[Math.max(0, polls - 1)] ?? STEADY_MS;
}

/** The same for a task that has come to its end: only one that is done and may not be pushed to yet is asked about. */
export function pauseAfterEnd(done: boolean, canPush: boolean | null, endedMs: number): number | null {
  return done && canPush === false && endedMs < PUSH_WAIT_MS ? STEADY_MS : null;
}

/** Looks for a plan without an answer, each so long after the one before; after the last a person decides. */
export const LOOK_PAUSES: readonly number[] = [8 * SECOND, 20 * SECOND, 40 * SECOND];
