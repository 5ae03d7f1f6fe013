import { closeSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newId } from '@/lib/core/ids';
import { zipStream } from '@/lib/exports/zip';
import type { Encoding } from './schema';

let gbk: Map<string, number[]> | undefined;

/** Node decodes GB18030 and cannot encode it: the two-byte part of the table, turned round. */
function gb18030(text: string): Uint8Array {
  if (!gbk) {
    gbk = new Map();
    const decoder = new TextDecoder('gb18030');
    for (let high = 0x81; high <= 0xfe; high++)
      for (let low = 0x40; low <= 0xfe; low++) {
        if (low === 0x7f) continue;
        const character = decoder.decode(Uint8Array.of(high, low));
        if ([...character].length === 1 && !gbk.has(character)) gbk.set(character, [high, low]);
      }
  }
  const bytes: number[] = [];
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    const pair = code < 0x80 ? [code] : gbk.get(character);
    if (!pair) throw new Error(`not in GBK: ${character}`);
    bytes.push(...pair);
  }
  return Uint8Array.from(bytes);
}

/** Text as bytes of an encoding, without a byte order mark. */
export function encodeAs(text: string, encoding: Encoding): Uint8Array {
  if (encoding === 'utf-8') return Buffer.from(text, 'utf8');
  if (encoding === 'gb18030') return gb18030(text);
  const little = Buffer.from(text, 'utf16le');
  return encoding === 'utf-16le' ? little : little.swap16();
}

/** Bytes in pieces of random sizes, as a network brings them. */
export async function* pieces(bytes: Uint8Array, most = 4000): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; ) {
    const size = 1 + Math.floor(Math.random() * most);
    yield bytes.subarray(at, at + size);
    at += size;
  }
}

/** A zip of these parts, as Excel packs a workbook. */
export async function zipOf(parts: Record<string, string>): Promise<Uint8Array> {
  const zip = zipStream();
  const out: Uint8Array[] = [];
  for (const [name, text] of Object.entries(parts)) {
    const entry = zip.entry(name);
    await entry.write(text);
    await entry.end();
    out.push(...zip.take());
  }
  zip.end();
  out.push(...zip.take());
  return Buffer.concat(out);
}

/** The parts of a workbook with these sheets, its strings shared, as Excel writes it. */
export function workbookParts(
  sheets: Record<string, string>,
  strings: readonly string[] = [],
  formats: readonly string[] = [],
): Record<string, string> {
  const names = Object.keys(sheets);
  const ns = 'http://schemas.openxmlformats.org';
  const rel = `${ns}/officeDocument/2006/relationships`;
  return {
    '_rels/.rels': `<Relationships><Relationship Id="r" Type="${rel}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `<workbook xmlns:r="${rel}"><sheets>${names
      .map((name, i) => `<sheet name="${name}" sheetId="${i + 1}" r:id="rId${i + 1}"/>`)
      .join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships>${names
      .map(
        (_, i) =>
          `<Relationship Id="rId${i + 1}" Type="${rel}/worksheet" Target="worksheets/sheet${i + 1}.xml"/>`,
      )
      .join(
        '',
      )}<Relationship Id="s" Type="${rel}/sharedStrings" Target="/xl/sharedStrings.xml"/><Relationship Id="f" Type="${rel}/styles" Target="styles.xml"/></Relationships>`,
    'xl/sharedStrings.xml': `<sst>${strings.map((text) => `<si>${text}</si>`).join('')}</sst>`,
    'xl/styles.xml': `<styleSheet><numFmts>${formats
      .map((code, i) => `<numFmt numFmtId="${200 + i}" formatCode="${code}"/>`)
      .join(
        '',
      )}</numFmts><cellStyleXfs><xf numFmtId="200"/></cellStyleXfs><cellXfs><xf numFmtId="0"/>${formats
      .map((_, i) => `<xf numFmtId="${200 + i}"/>`)
      .join('')}</cellXfs></styleSheet>`,
    ...Object.fromEntries(
      names.map((name, i) => [
        `xl/worksheets/sheet${i + 1}.xml`,
        `<worksheet><sheetData>${sheets[name]}</sheetData></worksheet>`,
      ]),
    ),
  };
}

/** Hands `work` the descriptor of a file with these bytes. */
export async function withFile<T>(bytes: Uint8Array, work: (fd: number) => Promise<T>): Promise<T> {
  const path = join(tmpdir(), `muster-test-${newId()}`);
  writeFileSync(path, bytes);
  const fd = openSync(path, 'r');
  try {
    return await work(fd);
  } finally {
    closeSync(fd);
    rmSync(path);
  }
}
