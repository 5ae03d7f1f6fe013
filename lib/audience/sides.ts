import type { CountCondition } from '@/lib/getui/wire/users';

/** Conditions on some keys times a whole number. No conditions: everybody. */
export type Side = { readonly times: number; readonly conditions: readonly CountCondition[] };

/** Every condition of the one with every condition of the other. */
export const times = (left: readonly Side[], right: readonly Side[]): readonly Side[] =>
  left.flatMap((a) =>
    right.map((b) => ({ times: a.times * b.times, conditions: [...a.conditions, ...b.conditions] })),
  );

export const scale = (factor: number, sides: readonly Side[]): readonly Side[] =>
  sides.map(({ times: one, conditions }) => ({ times: factor * one, conditions }));

/** The shortest; the first of equals. */
export function shortest<T>(ways: readonly (readonly T[])[]): readonly T[] {
  let best = ways[0] ?? [];
  for (const way of ways) if (way.length < best.length) best = way;
  return best;
}
