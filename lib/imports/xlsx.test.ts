import { describe, expect, test } from 'vitest';
import { Refusal } from '@/lib/core/result';
import { xlsx } from '@/lib/exports/xlsx';
import type { FileRecord } from './records';
import { withFile, workbookParts, zipOf } from './testing';
import { numberText, openWorkbook } from './xlsx';

const rowsOf = (bytes: Uint8Array, sheet = 0) =>
  withFile(bytes, async (fd) => {
    const records: FileRecord[] = [];
    for await (const block of (await openWorkbook(fd)).rows(sheet)) records.push(...block);
    return records;
  });
const rule = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error) => (error instanceof Refusal ? error.failure.fields?.file : error),
  );

describe('workbooks', () => {
  test('strings of every sort, gaps, blank rows, leading zeros, numbers of sixteen digits', async () => {
    const parts = workbookParts(
      {
        First: [
          '<row r="2"><c r="A2" t="s"><v>0</v></c><c r="C2" t="s"><v>1</v></c></row>',
          '<row r="3"><c r="A3"/><c r="B3" t="s"><v>2</v></c></row>',
          '<row r="5"><c r="B5" t="inlineStr"><is><r><t>in</t></r><r><t>line</t></r></is></c></row>',
          '<row r="6"><c r="A6"><v>13800138000</v></c><c r="B6" s="1"><v>138</v></c><c r="C6"><v>1.2345678901234499E+16</v></c></row>',
          '<row r="7"><c r="A7" t="b"><v>1</v></c><c r="B7" t="e"><v>#N/A</v></c><c r="C7" t="str"><f>A1</f><v>f</v></c></row>',
          '<row><c><v>0.1</v></c><c t="str"><v>a_x000D_b</v></c></row>',
        ].join(''),
        第二: '<row r="1"><c r="AB1" t="s"><v>0</v></c></row>',
      },
      [
        '<t xml:space="preserve">00123 </t>',
        '<r><t>富</t></r><r><t>文本</t></r><rPh><t>fu</t></rPh>',
        '<t></t>',
      ],
      ['00000'],
    );
    const bytes = await zipOf(parts);
    expect(await rowsOf(bytes)).toEqual([
      { line: 2, cells: ['00123 ', '', '富文本'] },
      { line: 5, cells: ['', 'inline'] },
      { line: 6, cells: ['13800138000', '00138', '1.23456789012345E+16'] },
      { line: 7, cells: ['TRUE', '#N/A', 'f'] },
      { line: 8, cells: ['0.1', 'a\rb'] },
    ]);
    expect(await rowsOf(bytes, 1)).toEqual([{ line: 1, cells: [...new Array(27).fill(''), '00123 '] }]);
    expect(await withFile(bytes, async (fd) => (await openWorkbook(fd)).sheets)).toEqual(['First', '第二']);
    expect(await rule(rowsOf(bytes, 2))).toBe('no-such-sheet');
  });

  test('our own workbooks are read', async () => {
    async function* blocks() {
      yield [
        ['00123', 5],
        ['中 & <文>', null],
      ];
    }
    const parts: Uint8Array[] = [];
    for await (const part of xlsx(['a', 'b'], blocks(), { name: 'x' })) parts.push(part);
    expect((await rowsOf(Buffer.concat(parts))).map(({ cells }) => cells)).toEqual([
      ['a', 'b'],
      ['00123', '5'],
      ['中 & <文>'],
    ]);
  });

  test('numbers as people see them, or marked', () => {
    expect(
      ['1', '13800138000', '-5', '1.5', '1.2E+3', '0.1', '1E-3'].map((raw) => numberText(raw, 0)),
    ).toEqual(['1', '13800138000', '-5', '1.5', '1200', '0.1', '0.001']);
    expect(numberText('0.30000000000000004', 0)).toBe('0.3');
    expect(numberText('999999999999999', 0)).toBe('999999999999999');
    for (const raw of ['1000000000000000', '1.23E+15', '12345678901234500', '1E+300'])
      expect(numberText(raw, 0)).toMatch(/^\d(\.\d+)?E\+\d+$/);
  });

  test('what is no workbook, damaged, or a bomb is refused by name', async () => {
    expect(await rule(rowsOf(Buffer.from('PK\x03\x04 and nothing else')))).toBe('not-xlsx');
    expect(await rule(rowsOf(await zipOf({ 'a.txt': 'x' })))).toBe('not-xlsx');
    const parts = workbookParts({ A: '<row><c t="inlineStr"><is><t>x</t></is></c></row>' });
    const broken = { ...parts, 'xl/worksheets/sheet1.xml': '<worksheet><row><c></row>' };
    expect(await rule(rowsOf(await zipOf(broken)))).toBe('xlsx-damaged');
    const whole = await zipOf(parts);
    expect(await rule(rowsOf(whole.subarray(0, whole.length - 40)))).toBe('not-xlsx');
    const bomb = { ...parts, 'xl/worksheets/sheet1.xml': `<worksheet>${' '.repeat(30_000_000)}</worksheet>` };
    expect(await rule(rowsOf(await zipOf(bomb)))).toBe('xlsx-too-large');
    const entity =
      '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><worksheet><row><c t="str"><v>&b;</v></c></row></worksheet>';
    expect(await rule(rowsOf(await zipOf({ ...parts, 'xl/worksheets/sheet1.xml': entity })))).toBe(
      'xlsx-damaged',
    );
  });
});
