import type { Cell, Overlap, Sureness } from './schema';

/**
 * How the bar of some sets is read. `distinct`: users in exactly these sets; `intersect`: in all of them, whatever
 * else; `union`: in at least one of them.
 */
export const MODES = ['distinct', 'intersect', 'union'] as const;
export type Mode = (typeof MODES)[number];
export type Reading = { readonly mask: number; readonly value: number; readonly state: Sureness };

const COUNTS_IN: Readonly<Record<Mode, (cell: number, mask: number) => boolean>> = {
  distinct: (cell, mask) => cell === mask,
  intersect: (cell, mask) => (cell & mask) === mask,
  union: (cell, mask) => (cell & mask) !== 0,
};

/** Every combination of `sets` sets, masks from 1 up, read in one of three ways. Never negative. */
export function readCells(sets: number, cells: readonly Cell[], mode: Mode): Reading[] {
  return Array.from({ length: (1 << sets) - 1 }, (_, i) => {
    const mask = i + 1;
    const inside = cells.filter((cell) => COUNTS_IN[mode](cell.mask, mask));
    return {
      mask,
      value: inside.reduce((sum, { value }) => sum + Math.max(0, value), 0),
      state: inside.every(({ state }) => state === 'exact') ? 'exact' : 'reconciled',
    };
  });
}

/** The numbers of the sets in a mask, from 0. */
export const membersOf = (mask: number): number[] =>
  Array.from({ length: 6 }, (_, i) => i).filter((i) => mask & (1 << i));

export type Pair = {
  readonly a: number;
  readonly b: number;
  readonly both: number;
  readonly onlyA: number;
  readonly onlyB: number;
  /** Users in both ÷ users in either; null when nobody is in either. */
  readonly jaccard: number | null;
  /** How many times more users are in both than if the sets had nothing to do with each other; null if unknown. */
  readonly lift: number | null;
  readonly state: Sureness;
};

/** Each two of the sets of an overlap. */
export function pairsOf({ cells, sizes, total }: Overlap): Pair[] {
  const sets = sizes.length;
  const all = readCells(sets, cells, 'intersect');
  const value = (mask: number) => all[mask - 1]?.value ?? 0;
  return sizes.flatMap((_, a) =>
    sizes.slice(a + 1).map((_, i): Pair => {
      const b = a + 1 + i;
      const mask = (1 << a) | (1 << b);
      const [inA, inB, both] = [value(1 << a), value(1 << b), value(mask)];
      const either = inA + inB - both;
      return {
        a,
        b,
        both,
        onlyA: inA - both,
        onlyB: inB - both,
        jaccard: either > 0 ? both / either : null,
        lift: total && inA && inB ? (both * total) / (inA * inB) : null,
        state: all[mask - 1]?.state ?? 'exact',
      };
    }),
  );
}
