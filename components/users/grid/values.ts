import { groupOf } from '@/lib/users/rules';
import { activeTest, bucketName, type FilterColumn, LOGIN_BUCKETS } from './filter';
import { READ, type RowStore } from './store';

export type ValueCount = Readonly<{ value: string; count: number }>;

const SHOWN = 40;
const ACTIVE = ['1', '7', '30', '90', '-30', '-90'] as const;

/** The values of a column among the rows read, the most frequent forty, with how often they occur. */
export function valueCounts(store: RowStore, column: FilterColumn, now: number): ValueCount[] {
  if (column === 'active') {
    if (store.read.status === 0) return [];
    return ACTIVE.map((value) => {
      const test = activeTest(store, Math.abs(Number(value)), now);
      return { value, count: countRows(store, 'online', (row) => test(row) === !value.startsWith('-')) };
    });
  }
  if (store.read[groupOf(column)] === 0) return [];
  const data = store.column(column);
  if (data.kind === 'flag')
    return ['1', '0'].map((value) => ({
      value,
      count: countRows(store, column, (row) => data.values[row] === Number(value)),
    }));
  if (data.kind === 'number')
    return LOGIN_BUCKETS.map((bucket) => ({
      value: bucketName(bucket),
      count: countRows(store, column, (row) => {
        const value = data.values[row] ?? Number.NaN;
        return value >= bucket[0] && value <= bucket[1];
      }),
    }));
  const counts = new Uint32Array(data.words.length);
  countRows(store, column, (row) => {
    const code = data.codes[row] ?? 0;
    counts[code] = (counts[code] ?? 0) + 1;
    return true;
  });
  return data.words
    .map((value, code) => ({ value, count: counts[code] ?? 0 }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count)
    .slice(0, SHOWN);
}

function countRows(
  store: RowStore,
  column: Exclude<FilterColumn, 'active'>,
  test: (row: number) => boolean,
): number {
  const state = store.state(groupOf(column));
  let count = 0;
  for (let row = 0; row < store.size; row++) if (state[row] === READ && test(row)) count++;
  return count;
}
