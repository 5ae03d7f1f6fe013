import { execFileSync } from 'node:child_process';
import Papa from 'papaparse';
import { describe, expect, test } from 'vitest';
import { Refusal } from '@/lib/core/result';
import { RecordCutter } from './csv';
import { textRecords } from './read';
import type { FileRecord } from './records';
import { DELIMITERS, type Delimiter, ENCODINGS, type Encoding } from './schema';
import { sniffDelimiter, sniffEncoding } from './sniff';
import { encodeAs, pieces } from './testing';

const random = (n: number) => Math.floor(Math.random() * n);
const pick = <T>(list: readonly T[]): T => list[random(list.length)] as T;

async function read(bytes: Uint8Array, encoding: Encoding, delimiter: Delimiter, most?: number) {
  const records: FileRecord[] = [];
  for await (const block of textRecords(pieces(bytes, most), { encoding, delimiter })) records.push(...block);
  return records;
}
const cut = (text: string, delimiter: Delimiter = ',') => {
  const cutter = new RecordCutter(delimiter);
  return [...cutter.push(text), ...cutter.end()];
};
const refusal = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error) => (error instanceof Refusal ? [error.failure.fields?.file, error.failure.params?.line] : error),
  );

describe('records', () => {
  test('lines are physical: blank ones count, quotes may hold ends of line', () => {
    expect(cut('a,b\n\n  ,\r\n"x\r\ny\rz\nw",1\r2,3\n"",\n4,5')).toEqual([
      { line: 1, cells: ['a', 'b'] },
      { line: 4, cells: ['x\r\ny\rz\nw', '1'] },
      { line: 8, cells: ['2', '3'] },
      { line: 10, cells: ['4', '5'] },
    ]);
  });

  test('quotes: doubled, in the middle of a cell, followed by something', () => {
    expect(cut('"a""b",c"d,"e"f\n').map(({ cells }) => cells)).toEqual([['a"b', 'c"d', 'ef']]);
  });

  test('a quote that is never closed costs its own line and no other', () => {
    expect(cut('a,1\n"b,2\nc,3\nd,4')).toEqual([
      { line: 1, cells: ['a', '1'] },
      { line: 2, cells: ['"b', '2'], broken: 'quote-open' },
      { line: 3, cells: ['c', '3'] },
      { line: 4, cells: ['d', '4'] },
    ]);
    const far = `a,1\n"b,2\n${'c,3\n'.repeat(30_000)}d,"4"\n`;
    const records = cut(far);
    expect(records[1]).toMatchObject({ line: 2, broken: 'quote-open' });
    expect(records).toHaveLength(30_003);
    expect(records.at(-1)).toEqual({ line: 30_003, cells: ['d', '4'] });
  });

  test('a line of a million characters is no table', async () => {
    expect(await refusal(read(Buffer.from(`a,b\n${'x'.repeat(1_100_000)}`), 'utf-8', ',', 60_000))).toEqual([
      'line-too-long',
      2,
    ]);
  });

  test('random tables in every encoding, delimiter and line end come back whole, with the right lines', async () => {
    for (let round = 0; round < 120; round++) {
      const [encoding, delimiter, end] = [pick(ENCODINGS), pick(DELIMITERS), pick(['\n', '\r\n', '\r'])];
      const alphabet = ['a', '0', '中', '文', '"', delimiter, '\n', '\r\n', ' ', "'", '，'];
      const rows: { line: number; cells: string[] }[] = [];
      let text = '';
      let line = 1;
      for (let i = random(60); i >= 0; i--) {
        if (random(6) === 0) {
          text += end;
          line++;
          continue;
        }
        const cells = Array.from({ length: 1 + random(4) }, () =>
          Array.from({ length: random(9) }, () => pick(alphabet)).join(''),
        );
        cells[0] = `k${cells[0]}`;
        rows.push({ line, cells });
        const quoted = cells.map((cell) =>
          random(3) === 0 || /["\r\n]/.test(cell) || cell.includes(delimiter)
            ? `"${cell.replaceAll('"', '""')}"`
            : cell,
        );
        text += quoted.join(delimiter) + end;
        line += 1 + (cells.join(' ').match(/\r\n|\r|\n/g)?.length ?? 0);
      }
      if (random(2)) text = text.slice(0, text.length - end.length);
      expect(await read(encodeAs(text, encoding), encoding, delimiter, 7)).toEqual(rows);
      const parsed = Papa.parse<string[]>(text, {
        delimiter,
        newline: end as '\n',
        skipEmptyLines: 'greedy',
      }).data;
      expect(rows.map(({ cells }) => cells)).toEqual(parsed);
    }
  });
});

describe('encodings', () => {
  const sample = `cid,别名\r\n${'0123456789abcdef0123456789abcdef,张三_13800138000\r\n'.repeat(40)}`;

  test.each(ENCODINGS)('%s is found without a mark and by its mark', (encoding) => {
    const bytes = encodeAs(sample, encoding);
    expect(sniffEncoding(bytes)).toEqual({ encoding, by: 'detected' });
    if (encoding === 'gb18030') return;
    const marked = Buffer.concat([encodeAs('\uFEFF', encoding), bytes]);
    expect(sniffEncoding(marked)).toEqual({ encoding, by: 'bom' });
  });

  test('what iconv writes as GB18030 is read, four-byte characters too', async () => {
    const text = 'cid,别名\n1,㐀𠀀鿍張\n';
    const bytes = execFileSync('iconv', ['-f', 'utf-8', '-t', 'gb18030'], { input: text });
    expect(sniffEncoding(bytes, true).encoding).toBe('gb18030');
    expect((await read(bytes, 'gb18030', ',', 1)).map(({ cells }) => cells)).toEqual([
      ['cid', '别名'],
      ['1', '㐀𠀀鿍張'],
    ]);
  });

  test('UTF-8 that is cut inside a character is UTF-8, a whole file that is, is not', () => {
    const bytes = encodeAs('别名', 'utf-8');
    for (const cutAt of [1, 2, 4, 5]) {
      expect(sniffEncoding(bytes.subarray(0, cutAt)).encoding).toBe('utf-8');
      expect(sniffEncoding(bytes.subarray(0, cutAt), true).encoding).toBe('gb18030');
    }
  });

  test.each(ENCODINGS)(
    'bytes in the middle that are not %s are refused with their line',
    async (encoding) => {
      const wrong = {
        'utf-8': [0xff, 0xfe],
        gb18030: [0xff, 0xff],
        'utf-16le': [0, 0xdc, 0, 0xdc],
        'utf-16be': [0xdc, 0, 0xdc, 0],
      };
      const bytes = Buffer.concat([
        encodeAs('a,b\n'.repeat(50_000), encoding),
        Uint8Array.from(wrong[encoding]),
        encodeAs('a,b\n', encoding),
      ]);
      const [rule, line] = (await refusal(read(bytes, encoding, ',', 500))) as [string, number];
      expect(rule).toBe('encoding');
      expect(line).toBeGreaterThan(49_000);
    },
  );

  test('a mark at the beginning is no part of the first cell', async () => {
    for (const encoding of ['utf-8', 'utf-16le', 'utf-16be'] as const) {
      const bytes = Buffer.concat([encodeAs('\uFEFF', encoding), encodeAs('cid\n', encoding)]);
      expect(await read(bytes, encoding, ',', 2)).toEqual([{ line: 1, cells: ['cid'] }]);
    }
  });
});

test.each([
  ['a,b c,d\n1,2 x,3\n', ','],
  ['a\tb,c\n1\t2,0\n', '\t'],
  ['a;1,5\nb;2,5\n', ';'],
  ['a|b\n1|2\n', '|'],
  ['a b\n1 2\n', ' '],
  ['only\none\n', ','],
  ['"a,x",b\n"c",d\n', ','],
] as const)('the delimiter of %j is %j', (text, delimiter) => {
  expect(sniffDelimiter(text)).toBe(delimiter);
});
