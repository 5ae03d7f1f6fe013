// Tables of overlaps that no group of people can have, and what to do about them. Bit i of an index is set i.

const SWEEPS = 400;
const MAX_OFFENDERS = 3;

const oddBits = (mask: number): boolean => {
  let odd = false;
  for (let rest = mask; rest; rest &= rest - 1) odd = !odd;
  return odd;
};

/** What all negative cells lack to nothing. */
function lack(cells: readonly number[], first: number): number {
  let sum = 0;
  for (let mask = first; mask < cells.length; mask++) sum += Math.max(0, -(cells[mask] ?? 0));
  return sum;
}

/** The cells if the count of `changed` had been greater by `by`. */
const moved = (cells: readonly number[], changed: number, by: number): number[] =>
  cells.map((cell, mask) =>
    (mask & changed) === mask ? cell + (oddBits(changed & ~mask) ? -by : by) : cell,
  );

/**
 * The one to three counts that, set right, would do most to make every cell possible; to be asked again. `cells`: as
 * they came out, some negative; `first`: 1 leaves out users in no set, who are then unknown.
 */
export function offendersOf(cells: readonly number[], first: number): number[] {
  const offenders: number[] = [];
  let now = cells;
  while (offenders.length < MAX_OFFENDERS && lack(now, first) > 0) {
    let best = { mask: -1, cells: now, lack: Number.POSITIVE_INFINITY };
    for (let mask = first; mask < now.length; mask++) {
      if (offenders.includes(mask)) continue;
      for (const by of changesFor(now, mask, first)) {
        const then = moved(now, mask, by);
        const left = lack(then, first);
        if (left < best.lack) best = { mask, cells: then, lack: left };
      }
    }
    if (best.mask < 0 || best.lack >= lack(now, first)) break;
    offenders.push(best.mask);
    now = best.cells;
  }
  return offenders.length > 0 ? offenders : [largestLack(cells, first)];
}

/** The most negative cell: its own count is part of what is wrong. */
function largestLack(cells: readonly number[], first: number): number {
  let worst = first;
  for (let mask = first; mask < cells.length; mask++)
    if ((cells[mask] ?? 0) < (cells[worst] ?? 0)) worst = mask;
  return worst;
}

/** Changes of one count that would lift some negative cell to nothing. */
function changesFor(cells: readonly number[], changed: number, first: number): ReadonlySet<number> {
  const changes = new Set<number>();
  for (let mask = first; mask < cells.length; mask++) {
    const cell = cells[mask] ?? 0;
    if (cell < 0 && (mask & changed) === mask) changes.add(oddBits(changed & ~mask) ? cell : -cell);
  }
  return changes;
}

/**
 * Whole cells without negatives whose counts are nearest to those asked, by least squares (coordinate descent).
 * `first` 1: users in no set are unknown and stay out.
 */
export function nearestTable(asked: readonly number[], raw: readonly number[], first: number): number[] {
  const size = asked.length;
  const cells = raw.map((cell, mask) => (mask < first ? 0 : Math.max(0, cell)));
  // What each count is above the sum of its cells.
  const rest = asked.map((count, mask) => {
    let sum = 0;
    for (let cell = mask; cell < size; cell = (cell + 1) | mask) sum += cells[cell] ?? 0;
    return count - sum;
  });
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    let largest = 0;
    for (let cell = first; cell < size; cell++) {
      let gradient = 0;
      let parts = 0;
      for (let part = cell; part >= first; part = (part - 1) & cell) {
        gradient += rest[part] ?? 0;
        parts++;
        if (part === 0) break;
      }
      const old = cells[cell] ?? 0;
      const now = Math.max(0, old + gradient / parts);
      if (now === old) continue;
      cells[cell] = now;
      largest = Math.max(largest, Math.abs(now - old));
      for (let part = cell; part >= first; part = (part - 1) & cell) {
        rest[part] = (rest[part] ?? 0) - (now - old);
        if (part === 0) break;
      }
    }
    if (largest < 0.01) break;
  }
  return cells.map(Math.round);
}
