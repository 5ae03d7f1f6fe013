import { describe, expect, it } from 'vitest';
import { distanceFor, fitVenn, lens, maskAt, misfit, placeVenn, regionAreas } from './venn-layout';

const cellsOf = (...values: number[]) => new Map(values.map((value, i) => [i + 1, value]));

describe('areas', () => {
  it('of a lens are those of the closed form, nested and apart included', () => {
    for (const [a, b, d] of [
      [3, 2, 2.5],
      [5, 1, 4.5],
      [2, 2, 0.1],
      [3, 2, 0.5],
      [1, 1, 2.5],
    ] as const) {
      const areas = regionAreas([
        { x: 0, y: 0, r: a },
        { x: d, y: 0, r: b },
      ]);
      expect(areas.get(3) ?? 0).toBeCloseTo(lens(a, b, d), 2);
      expect((areas.get(1) ?? 0) + (areas.get(3) ?? 0)).toBeCloseTo(Math.PI * a * a, 1);
    }
  });

  it('of three circles are those of a dense grid', () => {
    const circles = [
      { x: 0, y: 0, r: 1 },
      { x: 1, y: 0, r: 0.9 },
      { x: 0.4, y: 0.8, r: 0.7 },
    ];
    const areas = regionAreas(circles);
    const counted = new Map<number, number>();
    const step = 0.004;
    for (let x = -1.2; x < 2.2; x += step)
      for (let y = -1.2; y < 2.2; y += step) {
        const mask = maskAt(circles, x, y);
        if (mask) counted.set(mask, (counted.get(mask) ?? 0) + step * step);
      }
    for (let mask = 1; mask < 8; mask++)
      expect(areas.get(mask) ?? 0, `mask ${mask}`).toBeCloseTo(counted.get(mask) ?? 0, 2);
  });

  it('are met by the distance that is found for them', () => {
    for (const share of [0.01, 0.3, 0.9]) {
      const area = Math.PI * 4 * share;
      expect(lens(3, 2, distanceFor(3, 2, area))).toBeCloseTo(area, 6);
    }
    expect(distanceFor(3, 2, 0)).toBeGreaterThan(5);
    expect(distanceFor(3, 2, Math.PI * 4)).toBeLessThan(1);
  });
});

describe('two sets', () => {
  it('are drawn exactly, whatever they share', () => {
    for (const [a, b, both] of [
      [700, 300, 120],
      [5000, 4, 2],
      [100, 100, 0],
      [0, 40, 60],
      [0, 0, 80],
    ] as const) {
      const { error, circles } = fitVenn(2, cellsOf(a, b, both));
      expect(error, `${a} ${b} ${both}`).toBeLessThan(0.002);
      const [one, other] = circles;
      expect((one?.r ?? 0) ** 2 / (other?.r ?? 1) ** 2).toBeCloseTo((a + both) / (b + both), 4);
    }
  });
});

describe('three sets', () => {
  it('are drawn exactly where circles can', () => {
    const circles = [
      { x: 0, y: 0, r: 10 },
      { x: 9, y: 0, r: 8 },
      { x: 4, y: 8, r: 7 },
    ];
    expect(fitVenn(3, regionAreas(circles)).error).toBeLessThan(0.005);
    expect(fitVenn(3, cellsOf(100, 100, 0, 100, 0, 0, 0)).error).toBeLessThan(0.005);
    expect(fitVenn(3, cellsOf(500, 0, 200, 0, 0, 0, 100)).error).toBeLessThan(0.01);
  });

  it('tell by how much where circles cannot', () => {
    // Every two share much, yet nobody is in all three.
    const { error } = fitVenn(3, cellsOf(10, 10, 100, 10, 100, 100, 0));
    expect(error).toBeGreaterThan(0.05);
    expect(error).toBeLessThan(0.5);
  });

  it('keep the sizes of the sets though overlaps are off', () => {
    const { circles } = fitVenn(3, cellsOf(10, 20, 100, 40, 100, 100, 0));
    expect(circles.map(({ r }) => Math.round(Math.PI * r * r))).toEqual([210, 220, 240]);
  });

  it('come as near as any placement on random tables, and stay in their box', () => {
    let seed = 7;
    const random = () => {
      seed = (seed * 48271) % 2147483647;
      return seed / 2147483647;
    };
    for (let round = 0; round < 20; round++) {
      const cells = cellsOf(...Array.from({ length: 7 }, () => Math.round(random() * 1000)));
      const fit = fitVenn(3, cells);
      const found = misfit(fit.circles, cells);
      for (let i = 0; i < 60; i++) {
        const moved = fit.circles.map((circle, set) => {
          const by = () => (random() - 0.5) * circle.r * (i % 2 ? 4 : 0.2);
          return set ? { ...circle, x: circle.x + by(), y: circle.y + by() } : circle;
        });
        expect(misfit(moved, cells)).toBeGreaterThan(found - 1e-4);
      }
      const { circles, letters } = placeVenn(fit.circles, 360, 260);
      for (const { x, y, r } of circles) {
        expect(x - r).toBeGreaterThanOrEqual(0);
        expect(x + r).toBeLessThanOrEqual(360);
        expect(y - r).toBeGreaterThanOrEqual(0);
        expect(y + r).toBeLessThanOrEqual(260);
      }
      for (const { x, y } of letters) {
        expect(x).toBeGreaterThan(0);
        expect(y).toBeLessThan(260);
      }
    }
  });
});

describe('figures', () => {
  it('stand inside their region', () => {
    const { circles, spots } = placeVenn(
      fitVenn(3, cellsOf(400, 300, 90, 300, 80, 70, 40)).circles,
      400,
      300,
    );
    expect([...spots.keys()].sort()).toEqual([1, 2, 3, 4, 5, 6, 7]);
    for (const [mask, { x, y, room }] of spots) {
      expect(maskAt(circles, x, y)).toBe(mask);
      expect(room).toBeGreaterThan(4);
    }
  });

  it('of empty sets are not drawn', () => {
    const { spots, circles } = placeVenn(fitVenn(2, cellsOf(0, 0, 0)).circles, 400, 300);
    expect(spots.size).toBe(0);
    expect(circles.every(({ r }) => r === 0)).toBe(true);
    expect([...placeVenn(fitVenn(2, cellsOf(50, 0, 0)).circles, 400, 300).spots.keys()]).toEqual([1]);
  });
});
