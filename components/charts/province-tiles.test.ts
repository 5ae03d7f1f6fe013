import { describe, expect, it } from 'vitest';
import { PROVINCES } from '../../lib/audience/regions';
import { TILE_COLUMNS, TILE_ROWS, tileOf } from './province-tiles';

const at = (code: string) => tileOf(`${code}000000`);
const far = (a: string, b: string) =>
  Math.max(Math.abs(at(a).column - at(b).column), Math.abs(at(a).row - at(b).row));

describe('tiles of provinces', () => {
  it('are one for each of the 34 and for the unknown rest, none over another', () => {
    const places = [...PROVINCES.map(({ code }) => tileOf(code)), tileOf('')];
    expect(new Set(places.map(({ column, row }) => `${column},${row}`)).size).toBe(35);
    expect(new Set(places.map(({ letters }) => letters)).size).toBe(35);
    for (const { column, row } of places) {
      expect(column).toBeLessThan(TILE_COLUMNS);
      expect(row).toBeLessThan(TILE_ROWS);
    }
  });

  it('keep neighbours beside each other, and north above south', () => {
    const neighbours =
      '11-13 11-12 13-37 31-32 31-33 44-45 44-43 44-35 44-81 45-46 51-50 51-53 61-64 21-22 22-23 35-71';
    for (const pair of neighbours.split(' ')) {
      const [a = '', b = ''] = pair.split('-');
      expect(far(a, b), pair).toBe(1);
    }
    for (const [north, south] of ['23-44', '11-31', '41-42', '14-41', '33-35', '65-54'].map((pair) =>
      pair.split('-'),
    ))
      expect(at(north ?? '').row, `${north} above ${south}`).toBeLessThan(at(south ?? '').row);
  });
});
