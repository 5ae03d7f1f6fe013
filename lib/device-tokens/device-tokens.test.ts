import { describe, expect, test } from 'vitest';
import type { UserDetail } from '@/lib/getui/wire/users';
import { CHANNELS as CLIENT_CHANNELS } from '../getui/path';
import { bindRequest } from '../getui/wire/device-tokens';
import { guessColumns } from '../imports/columns';
import { importTokens } from './import';
import { bindFacts, unbindFacts } from './kinds';
import { restoreLine, tokenLine, undoBind, undoRestore, undoUnbind, verifyLine } from './rows';
import { CHANNELS, kept, operationOf, parseRows, parted, tokenRule } from './rules';
import { compared, heldIn, seenIn } from './seen';

const CID = 'c'.repeat(32);
const row = { cid: CID, channel: 'hw' as const, token: 'abc', line: 7 };
const detail = (deviceToken: string | null, brand: string | null) => ({ deviceToken, brand }) as UserDetail;

describe('rules', () => {
  test('the channels are those of the client', () => expect([...CHANNELS]).toEqual([...CLIENT_CHANNELS]));

  test.each([
    ['oX-Yr4ICsWkJaydB8mdRD3DMahkA', null],
    ['dGhpcw:APA91b-_x', null],
    ['x'.repeat(512), null],
    ['', 'token-empty'],
    ['x'.repeat(513), 'token-too-long'],
    ['a b', 'token-charset'],
    ['令牌', 'token-charset'],
    ['a\u200b', 'token-charset'],
    ['解绑', 'token-operation'],
    ['Bind', 'token-operation'],
  ])('token %j → %s', (token, rule) => expect(tokenRule(token)).toBe(rule));

  test('what passes here passes the client', () => {
    for (const token of ['a', '!~', 'x'.repeat(512), 'a:b-c_d=', '%2e/\\']) {
      expect(tokenRule(token)).toBeNull();
      const sent = { channel: 'wx', rows: [{ cid: CID, deviceToken: token }] };
      expect(bindRequest.safeParse(sent).success).toBe(true);
    }
  });

  test.each([
    ['绑定', 'bind'],
    [' UNBIND ', 'unbind'],
    ['解除绑定', 'unbind'],
    ['x', null],
    ['', null],
  ])('operation %j → %s', (word, operation) => expect(operationOf(word)).toBe(operation));

  test('a token is kept under its channel and found again', () => {
    for (const channel of CHANNELS) expect(parted(kept(channel, 'a_b'))).toEqual({ channel, token: 'a_b' });
    expect(parted('abc')).toBeNull();
    expect(parted('XX_abc')).toBeNull();
    expect(parted('HW_')).toBeNull();
  });

  test('pasted lines become cells; a forgotten token stays forgotten', () => {
    const text = '\uFEFFcid,token,操作\n\na1,t1,绑定\nb1\tt2\nc1\n"d1", "t4" 解绑\ne1,解绑\nf1,t6,xx\n';
    expect(parseRows(text, 'bind')).toEqual([
      ['a1', 't1', '绑定'],
      ['b1', 't2', ''],
      ['c1', '', ''],
      ['d1', 't4', '解绑'],
      ['e1', '', '解绑'],
      ['f1', 't6', 'xx'],
    ]);
    expect(parseRows(text, 'unbind')).toEqual([
      ['a1', '绑定'],
      ['b1', ''],
      ['c1', ''],
      ['d1', '解绑'],
      ['e1', '解绑'],
      ['f1', ''],
    ]);
    expect(parseRows('\n  \n', 'bind')).toEqual([]);
  });
});

describe('columns of a file', () => {
  const guess = (header: string[] | null, ...rows: string[][]) =>
    guessColumns(
      header,
      rows.map((cells, i) => ({ line: i + 1, cells })),
      importTokens.fields,
    );
  test('an operation is found by its name or its words, and nothing else is taken for one', () => {
    const named = guess(['cid', 'OpenID', '操作'], [CID, 'o', '绑定']);
    expect(named).toEqual({ cid: 0, token: 1, operation: 2 });
    expect(guess(null, [CID, 'o', '解绑'], [CID, 'p', '绑定'])).toEqual({ cid: 0, token: 1, operation: 2 });
    expect(guess(['cid', 'token', '备注'], [CID, 'o', '老客户'])).toEqual({ cid: 0, token: 1 });
  });
});

describe('what a detail says of a token', () => {
  test.each([
    [undefined, 'untold', null],
    [detail(null, null), 'untold', null],
    [detail(null, 'unknown'), 'none', ''],
    [detail('abc', 'hw'), { channel: 'hw', token: 'abc' }, 'HW_abc'],
    [detail('HW_abc', 'hw'), { channel: 'hw', token: 'abc' }, 'HW_abc'],
    [detail('abc', 'iphone'), { channel: 'ios', token: 'abc' }, 'IOS_abc'],
    [detail('abc', 'lenovo'), { channel: null, token: 'abc' }, null],
  ] as const)('%j', (found, seen, held) => {
    expect(seenIn(found)).toEqual(seen);
    expect(heldIn(seenIn(found))).toBe(held);
  });

  test.each([
    ['hw', true, { channel: 'hw', token: 'abc' }, 'as-intended'],
    ['hwq', true, { channel: 'hw', token: 'abc' }, 'as-intended'],
    ['hw', true, { channel: 'hw', token: 'other' }, 'differs'],
    ['hw', true, 'none', 'differs'],
    ['hw', true, 'untold', 'unreadable'],
    ['hw', true, 'unknown', 'unreadable'],
    ['hw', false, 'none', 'as-intended'],
    ['hw', false, { channel: 'hw', token: 'abc' }, 'differs'],
    // A token of another channel says nothing of this one.
    ['hw', false, { channel: 'xm', token: 'abc' }, 'unreadable'],
    ['wx', true, 'none', 'unreadable'],
    ['wx', true, { channel: 'hw', token: 'abc' }, 'as-intended'],
    ['wx', false, 'none', 'unreadable'],
  ] as const)('%s, held %s, seen %j → %s', (channel, holds, seen, said) =>
    expect(compared({ ...row, channel }, holds, seen)).toBe(said),
  );
});

describe('rows and what undoes them', () => {
  test('travel as text', () => {
    expect(tokenLine.decode(tokenLine.encode(row))).toEqual(row);
    const restore = { ...row, op: 'bind' as const, expected: '' };
    expect(restoreLine.decode(restoreLine.encode(restore))).toEqual(restore);
    const verify = { ...row, token: '', holds: false };
    expect(verifyLine.decode(verifyLine.encode(verify))).toEqual(verify);
  });

  test('a binding', () => {
    expect(undoBind(row, null)).toBe('before-unknown');
    expect(undoBind(row, 'HW_abc')).toBeNull();
    expect(undoBind(row, '')).toMatchObject({ op: 'unbind', channel: 'hw', expected: 'HW_abc' });
    const back = undoBind(row, 'XM_old');
    expect(back).toMatchObject({ op: 'bind', channel: 'xm', token: 'old', expected: 'HW_abc', line: 7 });
    expect(undoBind(row, 'odd')).toBe('before-unknown');
  });

  test('an unbinding, and an undoing', () => {
    const gone = { ...row, token: '' };
    expect(undoUnbind(gone, null)).toBe('before-unknown');
    expect(undoUnbind(gone, '')).toBeNull();
    const back = undoUnbind(gone, 'HW_old');
    expect(back).toMatchObject({ op: 'bind', channel: 'hw', token: 'old', expected: '' });
    if (back === null || back === 'before-unknown') throw new Error();
    expect(undoRestore(back)).toMatchObject({ op: 'unbind', channel: 'hw', expected: 'HW_old' });
    const replaced = { ...row, op: 'bind' as const, expected: 'XM_new' };
    expect(undoRestore(replaced)).toMatchObject({
      op: 'bind',
      channel: 'xm',
      token: 'new',
      expected: 'HW_abc',
    });
  });
});

describe('what the ledger learns', () => {
  const said = (facts: { value: string; state: string }[]) =>
    facts.map(({ value, state }) => `${state} ${value}`);
  test('of a binding', () => {
    expect(said(bindFacts(row, 'confirmed', 'as-intended', 'XM_x'))).toEqual([
      'released XM_x',
      'verified HW_abc',
    ]);
    expect(said(bindFacts(row, 'confirmed', 'not-read', ''))).toEqual(['asserted HW_abc']);
    expect(said(bindFacts(row, 'confirmed', 'differs', ''))).toEqual(['unknown HW_abc']);
    expect(said(bindFacts(row, 'unknown', 'unreadable', ''))).toEqual(['unknown HW_abc']);
    expect(bindFacts(row, 'rejected', 'not-read', '')).toEqual([]);
  });
  test('of an unbinding', () => {
    expect(said(unbindFacts(row, 'confirmed', 'as-intended', 'HW_x'))).toEqual([
      'released HW_x',
      'verified ',
    ]);
    expect(said(unbindFacts(row, 'confirmed', 'not-read', ''))).toEqual(['asserted ']);
    expect(said(unbindFacts(row, 'unknown', 'not-read', 'HW_x'))).toEqual(['unknown HW_x']);
    expect(unbindFacts(row, 'rejected', 'not-read', '')).toEqual([]);
  });
});
