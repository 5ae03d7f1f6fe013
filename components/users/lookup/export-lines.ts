import { type DataColumn, typeOf } from '@/lib/users/rules';
import type { CellText } from '../grid/cell-text';
import type { RowStore } from '../grid/store';

const AT_ONCE = 2000;

/** Rows as lines of JSON, the heading first; numbers stay numbers, everything else is as people read it. */
export function exportLines(
  store: RowStore,
  columns: readonly DataColumn[],
  rows: Int32Array,
  head: readonly string[],
  text: CellText,
): Blob {
  const parts: string[] = [`${JSON.stringify(head)}\n`];
  for (let from = 0; from < rows.length; from += AT_ONCE) {
    let part = '';
    for (const row of rows.subarray(from, from + AT_ONCE)) {
      const cells = columns.map((column) => {
        const value = store.cell(column, row);
        if (value === null || typeOf(column) === 'number') return value;
        return text(column, value).text;
      });
      part += `${JSON.stringify([store.cids[row], ...cells])}\n`;
    }
    parts.push(part);
  }
  return new Blob(parts);
}
