/** How long tasks took from the handing in of their plan to their end. Times in ms. */
export type QueuePoint = {
  readonly taskId: string;
  readonly planId: string;
  readonly name: string;
  readonly status: string;
  readonly groupSize: number | null;
  readonly brands: readonly string[] | null;
  readonly at: number;
  /** It took at least so long (when it was last seen under way) and at most so long (when its end was first seen). */
  readonly least: number;
  readonly most: number;
};
/** `unseen`: tasks whose end nobody saw: they had ended when they were first asked about. */
export type QueueTimes = { readonly points: readonly QueuePoint[]; readonly unseen: number };

/** Upper limits of groups, by which they are put together. */
export const SIZE_BOUNDS = [10_000, 100_000, 1_000_000, 5_000_000] as const;

export type QueueRow = {
  /** A bound of {@link SIZE_BOUNDS}, or a brand. */
  readonly id: string;
  readonly points: readonly QueuePoint[];
  /** Middle of `most`; null without points. */
  readonly median: number | null;
  readonly longest: number | null;
};

const middle = (values: readonly number[]): number | null => {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  const upper = sorted[half] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[half - 1] ?? 0) + upper) / 2;
};

function rowOf(id: string, points: readonly QueuePoint[]): QueueRow {
  const most = points.map((point) => point.most);
  return { id, points, median: middle(most), longest: most.length > 0 ? Math.max(...most) : null };
}

/** Times by the upper limit of the groups. */
export function bySize(points: readonly QueuePoint[]): QueueRow[] {
  return SIZE_BOUNDS.map((bound, i) => {
    const above = SIZE_BOUNDS[i - 1] ?? 0;
    const inside = ({ groupSize }: QueuePoint) =>
      groupSize !== null && groupSize > above && groupSize <= bound;
    return rowOf(String(bound), points.filter(inside));
  });
}

/** Times by brand: a plan of several brands counts for each of them. */
export function byBrand(points: readonly QueuePoint[], brands: readonly string[]): QueueRow[] {
  return brands.map((brand) =>
    rowOf(
      brand,
      points.filter((point) => point.brands?.includes(brand)),
    ),
  );
}
