import type { Term } from './schema';

/** A count that was asked twice during a run: at its beginning and at its end. */
export type Bracket = { readonly before: number; readonly after: number };

/** Users by which counts are known to have moved: the largest difference, not a bound for those that were not repeated. */
export const movedBy = (brackets: readonly Bracket[]): number =>
  brackets.reduce((most, { before, after }) => Math.max(most, Math.abs(after - before)), 0);

/**
 * By how much a sum may be off when `users` changed while its counts were asked: one of them is counted at most as
 * often as all positive terms together, or as all negative ones besides being missed.
 */
export function mayBeOff(terms: readonly Term[], users: number): number {
  const positive = terms.reduce((sum, { times }) => sum + Math.max(0, times), 0);
  const negative = terms.reduce((sum, { times }) => sum + Math.max(0, -times), 0);
  return users * Math.max(positive, negative + 1);
}

/** A sum of counts as it may be shown: beyond what is possible it becomes the nearest possible value. */
export function possible(
  sum: number,
  { low, high }: { readonly low: number; readonly high: number },
): { readonly value: number; readonly state: 'exact' | 'reconciled' } {
  const value = Math.max(0, low, Math.min(sum, high));
  return { value, state: value === sum ? 'exact' : 'reconciled' };
}
