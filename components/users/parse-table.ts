const CID_HEADS = new Set([
  'cid',
  'clientid',
  'getuicid',
  '个推cid',
  '用户cid',
  '设备cid',
  '用户id',
  '设备id',
]);
const ALIAS_HEADS = new Set(['alias', '别名', '用户别名']);
const plain = (head: string) => head.replace(/[\s_-]/g, '').toLowerCase();
const DELIMITERS = ['\t', ',', '，', ';', '；', '|'] as const;

/**
 * The identifiers of a table whose first line names a column cid or alias, or null. A row's cid is taken, its alias only
 * where the cid is blank. The first line may also be the only sign of a list with one column.
 */
export function identifiersOfTable(text: string): { found: string[]; columns: string[] } | null {
  const begin = text.search(/\S/);
  if (begin < 0) return null;
  const end = text.slice(begin).search(/[\r\n]/);
  const first = end < 0 ? text.slice(begin) : text.slice(begin, begin + end);
  if (first.length > 10_000) return null;
  const delimiter = DELIMITERS.find((sign) => first.includes(sign)) ?? '\t';
  const heads = cellsOf(first, delimiter);
  const cid = heads.findIndex((head) => CID_HEADS.has(plain(head)));
  const alias = heads.findIndex((head) => ALIAS_HEADS.has(plain(head)));
  if (cid < 0 && alias < 0) return null;
  const found: string[] = [];
  for (const line of end < 0 ? [] : text.slice(begin + end).split(/\r\n|\r|\n/)) {
    if (line.trim() === '') continue;
    const cells = cellsOf(line, delimiter);
    const value = (cid >= 0 ? cells[cid] : '') || (alias >= 0 ? cells[alias] : '');
    if (value) found.push(value);
  }
  const columns = [cid, alias].filter((at) => at >= 0).map((at) => heads[at] ?? '');
  return { found, columns };
}

/** The cells of one line; a quoted cell may hold the delimiter, and twice a quote stands for one. */
function cellsOf(line: string, delimiter: string): string[] {
  if (!line.includes('"')) return line.split(delimiter).map((cell) => cell.trim());
  const cells: string[] = [];
  let cell = '';
  let quoted = false;
  for (let i = 0; i < line.length; i++) {
    const sign = line[i] ?? '';
    if (sign === '"') {
      if (quoted && line[i + 1] === '"') {
        cell += '"';
        i++;
      } else quoted = !quoted;
    } else if (sign === delimiter && !quoted) {
      cells.push(cell.trim());
      cell = '';
    } else cell += sign;
  }
  cells.push(cell.trim());
  return cells;
}
