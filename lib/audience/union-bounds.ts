export type Bounds = { readonly low: number; readonly high: number };

/** What two bounds that both hold say together; counts of different moments may contradict, then what spans both. */
export function both(a: Bounds, b: Bounds): Bounds {
  const low = Math.max(a.low, b.low);
  const high = Math.min(a.high, b.high);
  return low <= high ? { low, high } : { low: high, high: low };
}

/** The heaviest tree over all parts, by the weights of pairs (Prim). */
function heaviestTree(n: number, weight: (a: number, b: number) => number): number {
  const best = Array.from({ length: n }, (_, i) => (i === 0 ? 0 : weight(0, i)));
  const out = new Set(Array.from({ length: Math.max(0, n - 1) }, (_, i) => i + 1));
  let sum = 0;
  while (out.size > 0) {
    const next = [...out].reduce((a, b) => ((best[b] ?? 0) > (best[a] ?? 0) ? b : a));
    sum += best[next] ?? 0;
    out.delete(next);
    for (const other of out) best[other] = Math.max(best[other] ?? 0, weight(next, other));
  }
  return sum;
}

/**
 * Users in at least one of some parts, from the parts and their overlaps two by two: Bonferroni, Dawson and Sankoff
 * (1967) below, Hunter (1976) and Worsley above. `pair` may not know: 0 to the smaller part.
 */
export function unionBounds(
  parts: readonly Bounds[],
  pair: (a: number, b: number) => Bounds,
  total: number,
): Bounds {
  const n = parts.length;
  const sumLow = parts.reduce((sum, { low }) => sum + low, 0);
  const sumHigh = parts.reduce((sum, { high }) => sum + high, 0);
  let pairsHigh = 0;
  for (let a = 0; a < n; a++) for (let b = a + 1; b < n; b++) pairsHigh += pair(a, b).high;
  let low = Math.max(...parts.map((part) => part.low));
  for (let k = 1; k < n; k++)
    low = Math.max(low, Math.ceil((2 * sumLow) / (k + 1) - (2 * pairsHigh) / (k * (k + 1)) - 1e-6));
  const tree = heaviestTree(n, (a, b) => pair(a, b).low);
  return { low, high: Math.min(total, sumHigh - tree) };
}
