import { nearestTable, offendersOf } from './reconcile';
import type { Cell } from './schema';

const bitsOf = (mask: number): number => {
  let count = 0;
  for (let rest = mask; rest; rest &= rest - 1) count++;
  return count;
};

type Counts = ReadonlyMap<number, number>;

/**
 * The narrowest interval for users in all sets of `mask` that the counts of its parts leave (non-derivable itemsets,
 * Calders and Goethals 2002). A part whose count is missing leaves its rules out; mask 0 counts everybody.
 */
function intervalOf(mask: number, counts: Counts): { low: number; high: number } {
  const bounds = { low: 0, high: Number.POSITIVE_INFINITY };
  for (let from = (mask - 1) & mask; ; from = (from - 1) & mask) {
    let sum = 0;
    const free = mask & ~from;
    for (let chosen = (free - 1) & free; ; chosen = (chosen - 1) & free) {
      const count = counts.get(from | chosen);
      if (count === undefined) {
        sum = Number.NaN;
        break;
      }
      sum += bitsOf(free & ~chosen) % 2 === 1 ? count : -count;
      if (chosen === 0) break;
    }
    if (bitsOf(free) % 2 === 1) bounds.high = Math.min(bounds.high, Number.isNaN(sum) ? bounds.high : sum);
    else bounds.low = Math.max(bounds.low, Number.isNaN(sum) ? bounds.low : sum);
    if (from === 0) break;
  }
  return bounds;
}

/**
 * What to ask next to know every overlap of n sets (bit i of a mask stands for set i; mask 0, when it is known, for
 * everybody): every mask whose parts are all known, the smaller ones first. `derived`: counts that follow from the known
 * ones – an empty part makes whole overlaps empty, bounds that meet leave one value. Nothing to ask: known and derived
 * counts together are complete.
 */
export function nextMasks(n: number, known: Counts): { ask: number[]; derived: ReadonlyMap<number, number> } {
  const counts = new Map(known);
  const derived = new Map<number, number>();
  const ask: number[] = [];
  const masks = Array.from({ length: (1 << n) - 1 }, (_, i) => i + 1);
  for (const mask of masks.toSorted((a, b) => bitsOf(a) - bitsOf(b))) {
    if (counts.has(mask)) continue;
    let isReady = true;
    for (let bit = 1; bit <= mask; bit <<= 1)
      if (mask & bit && mask !== bit && !counts.has(mask ^ bit)) isReady = false;
    if (!isReady) continue;
    const { low, high } = intervalOf(mask, counts);
    if (low === high || high === 0) {
      derived.set(mask, Math.max(0, high));
      counts.set(mask, Math.max(0, high));
    } else ask.push(mask);
  }
  return { ask, derived };
}

/** Superset Möbius: from users in all sets of each mask to users in exactly those. */
export function exactly(n: number, counts: readonly number[]): number[] {
  const cells = [...counts];
  for (let bit = 1; bit < 1 << n; bit <<= 1)
    for (let mask = 0; mask < 1 << n; mask++)
      if (!(mask & bit)) cells[mask] = (cells[mask] ?? 0) - (cells[mask | bit] ?? 0);
  return cells;
}

/**
 * The cells of an overlap from users in all sets of every mask from 1 to 2^n - 1; with `total`, the users in none of
 * them too (mask 0). Counts that no group of people can have – a part larger than its whole, more users than there
 * are – come back as one to three `offenders` to ask again; the cells are then those of the nearest possible counts,
 * `reconciled`. Offender 0 means the total. Never negative. Throws a RangeError when a count is missing.
 */
export function cellsOf(
  n: number,
  counts: Counts,
  total: number | null,
): { cells: Cell[]; offenders: number[] } {
  const size = 1 << n;
  const asked = Array.from({ length: size }, (_, mask) => {
    const count = mask === 0 ? (total ?? 0) : counts.get(mask);
    if (count === undefined) throw new RangeError(`no count of mask ${mask}`);
    return count;
  });
  const first = total === null ? 1 : 0;
  const raw = exactly(n, asked);
  const possible = raw.every((cell, mask) => mask < first || cell >= 0);
  const cells = possible ? raw : nearestTable(asked, raw, first);
  const state = possible ? 'exact' : 'reconciled';
  return {
    cells: cells.map((value, mask): Cell => ({ mask, value, state })).slice(first),
    offenders: possible ? [] : offendersOf(raw, first),
  };
}
