/** One record of a file: a line of a text file, also when quotes spread it over several, or a row of a sheet. */
export type FileRecord = {
  /** Physical line where the record begins, or number of the row; from 1. */
  line: number;
  cells: string[];
  /** The record cannot be cut into cells: its quote is never closed. `cells` holds its first line as it stands. */
  broken?: 'quote-open';
};

export const isBlank = (cells: readonly string[]): boolean => cells.every((cell) => cell.trim() === '');
