import type { DataColumn } from '@/lib/users/rules';
import type { RowStore, TextColumn } from './store';

/**
 * Keeps rows of which a column says one of some values. Flags: `1`, `0`; texts as they are, blank for none; days with a
 * login by bucket; `active` days since the last login: `7` or, for the others, `-7`.
 */
export type Filter = Readonly<{ column: FilterColumn; values: readonly string[] }>;
/** Columns whose values may stand in an address: never an alias, a tag or a cid. */
export const FILTER_COLUMNS = [
  'valid',
  'platform',
  'brand',
  'model',
  'notifications',
  'vendorToken',
  'loginDays',
  'online',
  'active',
  'appOnline',
  'deviceOnline',
  'blacklisted',
] as const;
export type FilterColumn = (typeof FILTER_COLUMNS)[number];

/** What a column is filtered by; nothing when it is not. */
export const valuesOf = (filters: readonly Filter[], column: FilterColumn): readonly string[] =>
  filters.find((filter) => filter.column === column)?.values ?? [];

/** Days with a login among the last hundred, as the first and last of each bucket. */
export const LOGIN_BUCKETS = [
  [0, 0],
  [1, 4],
  [5, 19],
  [20, 49],
  [50, 100],
] as const;
export const bucketName = ([from, to]: readonly [number, number]): string =>
  from === to ? `${from}` : `${from}-${to}`;
export const DAY_MS = 86_400_000;

type Test = (row: number) => boolean;

/** Whether a user was there within so many days before `now`: online now, or logged in since. Null: not known. */
export function activeTest(store: RowStore, days: number, now: number): (row: number) => boolean | null {
  const online = store.column('online');
  const last = store.column('lastLoginAt');
  if (online.kind !== 'flag' || last.kind !== 'number') return () => null;
  const since = now - days * DAY_MS;
  return (row) => {
    if (online.values[row] === 1) return true;
    const at = last.values[row] ?? Number.NaN;
    if (!Number.isNaN(at)) return at >= since;
    return online.values[row] === 0 ? false : null;
  };
}

/** Rows that pass all filters and hold the text in cid, alias, tags or model; all of them when nothing is asked. */
export function filterRows(
  store: RowStore,
  filters: readonly Filter[],
  text: string,
  now: number,
): Int32Array {
  const tests = filters.map((filter) => testOf(store, filter, now));
  const search = text.trim() ? searchTest(store, text.trim().toLowerCase()) : null;
  if (search) tests.push(search);
  const kept = new Int32Array(store.size);
  let count = 0;
  rows: for (let row = 0; row < store.size; row++) {
    for (const test of tests) if (!test(row)) continue rows;
    kept[count++] = row;
  }
  return kept.subarray(0, count);
}

function testOf(store: RowStore, { column: name, values }: Filter, now: number): Test {
  if (name === 'active') {
    const tests = values.map((value) => ({
      test: activeTest(store, Math.abs(Number(value)), now),
      wanted: !value.startsWith('-'),
    }));
    return (row) => tests.some(({ test, wanted }) => test(row) === wanted);
  }
  const column = store.column(name satisfies DataColumn);
  if (column.kind === 'text') return codesTest(column, (word) => values.includes(word));
  if (column.kind === 'flag') {
    const wanted = new Set(values.map(Number));
    return (row) => wanted.has(column.values[row] ?? -1);
  }
  const buckets = LOGIN_BUCKETS.filter((bucket) => values.includes(bucketName(bucket)));
  return (row) => {
    const value = column.values[row] ?? Number.NaN;
    return buckets.some(([from, to]) => value >= from && value <= to);
  };
}

/** Each text is looked at once, not once a row. */
function codesTest({ codes, words }: TextColumn, passes: (word: string) => boolean): Test {
  const passed = Uint8Array.from(words, (word) => Number(passes(word)));
  return (row) => passed[codes[row] ?? 0] === 1;
}

const SEARCHED: readonly DataColumn[] = ['alias', 'tags', 'model', 'brand', 'ledgerAlias', 'ledgerTags'];

function searchTest(store: RowStore, text: string): Test {
  const tests: Test[] = [];
  for (const name of SEARCHED) {
    const column = store.column(name);
    if (column.kind === 'text' && column.words.length > 1)
      tests.push(codesTest(column, (word) => word.toLowerCase().includes(text)));
  }
  const { cids, via } = store;
  const isLower = store.hasLowerCids;
  if (via.size) tests.push((row) => via.get(row)?.toLowerCase().includes(text) ?? false);
  return (row) => {
    const cid = cids[row] ?? '';
    return (isLower ? cid : cid.toLowerCase()).includes(text) || tests.some((test) => test(row));
  };
}
