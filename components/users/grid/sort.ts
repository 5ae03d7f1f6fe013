import { type DataColumn, typeOf } from '@/lib/users/rules';
import type { RowStore, TextColumn } from './store';

export type SortColumn = DataColumn | 'cid';
export type Sort = Readonly<{ column: SortColumn; isDescending: boolean }>;

/** So many different texts are put in order as people of a language would; more by their characters, for speed. */
const COLLATED = 3000;

/**
 * Rows in the order of a column, rows without a value last either way, equal ones in the order of the list. Values and
 * rows are packed into doubles, which the engine sorts without calling anybody back.
 */
export function sortRows(
  store: RowStore,
  rows: Int32Array,
  { column, isDescending }: Sort,
  locale: string,
): Int32Array {
  if (column === 'cid') {
    const sorted = inOrder(store.cids, rows);
    return isDescending ? sorted.reverse() : sorted;
  }
  const key = keyOf(store, column, locale);
  const shift = shiftFor(store.size);
  const packed = new Float64Array(rows.length);
  const none: number[] = [];
  let count = 0;
  for (const row of rows) {
    const value = key(row);
    if (Number.isNaN(value)) none.push(row);
    else packed[count++] = (isDescending ? TOP - value : value) * shift + row;
  }
  const known = packed.subarray(0, count).sort();
  const sorted = new Int32Array(rows.length);
  for (let i = 0; i < count; i++) sorted[i] = (known[i] ?? 0) % shift;
  sorted.set(none, count);
  return sorted;
}

/** More than any key: times in seconds, numbers, ranks. */
const TOP = 2 ** 32;
const shiftFor = (size: number) => 2 ** Math.ceil(Math.log2(Math.max(2, size)));

/** A whole number below 2^32 for each row, or NaN. */
function keyOf(store: RowStore, name: DataColumn, locale: string): (row: number) => number {
  const column = store.column(name);
  if (column.kind === 'text') return textKey(column, locale);
  if (column.kind === 'flag') {
    const { values } = column;
    return (row) => ((values[row] ?? -1) < 0 ? Number.NaN : (values[row] ?? 0));
  }
  const { values } = column;
  const type = typeOf(name);
  if (type !== 'time' && type !== 'wall') return (row) => values[row] ?? Number.NaN;
  return (row) => Math.floor((values[row] ?? Number.NaN) / 1000);
}

const ranks = new WeakMap<TextColumn, { words: number; locale: string; ranks: Float64Array }>();

/** Texts by their place among all texts of the column; made anew when there are more of them. */
function textKey(column: TextColumn, locale: string): (row: number) => number {
  const { codes, words } = column;
  let known = ranks.get(column);
  if (!known || known.words !== words.length || known.locale !== locale) {
    known = { words: words.length, locale, ranks: rankOf(words, locale) };
    ranks.set(column, known);
  }
  const rank = known.ranks;
  return (row) => rank[codes[row] ?? 0] ?? Number.NaN;
}

/** The first word is that of rows without one. */
function rankOf(words: readonly string[], locale: string): Float64Array {
  let order = Int32Array.from(words, (_, code) => code).subarray(1);
  const { compare } = new Intl.Collator(locale, { numeric: true });
  if (words.length <= COLLATED) order.sort((a, b) => compare(words[a] ?? '', words[b] ?? ''));
  else order = inOrder(words, order);
  const rank = new Float64Array(words.length).fill(Number.NaN);
  for (const [place, code] of order.entries()) rank[code] = place;
  return rank;
}

/**
 * Texts by their characters: as many of the first ones as fit beside the place into a double, by an alphabet of those
 * that occur; of ids that is all it takes. Runs of equal beginnings are put in order afterwards.
 */
function inOrder(texts: readonly string[], places: Int32Array): Int32Array<ArrayBuffer> {
  const shift = shiftFor(texts.length);
  const { rank, base } = alphabetOf(texts, places);
  const digits = Math.max(1, Math.floor(Math.log(2 ** 53 / shift) / Math.log(base)));
  const packed = new Float64Array(places.length);
  for (let i = 0; i < places.length; i++) {
    const place = places[i] ?? 0;
    const text = texts[place] ?? '';
    let key = 0;
    for (let d = 0; d < digits; d++)
      key = key * base + (d < text.length ? (rank[text.charCodeAt(d)] ?? 0) : 0);
    packed[i] = key * shift + place;
  }
  packed.sort();
  const order = new Int32Array(places.length);
  for (let i = 0; i < order.length; i++) order[i] = (packed[i] ?? 0) % shift;
  const isSame = (a: number, b: number) =>
    Math.floor((packed[a] ?? 0) / shift) === Math.floor((packed[b] ?? 0) / shift);
  for (let from = 0; from < order.length; ) {
    let to = from + 1;
    while (to < order.length && isSame(from, to)) to++;
    if (to - from > 1) order.subarray(from, to).sort((a, b) => byCharacters(texts[a] ?? '', texts[b] ?? ''));
    from = to;
  }
  return order;
}

const byCharacters = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Characters looked at: no double holds more of any alphabet worth the name. */
const LOOKED_AT = 12;

/** The place of each character among those that occur, from 1; 0 stands for the end. */
function alphabetOf(texts: readonly string[], places: Int32Array): { rank: Uint16Array; base: number } {
  const rank = new Uint16Array(65_536);
  for (const place of places) {
    const text = texts[place] ?? '';
    for (let d = Math.min(LOOKED_AT, text.length); d-- > 0; ) rank[text.charCodeAt(d)] = 1;
  }
  let base = 1;
  for (let code = 0; code < rank.length; code++) if (rank[code]) rank[code] = base++;
  return { rank, base: Math.max(2, base) };
}
