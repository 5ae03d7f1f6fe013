import { describe, expect, test } from 'vitest';
import { differingBounds } from './confidence';

/** The chance of each count, from Pascal's triangle in whole numbers: nothing in common with what is tested. */
function exactly(population: number, sample: number, among: number): number[] {
  const choose = (n: number, k: number): bigint => {
    if (k < 0 || k > n) return 0n;
    let value = 1n;
    for (let i = 0; i < k; i++) value = (value * BigInt(n - i)) / BigInt(i + 1);
    return value;
  };
  const scale = 10n ** 15n;
  const all = choose(population, sample);
  return Array.from(
    { length: sample + 1 },
    (_, x) => Number((choose(among, x) * choose(population - among, sample - x) * scale) / all) / 1e15,
  );
}

describe('bounds of a sample', () => {
  test.each([
    [20, 5],
    [60, 10],
    [60, 59],
    [200, 30],
    [500, 120],
  ])('of %i rows, %i drawn: hold the truth in 95 of 100 samples, whatever it is', (population, sample) => {
    const bounds = Array.from({ length: sample + 1 }, (_, differing) =>
      differingBounds({ population, sample, differing }),
    );
    for (let among = 0; among <= population; among += population > 100 ? 7 : 1) {
      let covered = 0;
      for (const [x, chance] of exactly(population, sample, among).entries()) {
        const { low, high } = bounds[x] ?? { low: 0, high: -1 };
        if (low <= among && among <= high) covered += chance;
      }
      expect(covered, `${among} of ${population}`).toBeGreaterThanOrEqual(0.95);
    }
  });

  test('all rows read leave nothing open, no row read leaves everything', () => {
    expect(differingBounds({ population: 50, sample: 50, differing: 3 })).toEqual({ low: 3, high: 3 });
    expect(differingBounds({ population: 50, sample: 0, differing: 0 })).toEqual({ low: 0, high: 50 });
    expect(differingBounds({ population: 0, sample: 0, differing: 0 })).toEqual({ low: 0, high: 0 });
  });

  test('of ten million, near what Clopper and Pearson say of an endless population', () => {
    const share = (sample: number, differing: number) => {
      const { low, high } = differingBounds({ population: 10_000_000, sample, differing });
      return [low / 10_000_000, high / 10_000_000];
    };
    // 0 of 1000: 1 - 0.025^(1/1000).
    expect(share(1000, 0)[0]).toBe(0);
    expect(share(1000, 0)[1]).toBeCloseTo(0.0036821, 5);
    // 100 of 1000 and 5000 of 10,000, from tables of the beta distribution.
    expect(share(1000, 100)[0]).toBeCloseTo(0.0821, 3);
    expect(share(1000, 100)[1]).toBeCloseTo(0.1203, 3);
    expect(share(10_000, 5000)[0]).toBeCloseTo(0.4902, 3);
    expect(share(10_000, 5000)[1]).toBeCloseTo(0.5098, 3);
  });
});
