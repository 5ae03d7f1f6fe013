/** How much was done at a time, in ms. */
export type Sample = { readonly at: number; readonly done: number };

const WINDOW_MS = 10_000;
/** Less than this says nothing of a pace. */
const ENOUGH_MS = 1_500;

/** The samples of the last ten seconds and the one before them. */
export function withSample(samples: readonly Sample[], next: Sample): Sample[] {
  const from = samples.findLastIndex(({ at }) => at <= next.at - WINDOW_MS);
  return [...samples.slice(Math.max(from, 0)), next];
}

/** The pace over the last ten seconds and the time left at it; null while it cannot be told. */
export function paceOf(
  samples: readonly Sample[],
  total: number,
): { perSecond: number; leftMs: number } | null {
  const first = samples[0];
  const last = samples.at(-1);
  if (!first || !last || last.at - first.at < ENOUGH_MS || last.done <= first.done) return null;
  const perSecond = ((last.done - first.done) * 1000) / (last.at - first.at);
  return { perSecond, leftMs: ((total - last.done) / perSecond) * 1000 };
}
