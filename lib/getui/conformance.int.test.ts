import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { systemClock } from '../core/clock';
import { startSandbox } from '../sandbox/server';
import { obtainToken } from './auth';
import { createGetui, type Getui } from './client';
import { OVER } from './conformance-limits';
import { ENDPOINTS, type EndpointId } from './endpoints';
import { pathOf } from './path';
import { Pipeline } from './pipeline';
import { cidsOf, errorOf } from './test-kit';
import { memoryTokenStore, TokenSource } from './token';
import { createTransport } from './transport';
import type { PushApp } from './types';

type Sandbox = Awaited<ReturnType<typeof startSandbox>>;

const transport = createTransport();
/** Calls answered with code 0, by endpoint. */
const answered = new Map<string, number>();
let sandbox: Sandbox;
let app: PushApp;
let getui: Getui;
let pipeline: Pipeline;
let tokens: TokenSource;

beforeAll(async () => {
  sandbox = await startSandbox({ users: 20_000 });
  const { appId, appKey, masterSecret, baseUrl } = sandbox;
  app = { appId, appKey, masterSecret, baseUrl };
  getui = clientOf(app);
  const url = new URL(baseUrl);
  pipeline = new Pipeline({
    origin: url.origin,
    root: `${url.pathname}/${appId}`,
    fetch: transport.fetch,
    clock: systemClock,
    random: Math.random,
    onCall: null,
    secrets: [],
    deadlineMs: 10_000,
    tryTimeoutMs: 10_000,
  });
  tokens = new TokenSource(appId, memoryTokenStore(), systemClock, () =>
    obtainToken(app, pipeline, systemClock, 10_000),
  );
});
afterAll(async () => {
  await transport.close();
  await sandbox?.close();
});

function clientOf(of: PushApp): Getui {
  return createGetui(of, {
    tokens: memoryTokenStore(),
    fetch: transport.fetch,
    maxCidsPerUrl: 1000,
    onCall: ({ endpoint, outcome }) => {
      if (outcome === 'ok') answered.set(endpoint, (answered.get(endpoint) ?? 0) + 1);
    },
  });
}

/** A cid of the seed: twenty, the first ten with an alias, the others without. */
function cid(index: number): string {
  const found = sandbox.sampleCids[index];
  if (found === undefined) throw new Error(`the seed has no cid number ${index}`);
  return found;
}

/** A call past the client's own checks, to see that the upstream has the same limit. */
const past = (id: EndpointId, parameter: string | readonly string[] | undefined, body?: unknown) => {
  const call = { id, path: pathOf(id, parameter), body };
  return pipeline.run(call, pipeline.span(id), tokens);
};

async function soon(check: () => Promise<void>): Promise<void> {
  for (let left = 40; ; left--) {
    try {
      return await check();
    } catch (error) {
      if (left === 0) throw error;
      await systemClock.sleep(100);
    }
  }
}

describe('aliases', () => {
  test('bind, look up both ways, move, unbind, release', async () => {
    const [a, b] = [cid(10), cid(11)];
    await getui.aliases.bind([
      { cid: a, alias: '会员_一' },
      { cid: b, alias: '会员_一' },
    ]);
    expect(await getui.aliases.byCid(a)).toBe('会员_一');
    expect((await getui.aliases.byAlias('会员_一')).sort()).toEqual([a, b].sort());
    await getui.aliases.bind([{ cid: a, alias: 'moved_1' }]);
    expect(await getui.aliases.byAlias('会员_一')).toEqual([b]);
    await getui.aliases.unbind([{ cid: a, alias: 'moved_1' }]);
    expect(await getui.aliases.byCid(a)).toBeNull();
    await getui.aliases.release('会员_一');
    expect(await getui.aliases.byAlias('会员_一')).toEqual([]);
  });

  test('an alias holds ten cids, not eleven', async () => {
    const pairs = [10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 0].map((i) => ({
      cid: cid(i),
      alias: 'full_house',
    }));
    await getui.aliases.bind(pairs.slice(0, 10));
    expect(await errorOf(getui.aliases.bind(pairs.slice(10)))).toMatchObject({
      kind: 'refused',
      known: true,
    });
    expect(await getui.aliases.byAlias('full_house')).toHaveLength(10);
    await getui.aliases.release('full_house');
  });
});

describe('tags', () => {
  test('replace once a day, read back', async () => {
    const one = cid(12);
    await getui.tags.replace(one, ['甲', 'b_2']);
    expect((await getui.tags.ofCid(one)).sort()).toEqual(['b_2', '甲'].sort());
    expect(await errorOf(getui.tags.replace(one, ['c']))).toMatchObject({
      kind: 'rate-limited',
      window: 'day',
    });
  });

  test('add and remove answer per cid, and come to pass', async () => {
    const [a, b] = [cid(13), cid(14)];
    const [stranger = ''] = cidsOf(1);
    expect(await getui.tags.add('春节,50%?', [a, b, stranger])).toEqual(
      new Map([
        [a, true],
        [b, true],
        [stranger, false],
      ]),
    );
    await soon(async () => expect(await getui.tags.ofCid(a)).toContain('春节,50%?'));
    expect(await getui.tags.remove('春节,50%?', [a])).toEqual(new Map([[a, true]]));
    await soon(async () => expect(await getui.tags.ofCid(a)).not.toContain('春节,50%?'));
    expect(await getui.tags.ofCid(b)).toContain('春节,50%?');
  });
});

describe('users', () => {
  test('status, device status and detail of known and unknown cids', async () => {
    const [stranger = ''] = cidsOf(1);
    const cids = Array.from({ length: 20 }, (_, i) => cid(i));
    const states = await getui.users.status([...cids, stranger]);
    for (const one of cids) expect(states.get(one)?.online).toEqual(expect.any(Boolean));
    expect(states.get(stranger)?.online ?? null).toBeNull();
    const devices = await getui.users.deviceStatus(cids);
    for (const one of cids)
      expect(devices.get(one)).toMatchObject({ ok: true, deviceOnline: expect.any(Boolean) });
    const details = await getui.users.detail([...cids, stranger]);
    expect([...details.valid.keys()].sort()).toEqual([...cids].sort());
    expect(details.invalid).toEqual([stranger]);
    for (const one of details.valid.values())
      expect(one).toMatchObject({ phoneModel: expect.any(String), loginDays: expect.any(Number) });
  });

  test('counts agree with each other', async () => {
    const platform = (op: 'or' | 'not', ...values: string[]) => ({ key: 'phoneType', op, values }) as const;
    const all = await getui.users.count([platform('or', 'android', 'ios')]);
    const android = await getui.users.count([platform('or', 'android')]);
    const rest = await getui.users.count([platform('not', 'android')]);
    expect(all).toBeGreaterThan(0);
    expect(android + rest).toBe(all);
    expect(
      await getui.users.count([platform('or', 'android'), { key: 'region', op: 'or', values: ['11000000'] }]),
    ).toBeLessThanOrEqual(android);
    expect(await getui.users.count([{ key: 'tag', op: 'or', values: ['no_such_tag_9'] }])).toBe(0);
  });
});

describe('blacklist, badge, device tokens', () => {
  test('blacklist', async () => {
    await getui.blacklist.add([cid(15), cid(16)]);
    await getui.blacklist.remove([cid(15), cid(16)]);
  });

  test('badge', async () => {
    for (const value of ['8', '+2', '-3', '0']) await getui.badge.set([cid(17)], value);
  });

  test('device tokens: bind, unbind, and a row that fails', async () => {
    const [stranger = ''] = cidsOf(1);
    expect(await getui.deviceTokens.bind('wx', [{ cid: cid(17), deviceToken: 'oX-Yr4ICsWk' }])).toEqual([]);
    expect(await getui.deviceTokens.bind('wx', [{ cid: cid(17), deviceToken: null }])).toEqual([]);
    const errors = await getui.deviceTokens.bind('wx', [{ cid: stranger, deviceToken: 'oX-x' }]);
    expect(errors).toEqual([
      { cid: stranger, deviceToken: expect.stringContaining('oX-x'), code: expect.any(Number) },
    ]);
    expect([24002, 24003]).toContain(errors[0]?.code);
  });
});

describe('crowds', () => {
  test('create, follow, list', async () => {
    const plan = {
      name: '春节人群',
      copies: [
        { topic: '春节好', content: '新年快乐' },
        { topic: '元宵好', content: '团团圆圆' },
      ],
      brands: ['hw', 'xm'] as const,
      groupSize: 1000,
      activeDays: 7,
      active: true,
      overlap: false,
    };
    const ids = await getui.crowds.create(plan);
    expect(ids).toHaveLength(2);
    const tasks = await getui.crowds.tasks(ids);
    expect(tasks.map((task) => task.id).sort()).toEqual([...ids].sort());
    expect(tasks.every((task) => task.status !== null && task.topic !== null)).toBe(true);
    const [found] = await getui.crowds.plans({ name: '春节' });
    expect(found).toMatchObject({
      name: '春节人群',
      brands: ['hw', 'xm'],
      groupSize: 1000,
      activeDays: 7,
      active: true,
      overlap: false,
    });
    expect(found?.tasks.map((task) => task.id).sort()).toEqual([...ids].sort());
  });
});

describe('auth', () => {
  test('several tokens live at once; a revoked one is replaced without a failed call', async () => {
    await getui.auth.renew();
    expect(await getui.auth.revoke()).toBe(true);
    expect(await getui.aliases.byCid(cid(10))).toBeNull();
  });

  test('wrong credentials are told as such, and nothing is sent', async () => {
    const wrong = clientOf({ ...app, masterSecret: 'wrong' });
    expect(await errorOf(wrong.blacklist.add([cid(0)]))).toMatchObject({
      kind: 'credentials',
      endpoint: 'POST /auth',
      outcome: 'not-applied',
    });
  });
});

describe('documented limits, past the client', () => {
  test.each(OVER)('%s over its limit is refused', async (id, parameter, body) => {
    const error = await errorOf(past(id, parameter, body));
    expect(error).toMatchObject({ kind: 'refused', outcome: 'not-applied' });
    expect([400, 403]).toContain(error.httpStatus);
  });

  test.each([
    ['101 tags', Array.from({ length: 101 }, (_, i) => `t${i}`)],
    ['a tag of 33 characters', ['x'.repeat(33)]],
    ['513 characters', Array.from({ length: 17 }, (_, i) => String(i).padEnd(31, 'x'))],
  ])('%s for one user are refused', async (_, custom_tag) => {
    const body = { custom_tag };
    expect((await errorOf(past('POST /user/custom_tag/cid/$cid', cid(19), body))).kind).toBe('refused');
  });

  test('URLs of the documented size arrive', async () => {
    const full = await getui.users.status(cidsOf(1000));
    expect([...full.values()].every((state) => state.online === null)).toBe(true);
    expect(getui.maxCidsPerUrl()).toBe(1000);
  });

  test('both tag batches draw on one quota of 100 a minute', async () => {
    let error: unknown = null;
    for (let left = 120; left > 0 && error === null; left--)
      error = await getui.tags.remove('quota_probe', [cid(18)]).then(
        () => null,
        (reason: unknown) => reason,
      );
    expect(error).toMatchObject({ kind: 'rate-limited', window: 'minute', outcome: 'not-applied' });
    const taken = ['PUT', 'DELETE'].map(
      (method) => answered.get(`${method} /user/custom_tag/batch/$tag`) ?? 0,
    );
    expect(taken[0]).toBeGreaterThan(0);
    expect((taken[0] ?? 0) + (taken[1] ?? 0)).toBe(100);
  });
});

test('every endpoint was answered', () => {
  expect(Object.keys(ENDPOINTS).filter((id) => !answered.has(id))).toEqual([]);
});
