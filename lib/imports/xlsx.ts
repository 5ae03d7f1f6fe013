import 'server-only';
import { refuseFile } from './fault';
import { type FileRecord, isBlank } from './records';
import { parseXml, readXml } from './xml';
import { openZip, type Zip } from './zip-reader';

const MOST_COLUMNS = 1000;
const MOST_STRINGS = 4_000_000;
const MOST_STRING_CHARACTERS = 64_000_000;
/** From here on a double no longer holds every integer that a person may have typed; Excel keeps 15 digits. */
const DIGITS_LOST = 1e15;

export type Workbook = {
  readonly sheets: readonly string[];
  /** The rows of a sheet that are not blank, block by block. @throws Refusal (file: …) */
  rows(sheet: number): AsyncGenerator<FileRecord[]>;
};

type Parts = { sheets: { name: string; path: string }[]; strings: string | null; styles: string | null };

/**
 * Opens a workbook (.xlsx) for streaming, by the descriptor of its file, which the caller closes. Text comes as it stands, also with leading zeros; a number as the text a person
 * sees where that loses nothing. A number with more than 15 digits has lost the rest in Excel already: it comes in
 * scientific notation, which no id has. @throws Refusal (file: not-xlsx, xlsx-damaged, xlsx-too-large)
 */
export async function openWorkbook(fd: number): Promise<Workbook> {
  const zip = await openZip(fd);
  const parts = await findParts(zip);
  return { sheets: parts.sheets.map(({ name }) => name), rows: (sheet) => sheetRows(zip, parts, sheet) };
}

/** A target of a relationship, as a name in the package. */
const resolveTarget = (base: string, target: string) =>
  new URL(target, `http://package/${base}`).pathname.slice(1).replaceAll('%20', ' ');

async function relations(zip: Zip, name: string, base: string) {
  const found: { id: string; type: string; path: string }[] = [];
  if (!zip.has(name)) return found;
  await readXml(await zip.read(name), name, {
    open(tag, { Id = '', Type = '', Target = '', TargetMode }) {
      if (tag === 'Relationship' && TargetMode !== 'External')
        found.push({
          id: Id,
          type: Type.slice(Type.lastIndexOf('/') + 1),
          path: resolveTarget(base, Target),
        });
    },
  });
  return found;
}

async function findParts(zip: Zip): Promise<Parts> {
  const root = await relations(zip, '_rels/.rels', '');
  const workbook = root.find(({ type }) => type === 'officeDocument')?.path ?? 'xl/workbook.xml';
  const cut = workbook.lastIndexOf('/') + 1;
  const own = await relations(zip, `${workbook.slice(0, cut)}_rels/${workbook.slice(cut)}.rels`, workbook);
  const sheets: Parts['sheets'] = [];
  await readXml(await zip.read(workbook), workbook, {
    open(tag, attributes) {
      if (tag !== 'sheet') return;
      const id = Object.entries(attributes).find(([key]) => key === 'id' || key.endsWith(':id'))?.[1];
      const target = own.find((one) => one.id === id && one.type === 'worksheet');
      if (target) sheets.push({ name: attributes.name ?? '', path: target.path });
    },
  });
  if (!sheets.length) refuseFile('not-xlsx');
  const path = (type: string) => own.find((one) => one.type === type && zip.has(one.path))?.path ?? null;
  return { sheets, strings: path('sharedStrings'), styles: path('styles') };
}

/** `_x000D_` and the like stand for characters that XML cannot hold. */
const unescapeText = (text: string) =>
  text.includes('_x')
    ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_all, code: string) =>
        String.fromCharCode(Number.parseInt(code, 16)),
      )
    : text;

async function sharedStrings(zip: Zip, path: string | null): Promise<string[]> {
  const strings: string[] = [];
  if (!path) return strings;
  let [text, total, taking, phonetic] = ['', 0, false, 0];
  await readXml(await zip.read(path), path, {
    open(tag) {
      if (tag === 'si') text = '';
      else if (tag === 'rPh') phonetic++;
      else if (tag === 't') taking = phonetic === 0;
    },
    text: (piece) => {
      if (taking) text += piece;
    },
    close(tag) {
      if (tag === 't') taking = false;
      else if (tag === 'rPh') phonetic--;
      else if (tag === 'si') {
        strings.push(unescapeText(text));
        total += text.length;
        if (strings.length > MOST_STRINGS || total > MOST_STRING_CHARACTERS)
          refuseFile('xlsx-too-large', { part: path });
      }
    },
  });
  return strings;
}

/** Least digits of numbers in each cell format: a format of zeros alone fills up with zeros. */
async function leastDigits(zip: Zip, path: string | null): Promise<number[]> {
  const byFormat = new Map<string, number>();
  const digits: number[] = [];
  if (!path) return digits;
  let inCells = false;
  await readXml(await zip.read(path), path, {
    open(tag, { numFmtId = '', formatCode = '' }) {
      if (tag === 'numFmt' && /^0+$/.test(formatCode)) byFormat.set(numFmtId, formatCode.length);
      else if (tag === 'cellXfs') inCells = true;
      else if (tag === 'xf' && inCells) digits.push(byFormat.get(numFmtId) ?? 0);
    },
    close(tag) {
      if (tag === 'cellXfs') inCells = false;
    },
  });
  return digits;
}

/** A number as people see it, unless Excel has lost digits of it: then in scientific notation. */
export function numberText(raw: string, least: number): string {
  if (/^\d{1,15}$/.test(raw)) return raw.padStart(least, '0');
  const value = Number(raw);
  if (raw === '' || !Number.isFinite(value)) return raw;
  if (Math.abs(value) >= DIGITS_LOST) return value.toExponential().replace('e', 'E');
  if (Number.isInteger(value))
    return `${value < 0 ? '-' : ''}${String(Math.abs(value)).padStart(least, '0')}`;
  return String(Number(value.toPrecision(15))).replace('e', 'E');
}

/** Column of a cell reference such as `BC12`, from 0; -1 when there is none. */
function columnOf(reference: string | undefined): number {
  let column = 0;
  for (let i = 0; reference && i < reference.length; i++) {
    const code = reference.charCodeAt(i) & ~32;
    if (code < 65 || code > 90) break;
    column = column * 26 + code - 64;
  }
  return column - 1;
}

async function* sheetRows(zip: Zip, parts: Parts, sheet: number): AsyncGenerator<FileRecord[]> {
  const part = parts.sheets[sheet];
  if (!part) return refuseFile('no-such-sheet', { sheet });
  const strings = await sharedStrings(zip, parts.strings);
  const digits = await leastDigits(zip, parts.styles);
  let records: FileRecord[] = [];
  let cells: string[] = [];
  let [line, column, type, style, text, taking, phonetic] = [0, -1, '', '', '', false, 0];
  const value = () => {
    if (type === 's') return strings[Number(text)] ?? '';
    if (type === 'inlineStr' || type === 'str') return unescapeText(text);
    if (type === 'b') return text === '1' ? 'TRUE' : 'FALSE';
    return type === 'e' ? text : numberText(text, digits[Number(style)] ?? 0);
  };
  const events = {
    open(tag: string, attributes: Readonly<Record<string, string>>) {
      if (tag === 'row') {
        const told = Number(attributes.r);
        line = told > line ? told : line + 1;
        cells = [];
        column = -1;
      } else if (tag === 'c') {
        const told = columnOf(attributes.r);
        column = told > column ? told : column + 1;
        type = attributes.t ?? 'n';
        style = attributes.s ?? '';
        text = '';
      } else if (tag === 'rPh') phonetic++;
      else if (tag === 'v' || tag === 't') taking = phonetic === 0;
    },
    text: (piece: string) => {
      if (taking) text += piece;
    },
    close(tag: string) {
      if (tag === 'v' || tag === 't') taking = false;
      else if (tag === 'rPh') phonetic--;
      else if (tag === 'c' && column < MOST_COLUMNS && text !== '') {
        while (cells.length < column) cells.push('');
        cells.push(value());
      } else if (tag === 'row' && !isBlank(cells)) records.push({ line, cells });
    },
  };
  for await (const _ of parseXml(await zip.read(part.path), part.path, events)) {
    if (!records.length) continue;
    yield records;
    records = [];
  }
}
