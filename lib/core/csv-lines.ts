/** What a cell of a file holds; numbers stay numbers where the format knows them. */
export type Cell = string | number | null;

/**
 * What a spreadsheet would run as a formula, by its first character; the full-width forms count in East Asian versions
 * of Excel (OWASP, CSV Injection).
 */
const FORMULA = /^[=+\-@\t\r\n\0＝＋－＠]/;

/** A quote before anything that a spreadsheet would run as a formula. */
export const guarded = (text: string): string => (FORMULA.test(text) ? `'${text}` : text);

const field = (cell: Cell): string => {
  if (typeof cell === 'number') return String(cell);
  const text = guarded(cell ?? '');
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/** Rows as RFC 4180 lines, each ended by CRLF; no cell is a live formula. */
export const csvLines = (rows: readonly (readonly Cell[])[]): string =>
  rows.map((row) => `${row.map(field).join(',')}\r\n`).join('');

/** What a file begins with so that Excel reads Chinese. */
export const BYTE_ORDER_MARK = '\uFEFF';
