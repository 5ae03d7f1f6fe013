import { anyOf, noneOf } from './conditions';
import type { Dialect } from './dialect';
import { ANDROID, IOS, NEITHER } from './expression';
import { type Side, scale } from './sides';

/** How often somebody counts: on android, on ios, on neither. */
export type Weights = readonly [number, number, number];
type PhoneSet = { readonly mask: number; readonly conditions: Side['conditions'] };

/** Every set of phone types one condition can mean. */
function setsOf(dialect: Dialect): readonly PhoneSet[] {
  const sets: PhoneSet[] = [
    { mask: ANDROID | IOS | NEITHER, conditions: [] },
    { mask: ANDROID, conditions: anyOf('phoneType', ['android']) },
    { mask: IOS, conditions: anyOf('phoneType', ['ios']) },
    { mask: ANDROID | IOS, conditions: anyOf('phoneType', ['android', 'ios']) },
    { mask: IOS | NEITHER, conditions: [{ key: 'phoneType', op: 'not', values: ['android'] }] },
    { mask: ANDROID | NEITHER, conditions: [{ key: 'phoneType', op: 'not', values: ['ios'] }] },
  ];
  const neither = noneOf('phoneType', ['android', 'ios'], dialect);
  return neither ? [...sets, { mask: NEITHER, conditions: neither }] : sets;
}

const weighs = (mask: number, bit: number, factor: number) => (mask & bit ? factor : 0);

/** The fewest conditions on the phone type that add up to the weights; at most three. */
export function phoneSum([android, ios, neither]: Weights, dialect: Dialect): readonly Side[] {
  const sets = setsOf(dialect);
  const found = (parts: readonly (readonly [number, PhoneSet])[]) =>
    [ANDROID, IOS, NEITHER].every(
      (bit, i) =>
        parts.reduce((sum, [factor, { mask }]) => sum + weighs(mask, bit, factor), 0) ===
        [android, ios, neither][i],
    );
  const factors = [
    ...new Set([android, ios, neither, android - neither, ios - neither, android - ios, ios - android]),
  ].filter((factor) => factor !== 0);
  const sideOf = ([factor, { conditions }]: readonly [number, PhoneSet]): Side => ({
    times: factor,
    conditions,
  });
  if (android === 0 && ios === 0 && neither === 0) return [];
  const singles = sets.flatMap((set) => factors.map((factor) => [factor, set] as const));
  const one = singles.find((single) => found([single]));
  if (one) return [sideOf(one)];
  for (const a of singles) for (const b of singles) if (found([a, b])) return [sideOf(a), sideOf(b)];
  return [
    ...scale(neither, [{ times: 1, conditions: [] }]),
    ...scale(android - neither, [{ times: 1, conditions: anyOf('phoneType', ['android']) }]),
    ...scale(ios - neither, [{ times: 1, conditions: anyOf('phoneType', ['ios']) }]),
  ];
}
