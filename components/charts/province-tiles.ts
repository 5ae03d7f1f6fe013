/**
 * Where each province stands in a grid of tiles, by the first two digits of its code: column, row, and the letters that
 * ISO 3166-2:CN gives it. Neighbours touch where seven columns allow it: 京 above 津, 川 beside 渝, 琼 below 桂.
 */
const TILES: Readonly<Record<string, readonly [column: number, row: number, letters: string]>> = {
  23: [6, 0, 'HL'],
  15: [5, 1, 'NM'],
  22: [6, 1, 'JL'],
  65: [0, 2, 'XJ'],
  64: [2, 2, 'NX'],
  14: [3, 2, 'SX'],
  13: [4, 2, 'HE'],
  11: [5, 2, 'BJ'],
  21: [6, 2, 'LN'],
  63: [0, 3, 'QH'],
  62: [1, 3, 'GS'],
  61: [2, 3, 'SN'],
  41: [3, 3, 'HA'],
  37: [4, 3, 'SD'],
  12: [5, 3, 'TJ'],
  54: [0, 4, 'XZ'],
  51: [1, 4, 'SC'],
  50: [2, 4, 'CQ'],
  42: [3, 4, 'HB'],
  34: [4, 4, 'AH'],
  32: [5, 4, 'JS'],
  31: [6, 4, 'SH'],
  53: [1, 5, 'YN'],
  52: [2, 5, 'GZ'],
  43: [3, 5, 'HN'],
  36: [4, 5, 'JX'],
  33: [5, 5, 'ZJ'],
  45: [2, 6, 'GX'],
  44: [3, 6, 'GD'],
  35: [4, 6, 'FJ'],
  71: [5, 6, 'TW'],
  46: [2, 7, 'HI'],
  82: [3, 7, 'MO'],
  81: [4, 7, 'HK'],
};
export const TILE_COLUMNS = 7;
export const TILE_ROWS = 8;

/** The place of a region's tile; what is no province (the unknown rest) stands apart, below at the left. */
export function tileOf(code: string): Readonly<{ column: number; row: number; letters: string }> {
  const [column, row, letters] = TILES[code.slice(0, 2)] ?? [0, TILE_ROWS - 1, '?'];
  return { column, row, letters };
}
