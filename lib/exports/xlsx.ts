import 'server-only';
import { type Cell, guarded } from '@/lib/core/csv-lines';
import type { Blocks } from './cells';
import { type ZipEntry, zipStream } from './zip';

/** Rows of one sheet, its heading included (Excel's own limit). */
export const SHEET_ROWS = 1_048_576;
/** Characters of one cell (Excel's own limit). */
const CELL_CHARS = 32_767;

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const TYPES = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/** Characters that XML 1.0 cannot carry or should not: controls, half a surrogate pair, two that are none. */
const ILLEGAL = /[^\P{Cc}\t\n\r]|\p{Cs}|[\ufffe\uffff]/gu;
const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string) => text.replace(ILLEGAL, '').replace(/[&<>"]/g, (c) => ESCAPES[c] ?? c);

function cellXml(cell: Cell): string {
  if (cell === null || cell === '') return '<c/>';
  if (typeof cell === 'number') return Number.isFinite(cell) ? `<c><v>${cell}</v></c>` : '<c/>';
  const text = escaped(guarded(cell).slice(0, CELL_CHARS));
  return `<c t="inlineStr"><is><t xml:space="preserve">${text}</t></is></c>`;
}
const rowXml = (row: readonly Cell[]) => `<row>${row.map(cellXml).join('')}</row>`;

type Sheet = { readonly name: string; readonly width?: readonly number[] };

/** What stands before the rows of a sheet: the heading stays in sight, columns have their width in characters. */
const sheetStart = ({ width = [] }: Sheet) =>
  `${XML}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>${
    width.length
      ? `<cols>${width.map((w, i) => `<col min="${i + 1}" max="${i + 1}" width="${w}" customWidth="1"/>`).join('')}</cols>`
      : ''
  }<sheetData>`;
const SHEET_END = '</sheetData></worksheet>';

/** The parts of the package that name the sheets. */
function frame(name: string, sheets: number): Record<string, string> {
  const each = (part: (n: number) => string) =>
    Array.from({ length: sheets }, (_, i) => part(i + 1)).join('');
  const title = (n: number) =>
    escaped((n === 1 ? name : `${name} ${n}`).replace(/[[\]:*?/\\]/g, ' ').slice(0, 31));
  return {
    'xl/workbook.xml': `${XML}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${each(
      (n) => `<sheet name="${title(n)}" sheetId="${n}" r:id="rId${n}"/>`,
    )}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `${XML}<Relationships xmlns="${PACKAGE}/relationships">${each(
      (n) => `<Relationship Id="rId${n}" Type="${OFFICE}/worksheet" Target="worksheets/sheet${n}.xml"/>`,
    )}</Relationships>`,
    '_rels/.rels': `${XML}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    '[Content_Types].xml': `${XML}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${TYPES}.sheet.main+xml"/>${each(
      (n) => `<Override PartName="/xl/worksheets/sheet${n}.xml" ContentType="${TYPES}.worksheet+xml"/>`,
    )}</Types>`,
  };
}

/**
 * A workbook, streamed with flat memory: text as inline strings, never formulas, and guarded like a CSV; numbers as
 * numbers. What does not fit on one sheet goes on on the next, each under the same heading. Cells are cut at 32,767
 * characters, as Excel demands.
 * @param sheet name of the sheet (cut at 31 characters) and widths of its columns in characters
 * @throws while reading, when the file outgrows 4 GiB
 */
export async function* xlsx(
  head: readonly string[],
  blocks: Blocks,
  sheet: Sheet,
  sheetRows: number = SHEET_ROWS,
): AsyncGenerator<Uint8Array> {
  const zip = zipStream();
  let sheets = 0;
  let room = 0;
  let entry: ZipEntry | null = null;
  const close = async () => {
    await entry?.write(SHEET_END);
    await entry?.end();
  };
  const open = async () => {
    await close();
    sheets += 1;
    room = sheetRows - 1;
    const fresh = zip.entry(`xl/worksheets/sheet${sheets}.xml`);
    await fresh.write(sheetStart(sheet) + rowXml(head));
    return fresh;
  };
  entry = await open();
  for await (const block of blocks) {
    for (let at = 0; at < block.length; ) {
      if (room === 0) entry = await open();
      const part = block.slice(at, at + room);
      await entry.write(part.map(rowXml).join(''));
      at += part.length;
      room -= part.length;
      yield* zip.take();
    }
  }
  await close();
  for (const [name, text] of Object.entries(frame(sheet.name, sheets))) {
    const file = zip.entry(name);
    await file.write(text);
    await file.end();
  }
  zip.end();
  yield* zip.take();
}
