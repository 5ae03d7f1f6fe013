/** Rows that are kept for people: one line of text each, cells parted by tabs. */
export type AsideRow = { line: number; detail: string; cells: string[] };

const ESCAPES: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r', '\0': '\\0' };
const UNESCAPES: Record<string, string> = { '\\': '\\', t: '\t', n: '\n', r: '\r', '0': '\0' };

const guarded = (cell: string) => cell.replace(/[\\\t\n\r\0]/g, (one) => ESCAPES[one] ?? one);
const plain = (cell: string) => cell.replace(/\\(.)/g, (_all, one: string) => UNESCAPES[one] ?? one);

/** Line number, detail and cells as they stood in the file, on one line. */
export const encodeAside = ({
  line,
  detail,
  cells,
}: {
  line: number;
  detail: string;
  cells: readonly string[];
}) => [String(line), guarded(detail), ...cells.map(guarded)].join('\t');

/** The reverse of {@link encodeAside}. */
export function decodeAside(text: string): AsideRow {
  const [line = '', detail = '', ...cells] = text.split('\t');
  return { line: Number(line), detail: plain(detail), cells: cells.map(plain) };
}
