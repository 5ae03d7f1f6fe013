/** What a cell of a file holds; numbers stay numbers where the format knows them. */
export type Cell = string | number | null;
/** Rows on their way into a file, in blocks: one step for many rows. */
export type Blocks = AsyncIterable<readonly (readonly Cell[])[]>;

/**
 * What a spreadsheet would run as a formula, by its first character; the full-width forms count in East Asian versions
 * of Excel (OWASP, CSV Injection).
 */
const FORMULA = /^[=+\-@\t\r\n\0＝＋－＠]/;

/** A quote before anything that a spreadsheet would run as a formula. */
export const guarded = (text: string): string => (FORMULA.test(text) ? `'${text}` : text);
