import { isUtf8 } from 'node:buffer';
import { RecordCutter } from './csv';
import { cutTail } from './decode';
import type { Delimiter, Encoding } from './schema';

export type Sniffed = { encoding: Encoding; by: 'bom' | 'detected' };

const starts = (bytes: Uint8Array, ...mark: number[]) => mark.every((byte, i) => bytes[i] === byte);

/** UTF-16 without a mark: in text with any ASCII every other byte is often zero, and no byte of real text is. */
function zeroPattern(bytes: Uint8Array): Encoding | null {
  const zeros = [0, 0];
  for (let i = 0; i < bytes.length; i++) if (bytes[i] === 0) zeros[i % 2] = (zeros[i % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  const half = bytes.length / 2;
  if (odd > half * 0.1 && even < half * 0.02) return 'utf-16le';
  if (even > half * 0.1 && odd < half * 0.02) return 'utf-16be';
  return null;
}

/**
 * The encoding of a file by its beginning: a byte order mark; else zero bytes as UTF-16 has them; else strict UTF-8;
 * else GB18030, which takes what is left in Chinese files. `whole`: the file ends here, so nothing may be cut off.
 */
export function sniffEncoding(bytes: Uint8Array, whole = false): Sniffed {
  if (starts(bytes, 0xef, 0xbb, 0xbf)) return { encoding: 'utf-8', by: 'bom' };
  if (starts(bytes, 0xff, 0xfe)) return { encoding: 'utf-16le', by: 'bom' };
  if (starts(bytes, 0xfe, 0xff)) return { encoding: 'utf-16be', by: 'bom' };
  if (starts(bytes, 0x84, 0x31, 0x95, 0x33)) return { encoding: 'gb18030', by: 'bom' };
  const utf16 = zeroPattern(bytes);
  if (utf16) return { encoding: utf16, by: 'detected' };
  const end = whole ? bytes.length : bytes.length - cutTail(bytes);
  return { encoding: isUtf8(bytes.subarray(0, end)) ? 'utf-8' : 'gb18030', by: 'detected' };
}

const SAMPLE_RECORDS = 60;
/** At equal marks the rarer sign wins: blanks stand in names and commas in numbers. */
const ORDER: readonly Delimiter[] = ['\t', ';', '|', ',', ' '];

/** The delimiter that cuts most lines of a sample into the same number of cells, at least two; a comma when none does. */
export function sniffDelimiter(text: string): Delimiter {
  let best: { delimiter: Delimiter; mark: number } = { delimiter: ',', mark: 0 };
  for (const delimiter of ORDER) {
    const cutter = new RecordCutter(delimiter);
    const records = [...cutter.push(text), ...cutter.end()].slice(0, SAMPLE_RECORDS);
    const widths = new Map<number, number>();
    for (const { cells } of records) widths.set(cells.length, (widths.get(cells.length) ?? 0) + 1);
    widths.delete(1);
    const same = Math.max(0, ...widths.values());
    const mark = records.length ? same / records.length : 0;
    if (mark > best.mark + 0.05) best = { delimiter, mark };
  }
  return best.delimiter;
}

export const isZip = (bytes: Uint8Array): boolean => starts(bytes, 0x50, 0x4b, 0x03, 0x04);
/** The container of .xls, and of workbooks under a password. */
export const isOldOffice = (bytes: Uint8Array): boolean => starts(bytes, 0xd0, 0xcf, 0x11, 0xe0);
