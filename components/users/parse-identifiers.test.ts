import { expect, test } from 'vitest';
import { MAX_IDENTIFIERS } from '@/lib/users/rules';
import { parseIdentifiers } from './parse-identifiers';

const cid = (n: number) => n.toString(16).padStart(32, '0');
const [A, B, C] = [cid(0xa1), cid(0xb2), cid(0xc3)];

test.each([
  ['lines', `${A}\n${B}\n${C}`],
  ['CRLF and blank lines', `\r\n${A}\r\n\r\n${B}\r${C}\r\n`],
  ['a byte order mark', `\uFEFF${A}\n${B}\n${C}`],
  ['commas and blanks', ` ${A}, ${B} ,${C} `],
  ['full-width commas, blanks and enumeration signs', `${A}，${B}　${C}、`],
  ['semicolons of both widths, bars, tabs', `${A};${B}；\t${C}|`],
  ['no-break and zero-width blanks', `${A}\u00a0${B}\u200b${C}`],
  ['quotes of all sorts', `"${A}",'${B}' “${C}”`],
  ['cells of a sheet, two columns', `${A}\t${B}\r\n${C}\t`],
  ['a JSON array', JSON.stringify([A, B, C])],
  ['a JSON array over several lines', JSON.stringify([A, B, C], null, 2)],
  ['JSON objects with cids', JSON.stringify([{ cid: A, name: '张三' }, { Client_ID: B }, { clientId: C }])],
  ['a JSON object with a list', JSON.stringify({ data: { cid_list: [A, B, C] }, msg: 'success' })],
  [
    'an answer of the platform',
    JSON.stringify({ code: 0, data: { [A]: { status: 'online' }, [B]: {}, [C]: {} } }),
  ],
  ['a JSON object a line', [A, B, C].map((one) => JSON.stringify({ cid: one, n: 7 })).join('\n')],
  ['a CSV with heads', `姓名,CID,城市\n"张, 三",${A},北京\n李,"${B}",上海\n,${C},`],
  ['a sheet with heads', `client_id\t备注\n${A}\tx y\n${B}\t\n${C}\tz`],
  ['a head over one column', `cid\n${A}\n${B}\n${C}`],
  ['a table whose cid may be blank', `别名,cid\n张三,${A}\n李四,${B}\n王五,${C}`],
])('%s', (_, text) => {
  const { cids, aliases, malformed, total } = parseIdentifiers(text);
  expect({ cids, aliases, malformed, total }).toEqual({
    cids: [A, B, C],
    aliases: [],
    malformed: [],
    total: 3,
  });
});

test('counts repeats and keeps the first place', () => {
  expect(parseIdentifiers(`${B}\n${A}\n${B}\n${B}\n${A}`)).toMatchObject({ total: 5, cids: [B, A] });
});

test('what is no cid is an alias: numbers, addresses, Han, dashes', () => {
  const { cids, aliases } = parseIdentifiers(`13800138089\nA@b.cn，张三\nvip-1 user_7\n${A}`);
  expect(cids).toEqual([A]);
  expect(aliases).toEqual(['13800138089', 'A@b.cn', '张三', 'vip-1', 'user_7']);
});

test('the alias column is taken where the cid is blank or there is none', () => {
  expect(parseIdentifiers(`cid,alias\n${A},张三\n,李四`)).toMatchObject({ cids: [A], aliases: ['李四'] });
  expect(parseIdentifiers(`手机,别名\n138,张三`)).toMatchObject({ aliases: ['张三'], columns: ['别名'] });
});

test.each([
  [A.slice(1), 'cid-cut'],
  [`${cid(0xabc)}f`, 'cid-cut'],
  ['1.23457E+31', 'scientific'],
  ['a/b', 'unsafe'],
  ['..', 'unsafe'],
  ['x'.repeat(200), 'unsafe'],
])('malformed: %s is %s', (text, rule) => {
  expect(parseIdentifiers(`${A}\n${text}`).malformed).toEqual([{ text, rule }]);
});

test('a choice overrides the guess', () => {
  expect(parseIdentifiers('dev-token_1', 'cid').cids).toEqual(['dev-token_1']);
  expect(parseIdentifiers('short', 'cid').malformed).toEqual([{ text: 'short', rule: 'cid-form' }]);
  expect(parseIdentifiers(A, 'alias').aliases).toEqual([A]);
});

test('numbers of a JSON array are aliases, nulls and blanks are nothing', () => {
  expect(parseIdentifiers('[13800138089, null, "", " ", true]')).toMatchObject({
    total: 1,
    aliases: ['13800138089'],
  });
});

test('JSON that was cut off is read as cells', () => {
  expect(parseIdentifiers(`["${A}", "${B}", "${C}"`).cids).toEqual([A, B, C]);
  expect(parseIdentifiers(`["${A}", "${B.slice(0, 20)}`)).toMatchObject({ cids: [A], malformed: [] });
});

test('deep JSON does not break the stack', () => {
  const deep = `${'['.repeat(5000)}"${A}"${']'.repeat(5000)}`;
  expect(parseIdentifiers(deep).cids).toEqual([A]);
});

test('nothing is nothing', () => {
  for (const text of ['', ' \n\t，', '[]', '{}', '\uFEFF'])
    expect(parseIdentifiers(text)).toMatchObject({ total: 0, cids: [], aliases: [], malformed: [] });
});

test('too many are told, not cut', () => {
  const text = Array.from({ length: MAX_IDENTIFIERS + 1 }, (_, i) => cid(i)).join('\n');
  expect(parseIdentifiers(text).isTooMany).toBe(true);
  expect(parseIdentifiers(text.slice(33)).isTooMany).toBe(false);
});

test('a hundred thousand lines take less than 200 ms', () => {
  const text = Array.from({ length: 100_000 }, (_, i) => cid(i * 7919)).join('\r\n');
  parseIdentifiers(text.slice(0, 100_000));
  const times = [1, 2, 3].map(() => {
    const started = performance.now();
    expect(parseIdentifiers(text).cids).toHaveLength(100_000);
    return performance.now() - started;
  });
  expect(Math.min(...times)).toBeLessThan(200);
});
