import type { Dialect } from './dialect';
import { phoneSum, type Weights } from './phone-sets';
import { inside, outside } from './region-sets';
import { type Side, shortest, times } from './sides';
import type { Row } from './tag-grid';

/** Baselines that are tried besides nothing and everywhere else. */
const BASELINES = 4;

/** Users of these rows, whatever their phone; row 0 is everywhere else. */
function rowsSum(chosen: ReadonlySet<number>, rows: readonly Row[], dialect: Dialect): readonly Side[] {
  const codes = (wanted: boolean) =>
    rows.flatMap((row, number) => (chosen.has(number) === wanted ? row.codes : []));
  if (chosen.size === rows.length) return [{ times: 1, conditions: [] }];
  return chosen.has(0) ? outside(codes(false), dialect) : inside(codes(true), dialect);
}

const minus = (a: Weights, b: Weights): Weights => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
const isZero = (weights: Weights) => weights.every((weight) => weight === 0);

/** Rows of equal weights together, everything beside a baseline that counts everywhere. */
function byRows(weights: readonly Weights[], rows: readonly Row[], dialect: Dialect): readonly Side[] {
  const groups = new Map<string, { weights: Weights; rows: Set<number> }>();
  for (const [number, one] of weights.entries()) {
    const group = groups.get(one.join()) ?? { weights: one, rows: new Set() };
    group.rows.add(number);
    groups.set(one.join(), group);
  }
  const all = [...groups.values()];
  const baselines: readonly Weights[] = [[0, 0, 0], ...all.slice(0, BASELINES).map((group) => group.weights)];
  return shortest(
    baselines.map((baseline) => [
      ...phoneSum(baseline, dialect),
      ...all.flatMap((group) => {
        const rest = minus(group.weights, baseline);
        return isZero(rest) ? [] : times(rowsSum(group.rows, rows, dialect), phoneSum(rest, dialect));
      }),
    ]),
  );
}

/** Android, ios and everybody, each with the places where they count. */
function byPhones(weights: readonly Weights[], rows: readonly Row[], dialect: Dialect): readonly Side[] {
  const along = (part: (one: Weights) => number, on: Weights) =>
    times(
      byRows(
        weights.map((one) => [part(one), part(one), part(one)] as const),
        rows,
        dialect,
      ),
      phoneSum(on, dialect),
    );
  return shortest([
    [
      ...along(([, , neither]) => neither, [1, 1, 1]),
      ...along(([android, , neither]) => android - neither, [1, 0, 0]),
      ...along(([, ios, neither]) => ios - neither, [0, 1, 0]),
    ],
    [
      ...along(([, , neither]) => neither, [0, 0, 1]),
      ...along(([android]) => android, [1, 0, 0]),
      ...along(([, ios]) => ios, [0, 1, 0]),
    ],
    [
      ...along(([, , neither]) => neither, [1, 1, 1]),
      ...along(([, ios, neither]) => ios - neither, [1, 1, 0]),
      ...along(([android, ios]) => android - ios, [1, 0, 0]),
    ],
  ]);
}

/** The fewest conditions on place and phone type found that add up to the weights of each row. */
export function rectangles(
  weights: readonly Weights[],
  rows: readonly Row[],
  dialect: Dialect,
): readonly Side[] {
  const [only] = weights;
  if (rows.length === 1 && only) return phoneSum(only, dialect);
  return shortest([byRows(weights, rows, dialect), byPhones(weights, rows, dialect)]);
}
