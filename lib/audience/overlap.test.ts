import { describe, expect, test } from 'vitest';
import { cellsOf, exactly, nextMasks } from './overlap';
import { type Random, randomOf } from './testing';

const RUNS = Number(process.env.MUSTER_PROPERTY_RUNS ?? 300);

/** Users as masks of the sets they are in, tags by Zipf, a fifth of all pairs of tags without users. */
function zipf(random: Random, n: number, size: number): number[] {
  const shares = Array.from({ length: n }, (_, i) => 0.5 / (i + 1));
  const pairs: number[] = [];
  for (let a = 0; a < n; a++) for (let b = a + 1; b < n; b++) pairs.push((1 << a) | (1 << b));
  const empty = pairs
    .map((pair) => ({ pair, at: random() }))
    .toSorted((a, b) => a.at - b.at)
    .slice(0, Math.round(pairs.length / 5));
  return Array.from({ length: size }, () => {
    const mask = shares.reduce((bits, share, i) => (random() < share ? bits | (1 << i) : bits), 0);
    return empty.reduce((left, { pair }) => ((left & pair) === pair ? left & ~(pair & -pair) : left), mask);
  });
}

const inAll = (users: readonly number[], mask: number) =>
  users.filter((user) => (user & mask) === mask).length;
const inOnly = (users: readonly number[], mask: number) => users.filter((user) => user === mask).length;

/** Asks until nothing is left to ask. */
function run(n: number, count: (mask: number) => number, total: number | null) {
  const known = new Map(total === null ? [] : [[0, total]]);
  for (;;) {
    const { ask, derived } = nextMasks(n, known);
    const calls = known.size - (total === null ? 0 : 1);
    if (ask.length === 0) return { counts: new Map([...known, ...derived]), calls };
    for (const mask of ask) known.set(mask, count(mask));
  }
}

describe('overlaps', () => {
  test('of eight tags are exact with half the counts', () => {
    const shares: number[] = [];
    for (let seed = 0; seed < RUNS / 10; seed++) {
      const users = zipf(randomOf(seed), 8, 5000);
      const { counts, calls } = run(8, (mask) => inAll(users, mask), users.length);
      const { cells, offenders } = cellsOf(8, counts, users.length);
      expect(offenders).toEqual([]);
      expect(cells).toHaveLength(256);
      for (const { mask, value } of cells) expect(value).toBe(inOnly(users, mask));
      shares.push(calls / 255);
    }
    expect(Math.max(...shares)).toBeLessThanOrEqual(0.5);
  });

  test('are exact for any sets, whether everybody is known or not', () => {
    for (let seed = 0; seed < RUNS; seed++) {
      const random = randomOf(seed);
      const n = 2 + Math.floor(random() * 4);
      const users = Array.from({ length: Math.floor(random() * 60) }, () =>
        Math.floor(random() ** 2 * (1 << n)),
      );
      const total = random() < 0.5 ? null : users.length;
      const { counts } = run(n, (mask) => inAll(users, mask), total);
      const { cells, offenders } = cellsOf(n, counts, total);
      expect(offenders).toEqual([]);
      expect(cells[0]?.mask).toBe(total === null ? 1 : 0);
      for (const { mask, value, state } of cells)
        expect({ value, state }).toEqual({ value: inOnly(users, mask), state: 'exact' });
    }
  });

  test('a missing count is refused', () => {
    expect(() => cellsOf(2, new Map([[1, 5]]), null)).toThrow('no count of mask 2');
  });
});

describe('while users change', () => {
  /** Every user is asked about at another moment: `perCount` of them change their sets before each count. */
  function drifting(random: Random, n: number, perCount: number) {
    const users = zipf(random, n, 1000);
    return (mask: number) => {
      for (let i = 0; i < perCount; i++)
        users[Math.floor(random() * users.length)] = Math.floor(random() * (1 << n));
      return inAll(users, mask);
    };
  }

  test('impossible tables are found, asked again at most twice, and never show a negative', () => {
    let impossible = 0;
    for (let seed = 0; seed < RUNS; seed++) {
      const random = randomOf(seed);
      const n = 2 + Math.floor(random() * 4);
      const count = drifting(random, n, Math.floor(random() * 4));
      const { counts } = run(n, count, 1000);
      let result = cellsOf(n, counts, 1000);
      for (let again = 0; again < 2 && result.offenders.length > 0; again++) {
        expect(result.offenders.length).toBeLessThanOrEqual(3);
        for (const mask of result.offenders) if (mask > 0) counts.set(mask, count(mask));
        result = cellsOf(n, counts, 1000);
      }
      const { cells } = result;
      expect(cells.every(({ value }) => value >= 0 && Number.isInteger(value))).toBe(true);
      const table = Array.from({ length: 1 << n }, (_, mask) =>
        mask === 0 ? 1000 : (counts.get(mask) ?? 0),
      );
      const holds = exactly(n, table).every((cell) => cell >= 0);
      impossible += holds ? 0 : 1;
      expect(cells.every(({ state }) => state === (holds ? 'exact' : 'reconciled'))).toBe(true);
    }
    expect(impossible).toBeGreaterThan(0);
  });

  test('the one count that is wrong is the offender, and set right makes the table exact', () => {
    const users = [1, 1, 1, 2, 2, 3, 3, 3, 3, 7, 7, 4];
    const counts = new Map([1, 2, 3, 4, 5, 6, 7].map((mask) => [mask, inAll(users, mask)]));
    counts.set(3, 13);
    const wrong = cellsOf(3, counts, 12);
    expect(wrong.offenders).toEqual([3]);
    expect(wrong.cells.every(({ state, value }) => state === 'reconciled' && value >= 0)).toBe(true);
    counts.set(3, 6);
    expect(cellsOf(3, counts, 12).offenders).toEqual([]);
  });

  test('the nearest possible table stays near', () => {
    const { cells } = cellsOf(
      2,
      new Map([
        [1, 100],
        [2, 50],
        [3, 52],
      ]),
      null,
    );
    expect(cells.map(({ value }) => value)).toEqual([49, 0, 51]);
  });
});
