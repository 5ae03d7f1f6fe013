import { describe, expect, test } from 'vitest';
import { pathTextRule } from '@/lib/getui/path';
import { advise, batchCalls, overwriteRequests } from './price';
import { decodeCheck, decodeEdit, decodeTag, encodeCheck, encodeEdit, encodeTag, passes } from './rows';
import { compareTags, patched, roomRule, sameTags, splitTags, tagRule, tagsRule } from './rules';
import { decodePatch, decodeReplace, encodePatch, encodeReplace } from './tags-rows';

/** Small numbers that follow from a seed. */
function dice(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return Math.floor((state / 0x80000000) * below);
  };
}

describe('a tag', () => {
  test.each([
    ['会员', null],
    ['a'.repeat(32), null],
    ['𠮷'.repeat(32), null],
    ['a'.repeat(33), 'tag-too-long'],
    ['', 'tag-empty'],
    ['a b', 'tag-blank'],
    ['a\u3000b', 'tag-blank'],
    ['a/b', 'tag-unsafe'],
    ['..', 'tag-unsafe'],
    ['a%2fb', 'tag-unsafe'],
    ['a\u0007', 'tag-unsafe'],
    ['\ud800', 'tag-unsafe'],
  ])('%j breaks %s', (tag, rule) => expect(tagRule(tag)).toBe(rule));

  test('is refused for its path just where the client of the upstream refuses it', () => {
    for (const tag of [
      'a',
      '.',
      '...',
      'a.b',
      'x/y',
      'x\\y',
      '%2E',
      '%41',
      '\u2028',
      '\u009f',
      '\udc00',
      '🙂',
    ])
      expect([tag, /^tag-(unsafe|blank)$/.test(tagRule(tag) ?? '')]).toEqual([
        tag,
        pathTextRule(tag) !== null,
      ]);
  });
});

describe('tags of a user', () => {
  test('are at most 100 with 512 characters together, and never none', () => {
    const many = (n: number, length: number) =>
      Array.from({ length: n }, (_, i) => `${i}`.padStart(length, 'x'));
    expect(tagsRule([])).toBe('tags-empty');
    expect(tagsRule(many(100, 5))).toBeNull();
    expect(tagsRule(many(101, 3))).toBe('tags-too-many');
    expect(roomRule(many(16, 32))).toBeNull();
    expect(roomRule([...many(16, 32), 'y'])).toBe('tags-too-long');
  });

  test('are cut at every sign that people put between them, each once', () => {
    expect(splitTags(' 甲，乙;丙；丁、戊|己\n甲\t庚\r\n')).toEqual([
      '甲',
      '乙',
      '丙',
      '丁',
      '戊',
      '己',
      '庚',
    ]);
    expect(splitTags('  ')).toEqual([]);
  });

  test('are compared and patched as sets, whatever is drawn', () => {
    const roll = dice(7);
    const any = () => Array.from({ length: roll(6) }, () => `t${roll(8)}`);
    for (let i = 0; i < 500; i++) {
      const [from, to] = [any(), any()];
      const { added, removed, kept } = compareTags(from, to);
      expect(new Set([...kept, ...added])).toEqual(new Set(to));
      expect(new Set([...kept, ...removed])).toEqual(new Set(from));
      expect(sameTags(patched(from, { add: added, remove: removed }), to)).toBe(true);
      expect(sameTags(from, to)).toBe([...new Set(from)].sort().join() === [...new Set(to)].sort().join());
    }
  });
});

test('rows come back from their lines', () => {
  const tag = { cid: 'c'.repeat(32), tag: '会员', line: 7 };
  expect(decodeTag(encodeTag(tag))).toEqual(tag);
  for (const edit of [
    { ...tag, op: 'add' as const },
    { ...tag, op: 'remove' as const, needs: '新' },
  ])
    expect(decodeEdit(encodeEdit(edit))).toEqual(edit);
  const { cid, line } = tag;
  for (const tags of [['a'], ['a', 'b'], []])
    expect(decodeReplace(encodeReplace({ cid, line, tags }))).toEqual({ cid, line, tags });
  const patch = { cid, line, add: ['a'], remove: [] };
  expect(decodePatch(encodePatch(patch))).toEqual(patch);
  const check = { cid, line, has: [], lacks: ['b', 'c'], only: false };
  expect(decodeCheck(encodeCheck(check))).toEqual(check);
});

test('a check tells whether the tags are as they should be', () => {
  const row = { cid: 'c', line: 1 };
  const tags = new Set(['a', 'b']);
  expect(passes(tags, { ...row, has: ['a'], lacks: ['c'] })).toBe(true);
  expect(passes(tags, { ...row, has: ['a'], lacks: ['b'] })).toBe(false);
  expect(passes(tags, { ...row, has: ['a'], lacks: [], only: true })).toBe(false);
  expect(passes(tags, { ...row, has: ['b', 'a'], lacks: [], only: true })).toBe(true);
});

describe('the prices of a matrix', () => {
  /** Calls by sending the rows as they are: a call holds one tag and cids until it is full. */
  function byHand(matrix: readonly (readonly [cid: number, tag: number])[], perCall: number) {
    const open = new Map<number, number>();
    let calls = 0;
    for (const [, tag] of matrix) {
      const filled = open.get(tag) ?? 0;
      if (filled === 0) calls++;
      open.set(tag, filled + 1 === perCall ? 0 : filled + 1);
    }
    return calls;
  }

  test('are those of sending it, and the cheaper way is advised', () => {
    const roll = dice(3);
    for (let i = 0; i < 300; i++) {
      const perCall = 1 + roll(5);
      const [cids, tags] = [1 + roll(12), 1 + roll(12)];
      const cells = new Set(Array.from({ length: 1 + roll(60) }, () => roll(cids) * 100 + roll(tags)));
      const matrix = [...cells].map((cell) => [Math.floor(cell / 100), cell % 100] as const);
      const ofTag = new Map<number, number>();
      for (const [, tag] of matrix) ofTag.set(tag, (ofTag.get(tag) ?? 0) + 1);
      const batch = byHand(matrix, perCall);
      expect(batchCalls(ofTag.values(), perCall)).toBe(batch);
      const users = new Set(matrix.map(([cid]) => cid)).size;
      const cheaper = users + users < batch;
      const ask = (more: { usedToday?: number; removes?: boolean }) =>
        advise({ batchCalls: batch, users, usedToday: 0, removes: false, ...more });
      expect(overwriteRequests(users)).toBe(users + users);
      expect(ask({})).toBe(cheaper ? 'cheaper' : 'dearer');
      expect(ask({ usedToday: 1 })).toBe(cheaper ? 'used-today' : 'dearer');
      expect(ask({ removes: true })).toBe(cheaper ? 'ask' : 'dearer');
    }
  });
});
