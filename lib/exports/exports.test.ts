import { strFromU8, unzipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { type Cell, csvLines } from '@/lib/core/csv-lines';
import { download } from './download';
import { xlsx } from './xlsx';

async function* blocks(...parts: Cell[][][]) {
  yield* parts;
}
async function bytes(stream: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const part of stream) parts.push(part);
  return Buffer.concat(parts);
}
const files = (archive: Uint8Array) =>
  Object.fromEntries(Object.entries(unzipSync(archive)).map(([name, data]) => [name, strFromU8(data)]));

const LIVE = ['=1+1', '+1', '-1', '@x', '\tx', '\rx', '\nx', '\0x', '＝1', '＋1', '－1', '＠x'];

describe('cells', () => {
  test.each(LIVE)('%j is no live formula in either format', async (text) => {
    expect(csvLines([[text]]).replace(/^"/, '')).toMatch(/^'/);
    const sheet = files(await bytes(xlsx(['a'], blocks([[text]]), { name: 's' })))[
      'xl/worksheets/sheet1.xml'
    ];
    expect(sheet).toContain(`preserve">'`);
    expect(sheet).not.toContain('<f>');
  });

  test('quotes, commas and line breaks survive; numbers stay numbers', () => {
    expect(csvLines([['a"b', 'c,d', 'e\nf', 7, -7, null, '甲']])).toBe('"a""b","c,d","e\nf",7,-7,,甲\r\n');
  });
});

describe('workbook', () => {
  test('text is inline and escaped, what XML cannot carry is dropped, empty cells keep their place', async () => {
    const rows: Cell[][] = [['<a&"b>', 'x\u0001\ud800y', null, 12]];
    const sheet = files(await bytes(xlsx(['h'], blocks(rows), { name: 's' })))['xl/worksheets/sheet1.xml'];
    expect(sheet).toContain('&lt;a&amp;&quot;b&gt;');
    expect(sheet).toContain('>xy<');
    expect(sheet).toContain('<c/><c><v>12</v></c></row>');
  });

  test('what does not fit on a sheet goes on on the next, each with its heading', async () => {
    const rows = Array.from({ length: 7 }, (_, i): Cell[] => [`r${i}`]);
    const archive = files(
      await bytes(xlsx(['头'], blocks(rows.slice(0, 5), rows.slice(5)), { name: '行' }, 4)),
    );
    const sheets = Object.keys(archive).filter((name) => name.includes('worksheets/'));
    expect(sheets).toHaveLength(3);
    const texts = (n: number) =>
      [...(archive[`xl/worksheets/sheet${n}.xml`] ?? '').matchAll(/preserve">([^<]*)</g)].map(([, t]) => t);
    expect([texts(1), texts(2), texts(3)]).toEqual([
      ['头', 'r0', 'r1', 'r2'],
      ['头', 'r3', 'r4', 'r5'],
      ['头', 'r6'],
    ]);
    expect(archive['xl/workbook.xml']).toContain('name="行 2"');
    expect(archive['[Content_Types].xml']).toContain('/xl/worksheets/sheet3.xml');
  });

  test('a full sheet does not leave an empty one behind', async () => {
    const archive = files(await bytes(xlsx(['h'], blocks([['a'], ['b']]), { name: 's' }, 3)));
    expect(Object.keys(archive).filter((name) => name.includes('worksheets/'))).toHaveLength(1);
  });
});

test('a reader that leaves ends the work', async () => {
  let ended = false;
  async function* endless() {
    try {
      while (true) yield [['x'.repeat(1000)]];
    } finally {
      ended = true;
    }
  }
  const response = download('csv', { name: 'f', sheet: 's', head: ['h'], blocks: endless() });
  const reader = response.body?.getReader();
  await reader?.read();
  await reader?.read();
  await reader?.cancel();
  expect(ended).toBe(true);
  expect(response.headers.get('content-disposition')).toBe('attachment; filename="f.csv"');
});
