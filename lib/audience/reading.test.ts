import { describe, expect, it } from 'vitest';
import { membersOf, pairsOf, readCells } from './reading';
import type { Cell, Overlap } from './schema';

const cells: Cell[] = [
  [0, 500],
  [1, 100],
  [2, 50],
  [3, 30],
  [4, 20],
  [5, 0],
  [6, 7],
  [7, 3],
].map(([mask = 0, value = 0]) => ({ mask, value, state: mask === 6 ? 'reconciled' : 'exact' }));
const overlap: Overlap = {
  cells,
  sizes: [133, 90, 30],
  total: 710,
  from: 0,
  to: 0,
  calls: 0,
  reused: 0,
  drift: 0,
};

describe('readings', () => {
  it('take each user once, by exactly, all and at least one', () => {
    const of = (mode: 'distinct' | 'intersect' | 'union') =>
      readCells(3, cells, mode).map(({ value }) => value);
    expect(of('distinct')).toEqual([100, 50, 30, 20, 0, 7, 3]);
    expect(of('intersect')).toEqual([133, 90, 33, 30, 3, 10, 3]);
    expect(of('union')).toEqual([133, 90, 190, 30, 160, 110, 210]);
  });

  it('are marked as soon as one cell in them is', () => {
    const marked = (mode: 'distinct' | 'intersect') =>
      readCells(3, cells, mode)
        .filter(({ state }) => state === 'reconciled')
        .map(({ mask }) => mask);
    expect(marked('distinct')).toEqual([6]);
    expect(marked('intersect')).toEqual([2, 4, 6]);
  });

  it('name members', () => {
    expect(membersOf(0b101001)).toEqual([0, 3, 5]);
  });
});

describe('pairs', () => {
  it('know Jaccard and lift', () => {
    const [ab, ac] = pairsOf(overlap);
    expect(ab).toMatchObject({ a: 0, b: 1, both: 33, onlyA: 100, onlyB: 57, state: 'exact' });
    expect(ab?.jaccard).toBeCloseTo(33 / 190);
    expect(ab?.lift).toBeCloseTo((33 * 710) / (133 * 90));
    expect(ac?.both).toBe(3);
  });

  it('leave out what has no meaning', () => {
    const empty = { ...overlap, cells: cells.map((cell) => ({ ...cell, value: 0 })) };
    expect(pairsOf(empty)[0]).toMatchObject({ jaccard: null, lift: null });
    expect(pairsOf({ ...overlap, total: null })[0]?.lift).toBeNull();
  });
});
