/** How many rows of a population may be of a kind, when a sample drawn without putting back holds `differing` of them. */
type Drawn = { population: number; sample: number; differing: number };

const TAIL = 0.025;

/**
 * Bounds that hold the true number in at least 95 of 100 samples, whatever it is (Clopper and Pearson's, for drawing
 * without putting back): every number is kept under which a sample with that many, or more extreme, is not rarer than
 * 2.5 % on either side. Exact for small populations and extreme shares; never outside what the sample has shown.
 */
export function differingBounds({ population, sample, differing }: Drawn): { low: number; high: number } {
  const least = differing;
  const most = population - (sample - differing);
  if (sample === 0 || least >= most) return { low: least, high: Math.max(least, most) };
  // The more there are in the population, the likelier are many and the rarer are few: both searches see one turn.
  const low = first(least, most, (among) => chance(population, sample, among, differing, sample) > TAIL);
  const beyond = first(least, most + 1, (among) => chance(population, sample, among, 0, differing) <= TAIL);
  return { low, high: Math.max(low, beyond - 1) };
}

/** The first whole number of [from, to) for which `holds`, which turns at most once; `to` when there is none. */
function first(from: number, to: number, holds: (value: number) => boolean): number {
  let [low, high] = [from, to];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Chance that a sample holds from `from` to `to` of the `among` ones in the population: the hypergeometric distribution. */
function chance(population: number, sample: number, among: number, from: number, to: number): number {
  const start = Math.max(from, 0, sample - (population - among));
  const end = Math.min(to, sample, among);
  if (start > end) return 0;
  // From the likeliest count outwards: at the far ends the terms are too small for a number.
  const likeliest = Math.floor(((sample + 1) * (among + 1)) / (population + 2));
  const peak = Math.min(Math.max(likeliest, start), end);
  const top = Math.exp(
    lnChoose(among, peak) + lnChoose(population - among, sample - peak) - lnChoose(population, sample),
  );
  const ratio = (count: number) =>
    ((among - count) * (sample - count)) / ((count + 1) * (population - among - sample + count + 1));
  let sum = top;
  for (let count = peak, term = top; count < end && term > NEGLIGIBLE; count++) sum += term *= ratio(count);
  for (let count = peak, term = top; count > start && term > NEGLIGIBLE; count--)
    sum += term /= ratio(count - 1);
  return Math.min(1, sum);
}

const NEGLIGIBLE = 1e-18;

const lnChoose = (n: number, k: number): number => lnFactorial(n) - lnFactorial(k) - lnFactorial(n - k);

/** Stirling's series, exact to some 12 digits from 10 on; below, the product itself. */
function lnFactorial(n: number): number {
  if (n < 10) {
    let product = 1;
    for (let i = 2; i <= n; i++) product *= i;
    return Math.log(product);
  }
  const x = n + 1;
  return (
    (x - 0.5) * Math.log(x) -
    x +
    0.5 * Math.log(2 * Math.PI) +
    1 / (12 * x) -
    1 / (360 * x ** 3) +
    1 / (1260 * x ** 5)
  );
}
