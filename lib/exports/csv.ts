import 'server-only';
import { type Blocks, type Cell, guarded } from './cells';

const field = (cell: Cell): string => {
  if (typeof cell === 'number') return String(cell);
  const text = guarded(cell ?? '');
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/** Rows as RFC 4180 lines, each ended by CRLF; no cell is a live formula. */
export const csvLines = (rows: readonly (readonly Cell[])[]): string =>
  rows.map((row) => `${row.map(field).join(',')}\r\n`).join('');

/** A CSV file as UTF-8 with a byte order mark, which Excel needs to read Chinese. */
export async function* csv(head: readonly string[], blocks: Blocks): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  yield encoder.encode(`\uFEFF${csvLines([head])}`);
  for await (const block of blocks) if (block.length) yield encoder.encode(csvLines(block));
}
