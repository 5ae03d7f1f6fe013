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

/** Texts by their characters: first by four of them, packed into a double with the place, then runs of equal ones. */
function inOrder(texts: readonly string[], places: Int32Array): Int32Array<ArrayBuffer> {
  const shift = shiftFor(texts.length);
  const packed = Float64Array.from(places, (place) => prefixOf(texts[place] ?? '') * shift + place).sort();
  const order = Int32Array.from(packed, (value) => value % shift);
  for (let from = 0; from < order.length; ) {
    const prefix = Math.floor((packed[from] ?? 0) / shift);
    let to = from + 1;
    while (to < order.length && Math.floor((packed[to] ?? 0) / shift) === prefix) to++;
    if (to - from > 1) order.subarray(from, to).sort((a, b) => byCharacters(texts[a] ?? '', texts[b] ?? ''));
    from = to;
  }
  return order;
}

const byCharacters = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The first four characters as 28 bits; beyond ASCII they count alike. */
function prefixOf(text: string): number {
  let key = 0;
  for (let i = 0; i < 4; i++) key = key * 128 + Math.min(127, i < text.length ? text.charCodeAt(i) : 0);
  return key;
}
