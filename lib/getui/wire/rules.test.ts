import { describe, expect, test } from 'vitest';
import type { Getui } from '../client';
import { cidsOf, errorOf, OK, scripted } from '../test-kit';
import { CROWD_BRANDS } from './crowds';

const [A = '', B = ''] = cidsOf(2);
const copy = { topic: '标题', content: '内容' };
const plan = {
  name: '计划',
  copies: [copy],
  brands: ['xm'] as const,
  groupSize: 1000,
  activeDays: 1,
  active: true,
  overlap: false,
};
const pairs = (n: number) => cidsOf(n).map((cid) => ({ cid, alias: 'a' }));
const rows = (n: number) => cidsOf(n).map((cid) => ({ cid, deviceToken: 't' }));
const copies = (n: number) => Array.from({ length: n }, (_, i) => ({ topic: `标题${i}`, content: '内容' }));

type Case = [name: string, call: (g: Getui) => Promise<unknown>];

/** Both sides of each documented limit: the last value that passes and the first that does not. */
const PASS: Case[] = [
  ['1000 pairs', (g) => g.aliases.bind(pairs(1000))],
  ['1000 pairs to part', (g) => g.aliases.unbind(pairs(1000))],
  ['alias of 39 characters', (g) => g.aliases.bind([{ cid: A, alias: '汉'.repeat(39) }])],
  ['alias of letters, digits, underscore, Han', (g) => g.aliases.bind([{ cid: A, alias: '㐀张Az_09' }])],
  ['foreign alias to part', (g) => g.aliases.unbind([{ cid: A, alias: 'a-b@c.d' }])],
  ['1000 cids to a tag', (g) => g.tags.add('x'.repeat(32), cidsOf(1000))],
  ['1000 cids off a tag', (g) => g.tags.remove('标签', cidsOf(1000))],
  [
    '100 tags',
    (g) =>
      g.tags.replace(
        A,
        Array.from({ length: 100 }, (_, i) => `t${i}`),
      ),
  ],
  [
    '512 characters of tags',
    (g) =>
      g.tags.replace(
        A,
        Array.from({ length: 16 }, (_, i) => String(i).padEnd(32, 'x')),
      ),
  ],
  ['no tags', (g) => g.tags.replace(A, [])],
  ['200 cids to the blacklist', (g) => g.blacklist.add(cidsOf(200))],
  ['200 cids off the blacklist', (g) => g.blacklist.remove(cidsOf(200))],
  ['200 badges', (g) => g.badge.set(cidsOf(200), '+1')],
  ['badge 0', (g) => g.badge.set([A], '0')],
  ['1000 device tokens', (g) => g.deviceTokens.bind('wx', rows(1000))],
  ['crowd at its least', (g) => g.crowds.create(plan)],
  [
    'crowd at its most',
    (g) =>
      g.crowds.create({
        ...plan,
        name: '十'.repeat(10),
        copies: [...copies(9), { topic: '题'.repeat(20), content: '文'.repeat(50) }],
        brands: CROWD_BRANDS,
        groupSize: 5_000_000,
        activeDays: 90,
      }),
  ],
  ['ten task ids', (g) => g.crowds.tasks(cidsOf(10))],
];

const REFUSE: Case[] = [
  ['1001 pairs', (g) => g.aliases.bind(pairs(1001))],
  ['no pairs', (g) => g.aliases.bind([])],
  ['1001 pairs to part', (g) => g.aliases.unbind(pairs(1001))],
  ['alias of 40 characters', (g) => g.aliases.bind([{ cid: A, alias: '汉'.repeat(40) }])],
  ['empty alias', (g) => g.aliases.bind([{ cid: A, alias: '' }])],
  ['alias with a hyphen', (g) => g.aliases.bind([{ cid: A, alias: 'a-b' }])],
  ['alias with an at sign', (g) => g.aliases.bind([{ cid: A, alias: 'a@b' }])],
  ['alias with an emoji', (g) => g.aliases.bind([{ cid: A, alias: '😀' }])],
  ['alias in fullwidth letters', (g) => g.aliases.bind([{ cid: A, alias: 'ＡＢ' }])],
  ['alias of kana', (g) => g.aliases.bind([{ cid: A, alias: 'かな' }])],
  ['a pair with a bad cid', (g) => g.aliases.bind([{ cid: 'a,b', alias: 'x' }])],
  ['1001 cids to a tag', (g) => g.tags.add('t', cidsOf(1001))],
  ['1001 cids off a tag', (g) => g.tags.remove('t', cidsOf(1001))],
  ['tag of 33 characters', (g) => g.tags.add('x'.repeat(33), [A])],
  ['tag with a blank', (g) => g.tags.add('a b', [A])],
  ['tag with a wide blank', (g) => g.tags.add('a\u3000b', [A])],
  ['no cids to a tag', (g) => g.tags.add('t', [])],
  [
    '101 tags',
    (g) =>
      g.tags.replace(
        A,
        Array.from({ length: 101 }, (_, i) => `t${i}`),
      ),
  ],
  [
    '513 characters of tags',
    (g) => g.tags.replace(A, [...Array.from({ length: 16 }, (_, i) => String(i).padEnd(32, 'x')), 'y']),
  ],
  ['a tag twice', (g) => g.tags.replace(A, ['t', 't'])],
  ['201 cids to the blacklist', (g) => g.blacklist.add(cidsOf(201))],
  ['201 cids off the blacklist', (g) => g.blacklist.remove(cidsOf(201))],
  ['no cids to the blacklist', (g) => g.blacklist.add([])],
  ['201 badges', (g) => g.badge.set(cidsOf(201), '1')],
  ['badge of words', (g) => g.badge.set([A], 'one')],
  ['badge with two signs', (g) => g.badge.set([A], '+-1')],
  ['badge with a fraction', (g) => g.badge.set([A], '1.5')],
  ['1001 device tokens', (g) => g.deviceTokens.bind('wx', rows(1001))],
  [
    'an empty device token, which would unbind',
    (g) => g.deviceTokens.bind('wx', [{ cid: A, deviceToken: '' }]),
  ],
  ['eleven copies', (g) => g.crowds.create({ ...plan, copies: copies(11) })],
  ['two equal copies', (g) => g.crowds.create({ ...plan, copies: [copy, copy] })],
  ['crowd name of eleven', (g) => g.crowds.create({ ...plan, name: '十'.repeat(11) })],
  ['topic of 21', (g) => g.crowds.create({ ...plan, copies: [{ ...copy, topic: '题'.repeat(21) }] })],
  ['topic with one Han character', (g) => g.crowds.create({ ...plan, copies: [{ ...copy, topic: '题a' }] })],
  ['content of 51', (g) => g.crowds.create({ ...plan, copies: [{ ...copy, content: '文'.repeat(51) }] })],
  ['content with a blank', (g) => g.crowds.create({ ...plan, copies: [{ ...copy, content: '内 容' }] })],
  ['group of 999', (g) => g.crowds.create({ ...plan, groupSize: 999 })],
  ['group of 5,000,001', (g) => g.crowds.create({ ...plan, groupSize: 5_000_001 })],
  ['91 days', (g) => g.crowds.create({ ...plan, activeDays: 91 })],
  ['no brands', (g) => g.crowds.create({ ...plan, brands: [] })],
  ['eleven task ids', (g) => g.crowds.tasks(cidsOf(11))],
  ['no task ids', (g) => g.crowds.tasks([])],
  ['an empty value to count', (g) => g.users.count([{ key: 'tag', op: 'or', values: [''] }])],
];

describe('documented limits', () => {
  test.each(PASS)('%s: one call', async (_, call) => {
    const { getui, calls } = scripted((request) =>
      request.path.endsWith('/task/list') ? { json: { code: 0, data: [] } } : OK,
    );
    await call(getui);
    expect(calls).toHaveLength(1);
  });

  test.each(REFUSE)('%s: refused before any request', async (_, call) => {
    const { getui, calls, auths } = scripted(() => OK);
    expect(await errorOf(call(getui))).toMatchObject({ name: 'GetuiUsageError', kind: 'usage', known: true });
    expect([...calls, ...auths]).toEqual([]);
  });

  test('reads over any number of cids refuse a bad one before any request', async () => {
    const { getui, calls } = scripted(() => OK);
    expect((await errorOf(getui.users.detail([...cidsOf(1500), 'bad,cid', B]))).message).toContain(
      'cids[1500]: charset',
    );
    expect(calls).toEqual([]);
  });
});
