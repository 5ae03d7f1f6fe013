import { describe, expect, test } from 'vitest';
import { reachableRule } from '@/lib/core/alias';
import { cidRule, guessKind } from '../core/cid';
import { maskAlias } from '../core/mask';
import { unbindRequest } from '../getui/wire/aliases';
import { acts, lintPairs, planBind, planUnbind, tally } from './plan';
import { aliasRule, forbiddenCharacters, parsePairs } from './rules';

const cid = (n: number) => n.toString(16).padStart(32, '0');
const rows = (...pairs: [number, string][]) =>
  pairs.map(([n, alias], i) => ({ line: i + 1, cid: cid(n), alias }));
const current = (held: [number, string][], unknown: number[] = []) => {
  const cidsOf = new Map<string, string[]>();
  for (const [n, alias] of held) cidsOf.set(alias, [...(cidsOf.get(alias) ?? []), cid(n)]);
  return {
    aliasOf: new Map(held.map(([n, alias]) => [cid(n), alias])),
    cidsOf,
    unknownCids: new Set(unknown.map(cid)),
  };
};

describe('alias and cid rules', () => {
  test.each([
    ['user_138', null],
    ['张三_A1', null],
    ['𠮷野家', null],
    ['a'.repeat(39), null],
    ['汉'.repeat(39), null],
    ['a'.repeat(40), 'alias-too-long'],
    ['汉'.repeat(40), 'alias-too-long'],
    ['', 'alias-empty'],
    ['a-b', 'alias-charset'],
    ['a b', 'alias-charset'],
    ['me@x.cn', 'alias-charset'],
    ['..', 'alias-charset'],
    ['ａｂ', 'alias-charset'],
    ['a\u0000', 'alias-charset'],
  ])('alias %j → %s', (alias, rule) => expect(aliasRule(alias)).toBe(rule));

  test.each([
    [cid(7), null],
    ['', 'cid-empty'],
    ['abc', 'cid-form'],
    [`${cid(7)},${cid(8)}`, 'cid-form'],
    ['../../../../x', 'cid-form'],
  ])('cid %j → %s', (text, rule) => expect(cidRule(text)).toBe(rule));

  test('names each forbidden character once', () =>
    expect(forbiddenCharacters('a-b-c@d')).toEqual(['-', '@']));
  test('guesses 32 hex digits as a cid', () => {
    expect(guessKind(cid(5))).toBe('cid');
    expect(guessKind('13800138089')).toBe('alias');
  });
  test.each([
    ['13800138089', '138****8089'],
    ['+8613800138089', '+86****8089'],
    ['1234567', '1***7'],
    ['a.li@x.cn', 'a***@x.cn'],
    ['张三', '张**'],
    ['vip_zhang', 'v***g'],
  ])('masks %s', (alias, masked) => expect(maskAlias(alias)).toBe(masked));
});

describe('pasted lines', () => {
  test('take any separator, quotes, a header, blank lines and a BOM, and keep line numbers', () => {
    expect(parsePairs('\uFEFFcid,alias\r\nA1,张三\r\n\r\n"A2"\t"李 四"\nA3；王五\rA4   赵六\nA5')).toEqual([
      { line: 2, cid: 'A1', alias: '张三' },
      { line: 4, cid: 'A2', alias: '李 四' },
      { line: 5, cid: 'A3', alias: '王五' },
      { line: 6, cid: 'A4', alias: '赵六' },
      { line: 7, cid: 'A5', alias: '' },
    ]);
  });

  test('turn columns that stand the other way round', () => {
    expect(parsePairs(`alias,cid\n张三,${cid(3)}\n${cid(4)},${cid(5)}`)).toEqual([
      { line: 2, cid: cid(3), alias: '张三' },
      { line: 3, cid: cid(4), alias: cid(5) },
    ]);
  });
});

describe('the plan of a bind', () => {
  test('tells new, replaced, unchanged, unknown, duplicate and doubled rows apart', () => {
    const plan = planBind(
      lintPairs(rows([1, 'new'], [2, 'moved'], [3, 'kept'], [4, 'x'], [1, 'new'], [1, 'else'], [5, 'b@d'])),
      current(
        [
          [2, 'old'],
          [3, 'kept'],
        ],
        [4],
      ),
    );
    expect(plan.map(({ verdict }) => verdict)).toEqual([
      'binds',
      'replaces',
      'no-change',
      'cid-unknown',
      'duplicate',
      'cid-twice',
      'alias-charset',
    ]);
    expect(plan[1]?.before).toBe('old');
    expect(plan[4]?.other).toBe(1);
    expect(plan.filter(acts)).toHaveLength(2);
    expect(tally(plan)).toMatchObject({ binds: 1, replaces: 1, duplicate: 1 });
  });

  test('an alias takes ten cids and no more, counting what the batch itself moves', () => {
    const nine = Array.from({ length: 9 }, (_, i): [number, string] => [i, 'full']);
    const plan = planBind(
      lintPairs(rows([20, 'full'], [21, 'full'], [0, 'elsewhere'], [22, 'full'])),
      current(nine),
    );
    expect(plan.map(({ verdict }) => verdict)).toEqual(['binds', 'alias-full', 'replaces', 'binds']);
  });

  test('warns of aliases over 40 bytes', () => {
    expect(lintPairs(rows([1, '汉'.repeat(14)]))[0]?.long).toBe(true);
    expect(lintPairs(rows([1, '汉'.repeat(13)]))[0]?.long).toBeUndefined();
  });
});

test.each([
  'me@x.cn',
  'a b',
  '-',
  '...',
  '.',
  '..a',
  'a/b',
  'a\\b',
  '%2e%2e',
  '%41',
  'a%',
  'a\n',
  '\u2028',
  '\ud800',
  '😀',
  '',
  'x'.repeat(128),
  'x'.repeat(129),
  '别名',
])('the desk and the client agree on what can be reached: %j', (alias) => {
  expect(reachableRule(alias) === null).toBe(unbindRequest.safeParse([{ cid: cid(1), alias }]).success);
});

test('the plan of an unbind sends only pairs that are bound', () => {
  const plan = planUnbind(
    lintPairs(rows([1, 'a'], [2, 'a'], [3, 'a'], [4, 'a'])),
    current(
      [
        [1, 'a'],
        [2, 'b'],
      ],
      [4],
    ),
  );
  expect(plan.map(({ verdict }) => verdict)).toEqual(['unbinds', 'other-alias', 'not-bound', 'cid-unknown']);
});
