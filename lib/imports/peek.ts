import 'server-only';
import { cellRule, guessColumns, hasHeader, SCIENTIFIC } from './columns';
import { RecordCutter } from './csv';
import { refuseFile } from './fault';
import { fromOwn, LINE_MARK } from './own-files';
import { type FileRecord, isBlank } from './records';
import type { ColumnWarning, Encoding, Peek, ReadAs } from './schema';
import { isOldOffice, isZip, sniffDelimiter, sniffEncoding } from './sniff';
import type { ImportField } from './spec';
import { openWorkbook } from './xlsx';

/** Bytes of a text file that are looked at. */
export const PEEK_BYTES = 512 * 1024;
const SHOWN = 20;
const LOOKED_AT = 2000;
const SAMPLES = 5;

type Chosen = Partial<ReadAs>;

/** For showing: bytes that are none of the encoding come as U+FFFD, which is warned of. */
function lenient(bytes: Uint8Array, encoding: Encoding): string {
  return new TextDecoder(encoding).decode(bytes, { stream: true }).replace(/^\uFEFF/, '');
}

/** How the beginning of a text file reads. `whole`: there is nothing after it. @throws Refusal (file: empty, xls) */
export function peekText(
  bytes: Uint8Array,
  whole: boolean,
  chosen: Chosen,
  fields: readonly ImportField[],
): Peek {
  if (isOldOffice(bytes)) refuseFile('xls');
  const sniffed = sniffEncoding(bytes, whole);
  const encoding = chosen.encoding ?? sniffed.encoding;
  const text = lenient(bytes, encoding);
  const delimiter =
    chosen.delimiter ?? sniffDelimiter(whole ? text : text.slice(0, text.lastIndexOf('\n') + 1) || text);
  const cutter = new RecordCutter(delimiter);
  const records = cutter.push(text);
  if (whole || !records.length) records.push(...cutter.end());
  const readAs: ReadAs = { format: 'text', encoding, delimiter, header: false, sheet: 0 };
  return describe(records, readAs, chosen, fields, {
    sheets: [],
    encodingBy: chosen.encoding && chosen.encoding !== sniffed.encoding ? 'chosen' : sniffed.by,
  });
}

/** How a sheet of a workbook begins. @throws Refusal (file: …) */
export async function peekWorkbook(
  fd: number,
  chosen: Chosen,
  fields: readonly ImportField[],
): Promise<Peek> {
  const workbook = await openWorkbook(fd);
  const sheet = chosen.sheet ?? 0;
  const records: FileRecord[] = [];
  for await (const block of workbook.rows(sheet)) {
    records.push(...block);
    if (records.length >= LOOKED_AT) break;
  }
  const readAs: ReadAs = { format: 'xlsx', encoding: 'utf-8', delimiter: ',', header: false, sheet };
  return describe(records, readAs, chosen, fields, { sheets: [...workbook.sheets], encodingBy: 'detected' });
}

export const looksLikeWorkbook = isZip;

function describe(
  all: FileRecord[],
  found: ReadAs,
  chosen: Chosen,
  fields: readonly ImportField[],
  rest: Pick<Peek, 'sheets' | 'encodingBy'>,
): Peek {
  const records = all.slice(0, LOOKED_AT);
  if (!records.length) refuseFile('empty');
  const header = chosen.header ?? hasHeader(records.slice(0, 50), fields);
  const head = header ? (records.shift()?.cells ?? []) : null;
  if (head?.[0] === LINE_MARK) for (const record of records) record.cells = record.cells.map(fromOwn);
  const width = Math.min(1000, Math.max(head?.length ?? 0, ...records.map(({ cells }) => cells.length)));
  const guess = guessColumns(head, records.slice(0, 200), fields);
  return {
    readAs: { ...found, header },
    ...rest,
    columns: Array.from({ length: width }, (_, index) => ({
      index,
      name: head?.[index]?.trim() ?? '',
      samples: records
        .map(({ cells }) => cells[index]?.trim() ?? '')
        .filter(Boolean)
        .slice(0, SAMPLES),
    })),
    rows: records.slice(0, SHOWN).map(({ line, cells }) => ({ line, cells: cells.slice(0, width) })),
    warnings: warningsOf(records, width),
    guess,
  };
}

/** What is wrong with each column, at its first place. */
function warningsOf(records: readonly FileRecord[], width: number): ColumnWarning[] {
  const warnings: ColumnWarning[] = [];
  for (let column = 0; column < width; column++) {
    const cells = records.map(({ line, cells }) => ({ line, text: cells[column]?.trim() ?? '' }));
    const warn = (rule: ColumnWarning['rule'], at: { line: number; text: string } | undefined) => {
      if (at) warnings.push({ rule, column, line: at.line, sample: at.text.slice(0, 60) });
    };
    warn(
      'scientific',
      cells.find(({ text }) => text.length < 24 && SCIENTIFIC.test(text)),
    );
    warn(
      'replacement-character',
      cells.find(({ text }) => cellRule(text) === 'replacement-character'),
    );
    warn('leading-zeros-lost', shorterNumber(cells));
    if (isBlank(cells.map(({ text }) => text)))
      warn('blank', records[0] && { line: records[0].line, text: '' });
  }
  return warnings;
}

/** Among ids of one length that begin with a zero: one that is a digit shorter and does not, as Excel leaves them. */
function shorterNumber(cells: readonly { line: number; text: string }[]) {
  const numbers = cells.filter(({ text }) => /^\d{4,}$/.test(text));
  const zeroed = numbers.find(({ text }) => text.startsWith('0'));
  if (!zeroed) return undefined;
  return numbers.find(({ text }) => text.length < zeroed.text.length && !text.startsWith('0'));
}
