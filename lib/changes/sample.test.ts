import { expect, test } from 'vitest';
import { samplePlaces } from './sample';

test('as many as asked, rising, within the population, the same from the same seed', () => {
  for (const [population, size] of [
    [1, 1],
    [10, 10],
    [10, 3],
    [1000, 1],
    [5, 9],
  ] as const) {
    const places = [...samplePlaces(population, size, 'seed')];
    expect(places).toHaveLength(Math.min(size, population));
    expect(places).toEqual([...new Set(places)].sort((a, b) => a - b));
    expect(Math.max(...places)).toBeLessThan(population);
    expect([...samplePlaces(population, size, 'seed')]).toEqual(places);
  }
});

test('every place, and every pair of neighbours, is drawn as often as any other', () => {
  const [population, size, draws] = [20, 5, 20_000];
  const singles = new Array<number>(population).fill(0);
  let neighbours = 0;
  for (let draw = 0; draw < draws; draw++) {
    let last = -2;
    for (const place of samplePlaces(population, size, `seed ${draw}`)) {
      singles[place] = (singles[place] ?? 0) + 1;
      if (place === last + 1) neighbours++;
      last = place;
    }
  }
  const expected = (draws * size) / population;
  const chi = singles.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  // 19 degrees of freedom, drawing without putting back: above 50 once in some 10,000 times; the seeds are fixed.
  expect(chi).toBeLessThan(50);
  expect(neighbours / draws).toBeCloseTo((19 * size * (size - 1)) / (population * (population - 1)), 1);
});
