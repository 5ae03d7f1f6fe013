import { describe, expect, test } from 'vitest';
import { ENDPOINTS } from '../endpoints';
import { errorOf, scripted } from '../test-kit';
import { ALIAS_FIXTURES } from './fixtures/aliases';
import { CROWD_FIXTURES } from './fixtures/crowds';
import { TOKEN_FIXTURES } from './fixtures/device-tokens';
import { A, B, type Fixture } from './fixtures/fixture';
import { REFUSAL_FIXTURES } from './fixtures/refusals';
import { TAG_FIXTURES } from './fixtures/tags';
import { USER_FIXTURES } from './fixtures/users';

const ALL: readonly Fixture[] = [
  ...ALIAS_FIXTURES,
  ...TAG_FIXTURES,
  ...USER_FIXTURES,
  ...TOKEN_FIXTURES,
  ...CROWD_FIXTURES,
  ...REFUSAL_FIXTURES,
];
const named = ALL.map((one) => ({ ...one, note: one.note ?? JSON.stringify(one.answer).slice(0, 60) }));

describe('answers', () => {
  test('every endpoint has an answer from the page; auth has its own test', () => {
    const covered = new Set(ALL.filter((one) => one.from === 'page').map((one) => one.id));
    expect(Object.keys(ENDPOINTS).filter((id) => !covered.has(id as Fixture['id']))).toEqual(['POST /auth']);
  });

  test.each(named)('$id: $from, $note', async (fixture) => {
    const { getui, calls } = scripted(() => ({ status: fixture.status ?? 200, json: fixture.answer }));
    if (fixture.error) expect(await errorOf(fixture.call(getui))).toMatchObject(fixture.error);
    else expect(await fixture.call(getui)).toEqual(fixture.value);
    const [call] = calls;
    expect(`${call?.method} ${call?.path}`).toMatch(pattern(fixture.id));
  });

  test('code 301 names the hosts it proposes and follows none', async () => {
    const data = {
      host_list: [{ domain_list: ['https://a.getui.com', 'b.getui.com/v2'], priority_gap: 30 }],
      domain_hash: 'x',
    };
    const { getui, calls } = scripted(() => ({ json: { code: 301, msg: '域名错误', data } }));
    expect((await errorOf(getui.aliases.byCid(A))).hosts).toEqual(['a.getui.com', 'b.getui.com']);
    expect(calls.every((call) => call.origin === 'https://upstream.test')).toBe(true);
  });
});

describe('POST /auth', () => {
  test.each([
    ['text', String(1_700_000_000_000 + 86_400_000)],
    ['number', 1_700_000_000_000 + 86_400_000],
  ])('expire_time as %s', async (_, expire_time) => {
    const { getui } = scripted(() => ({}), {
      auth: () => ({ json: { code: 0, msg: '', data: { token: 't', expire_time } } }),
    });
    expect(await getui.auth.renew()).toEqual({ expiresAt: 1_700_086_400_000 });
  });
});

describe('requests', () => {
  const body = async (send: Fixture['call'], answer: unknown = { code: 0 }) => {
    const { getui, calls } = scripted(() => ({ json: answer }));
    await send(getui);
    return JSON.parse(calls[0]?.body ?? 'null');
  };

  test('are written as the page shows them', async () => {
    expect(await body((g) => g.aliases.unbind([{ cid: A, alias: 'x' }]))).toEqual({
      data_list: [{ cid: A, alias: 'x' }],
    });
    expect(await body((g) => g.tags.replace(A, ['tag1', 'tag2']))).toEqual({ custom_tag: ['tag1', 'tag2'] });
    expect(await body((g) => g.tags.add('vip', [A, B]))).toEqual({ cid: [A, B] });
    expect(await body((g) => g.badge.set([A], '+2'))).toEqual({ badge: '+2' });
    expect(
      await body((g) =>
        g.deviceTokens.bind('hw', [
          { cid: A, deviceToken: 't' },
          { cid: B, deviceToken: null },
        ]),
      ),
    ).toEqual({
      dt_list: [{ cid: A, device_token: 't' }, { cid: B }],
    });
    expect(await body((g) => g.crowds.plans({ status: 'waiting' }))).toEqual({ status: 0 });
    expect(await body((g) => g.crowds.plans())).toEqual({});
    const conditions = [
      { key: 'phoneType', op: 'and', values: ['android'] },
      { key: 'region', op: 'not', values: ['11000000'] },
      { key: 'tag', op: 'or', values: ['tag1', 'tag2'] },
    ] as const;
    expect(await body((g) => g.users.count(conditions), { code: 0, data: { user_count: 1 } })).toEqual({
      tag: [
        { key: 'phone_type', values: ['android'], opt_type: 'and' },
        { key: 'region', values: ['11000000'], opt_type: 'not' },
        { key: 'custom_tag', values: ['tag1', 'tag2'], opt_type: 'or' },
      ],
    });
  });

  test('a crowd is written as the page shows it', async () => {
    const plan = {
      name: '文案圈人',
      copies: [{ topic: '标题', content: '内容' }],
      brands: ['xm'],
      groupSize: 1000,
      activeDays: 15,
      active: false,
      overlap: true,
    } as const;
    expect(await body((g) => g.crowds.create(plan))).toEqual({
      name: '文案圈人',
      tasks: [{ topic: '标题', content: '内容' }],
      brand_list: ['xm'],
      package_num: 1000,
      active_range: 15,
      active_type: -1,
      is_overlap: true,
    });
  });
});

describe('answers of another shape', () => {
  const reads: [string, unknown, Fixture['call']][] = [
    ['alias of another type', { alias: 7 }, (g) => g.aliases.byCid(A)],
    ['cids that are no texts', { cid: [1] }, (g) => g.aliases.byAlias('x')],
    ['a status that is a text', { [A]: 'online' }, (g) => g.users.status([A])],
    ['no count', {}, (g) => g.users.count([])],
    ['no data for a count', undefined, (g) => g.users.count([])],
    ['a count beyond exact numbers', { user_count: 1e308 }, (g) => g.users.count([])],
    ['a count beyond exact numbers, as text', { user_count: '9007199254740993' }, (g) => g.users.count([])],
    ['a broken count', { user_count: 1.5 }, (g) => g.users.count([])],
    ['a count below none', { user_count: -1 }, (g) => g.users.count([])],
    ['tasks that are no list', { a: 1 }, (g) => g.crowds.tasks(['EfMYBRwVJw9tfcjUL1hYC4'])],
    ['tags that are a list', [1], (g) => g.tags.ofCid(A)],
  ];
  test.each(reads)('%s: garbled, asked once', async (_, data, call) => {
    const { getui, calls } = scripted(() => ({ json: { code: 0, msg: 'success', data } }));
    expect(await errorOf(call(getui))).toMatchObject({ kind: 'garbled', code: 0, outcome: 'not-applied' });
    expect(calls).toHaveLength(1);
  });

  test('after a write the outcome is unknown', async () => {
    const { getui } = scripted(() => ({ json: { code: 0, msg: 'success', data: { [A]: { odd: 1 } } } }));
    expect(await errorOf(getui.tags.add('vip', [A]))).toMatchObject({ kind: 'garbled', outcome: 'unknown' });
  });

  test('a key such as __proto__ is a key and nothing else', async () => {
    const text = `{"code":0,"data":{"__proto__":{"status":"online"},"constructor":{"status":"offline"}}}`;
    const { getui } = scripted(() => ({ text }));
    const states = await getui.users.status([A]);
    expect([...states.keys()]).toEqual(['__proto__', 'constructor']);
    expect(({} as Record<string, unknown>).status).toBeUndefined();
  });

  test.each([
    'null',
    '[]',
    '7',
    '"x"',
    '{}',
    '{"code":null}',
    '{"code":"x"}',
    '{"code":1e400}',
    '{"code":0.5}',
    '',
    '\ufeff{',
  ])('no envelope: %s', async (text) => {
    const { getui } = scripted(() => ({ text }));
    expect(await errorOf(getui.badge.set([A], '+1'))).toMatchObject({
      kind: 'garbled',
      outcome: 'unknown',
      code: null,
    });
  });
});

function pattern(id: string): RegExp {
  const path = id.replace(/[.*+?^{}()|[\]\\]/g, '\\$&').replace(/\$\w+$/, '[^/]+');
  return new RegExp(`^${path.replace(' ', ' /v2/testAppId0001')}$`);
}
