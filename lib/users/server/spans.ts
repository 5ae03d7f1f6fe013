import 'server-only';
import type { Span, WantedRows } from '../schema';

/** The rows that are wanted, each once, in the order wanted; those that do not exist are left out. */
export function orderOf({ first, spans }: WantedRows, rows: number): Int32Array {
  const seen = new Uint8Array(rows);
  const order = new Int32Array(rows);
  let count = 0;
  const take = (row: number) => {
    if (row >= rows || seen[row]) return;
    seen[row] = 1;
    order[count++] = row;
  };
  for (const row of first) take(row);
  for (const [from, to] of spans) for (let row = from; row < Math.min(to, rows); row++) take(row);
  return order.subarray(0, count);
}

/** Rows as spans, in the same order. */
export function spansOf(rows: ArrayLike<number>): Span[] {
  const spans: Span[] = [];
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] as number;
    const last = spans.at(-1);
    if (last && last[1] === row) last[1] = row + 1;
    else spans.push([row, row + 1]);
  }
  return spans;
}
