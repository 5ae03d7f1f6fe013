import { LINE_MARK } from './own-files';
import type { FileRecord } from './records';
import type { ImportField } from './spec';

/** What Excel shows of a number too long for its cell, or of one whose digits after the 15th are lost. */
export const SCIENTIFIC = /^[+-]?\d(?:[.,]\d+)?E[+-]?\d+$/i;
/** What Excel shows of a formula that failed. */
const EXCEL_ERROR = /^#(?:N\/A|NAME\?|VALUE!|REF!|DIV\/0!|NUM!|NULL!|SPILL!|CALC!|GETTING_DATA)$/;

export type CellRule = 'scientific' | 'excel-error' | 'replacement-character' | 'control-character';

/** What went wrong with a cell before it reached us, or null. */
export function cellRule(cell: string): CellRule | null {
  const first = cell.charCodeAt(0);
  if (first === HASH && EXCEL_ERROR.test(cell)) return 'excel-error';
  // Nearly all cells are told by their first character or their length; millions pass here.
  if (first <= NINE && cell.length < 24 && SCIENTIFIC.test(cell)) return 'scientific';
  if (cell.includes('\uFFFD')) return 'replacement-character';
  return cell.includes('\0') ? 'control-character' : null;
}

const HASH = 35;
const NINE = 57;

const plain = (name: string) => name.toLowerCase().replace(/[\s_\-./\\:：()（）"'*]+/g, '');

/** Whether the first record names the columns: a name is known, or it has no content where the others have. */
export function hasHeader(records: readonly FileRecord[], fields: readonly ImportField[]): boolean {
  const [first, ...rest] = records;
  if (!first) return false;
  if (first.cells[0] === LINE_MARK) return true;
  const names = new Set(fields.flatMap((field) => field.names.map(plain)));
  if (first.cells.some((cell) => names.has(plain(cell)))) return true;
  const patterns = fields.flatMap(({ pattern }) => pattern ?? []);
  const looks = (cells: readonly string[]) =>
    cells.map((cell) => patterns.some((one) => one.test(cell.trim())));
  const atTop = looks(first.cells);
  if (atTop.some(Boolean)) return false;
  return rest.some(({ cells }) => looks(cells).some((match, i) => match && !atTop[i]));
}

const MOSTLY = 0.6;

/**
 * Field → column: by the names of the header, then by contents (a pattern that most cells of a column match), then, when
 * one field and one column are left, by elimination. Fields that are not found are absent.
 */
export function guessColumns(
  header: readonly string[] | null,
  records: readonly FileRecord[],
  fields: readonly ImportField[],
): Record<string, number> {
  const guess: Record<string, number> = {};
  const taken = new Set<number>();
  const take = (field: ImportField, column: number) => {
    guess[field.id] = column;
    taken.add(column);
  };
  const widths = records.map(({ cells }) => cells.length);
  const width = Math.max(header?.length ?? 0, ...widths);
  const columns = Array.from({ length: width }, (_, i) => i);
  const free = () => columns.filter((i) => !taken.has(i));
  for (const exact of [true, false]) {
    for (const field of fields) {
      if (guess[field.id] !== undefined || !header) continue;
      const names = field.names.map(plain);
      const column = free().find((i) => {
        const name = plain(header[i] ?? '');
        return (
          name !== '' && names.some((one) => (exact ? name === one : one.length > 1 && name.includes(one)))
        );
      });
      if (column !== undefined) take(field, column);
    }
  }
  for (const field of fields) {
    const { pattern } = field;
    if (guess[field.id] !== undefined || !pattern) continue;
    const share = (i: number) => {
      const cells = records.map(({ cells }) => cells[i]?.trim() ?? '').filter(Boolean);
      return cells.length ? cells.filter((cell) => pattern.test(cell)).length / cells.length : 0;
    };
    const [best] = free().sort((a, b) => share(b) - share(a) || a - b);
    if (best !== undefined && share(best) >= MOSTLY) take(field, best);
  }
  // A column that a file may lack is not guessed at: it might be anything.
  const open = fields.filter(({ id, optional }) => guess[id] === undefined && !optional);
  const filled = free().filter((i) => records.some(({ cells }) => (cells[i] ?? '').trim() !== ''));
  const [lastField, lastColumn] = [open[0], filled[0]];
  if (
    open.length === 1 &&
    filled.length === 1 &&
    lastField &&
    lastColumn !== undefined &&
    Object.keys(guess).length
  )
    take(lastField, lastColumn);
  return guess;
}
