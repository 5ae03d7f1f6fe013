import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startSandbox } from '../server';
import { type Bench, type Effect, openSandbox, type Recorded, sha256 } from './kit';

const LAG_MS = 5_000;
let s: Bench;
let cids: string[] = [];
beforeAll(async () => {
  s = await openSandbox({ users: 500 });
});
afterAll(() => s.close());
beforeEach(async () => {
  await s.reset({ dialect: { tagBindDelayMs: 0, countLagMs: LAG_MS } });
  await s.control('POST', 'clock', { frozen: true });
  await s.signIn();
  cids = (await s.sample()).withoutAlias.slice(0, 4);
});

const batch = (method: 'PUT' | 'DELETE', tag: string, cid: string[]) =>
  s.ask(method, `/user/custom_tag/batch/${tag}`, { cid });
const count = async (tag: string): Promise<number> => {
  const item = { key: 'custom_tag', values: [tag], opt_type: 'or' };
  return (await s.ask('POST', '/user/count', { tag: [item] })).data.user_count;
};

test('a lagging count tells what held so long ago, whatever was put on and taken off since', async () => {
  await batch('PUT', 'lag', cids);
  expect(await count('lag')).toBe(0);
  await s.advance(LAG_MS - 1);
  expect(await count('lag')).toBe(0);
  await s.advance(1);
  expect(await count('lag')).toBe(4);
  await batch('DELETE', 'lag', cids.slice(0, 3));
  await s.advance(1_000);
  await batch('PUT', 'lag', cids.slice(0, 1));
  expect(await count('lag')).toBe(4);
  await s.advance(LAG_MS - 1_000);
  expect(await count('lag')).toBe(1);
  await s.advance(1_000);
  expect(await count('lag')).toBe(2);
});

test('an overwrite is counted late too; other tags of the user are left alone', async () => {
  await batch('PUT', 'kept', cids);
  await s.advance(LAG_MS);
  expect((await s.ask('POST', `/user/custom_tag/cid/${cids[0]}`, { custom_tag: ['new'] })).code).toBe(0);
  expect([await count('kept'), await count('new')]).toEqual([4, 0]);
  await s.advance(LAG_MS);
  expect([await count('kept'), await count('new')]).toEqual([3, 1]);
});

test('the logs can be narrowed', async () => {
  const [first = '', second = ''] = cids;
  await s.ask('POST', `/user/black/cid/${first},${second}`);
  await s.ask('POST', '/user/alias', { data_list: [{ cid: first, alias: 'narrow' }] });
  const effects = async (query: string) =>
    (await s.control<{ effects: Effect[] }>('GET', `effects?${query}`)).effects;
  const calls = async (query: string) =>
    (await s.control<{ calls: Recorded[] }>('GET', `calls?${query}`)).calls;
  expect((await effects(`cid=${second}`)).map(({ changes }) => changes)).toEqual([
    [{ cid: second, field: 'black', before: false, after: true }],
  ]);
  expect(await effects(`cid=${first}`)).toHaveLength(2);
  const endpoint = encodeURIComponent('POST /user/alias');
  expect(await effects(`endpoint=${endpoint}&cid=${first}`)).toHaveLength(1);
  expect(await calls('template=/auth')).toHaveLength(1);
  expect(await calls('template=/user/alias&method=POST')).toHaveLength(1);
  expect(await calls('requestId=nobody')).toEqual([]);
  await expect(calls('limit=3')).rejects.toThrow(/there is no filter/);
});

test('another clock can stand underneath', async () => {
  let now = Date.UTC(2030, 0, 1);
  const clock = { now: () => now, sleep: () => Promise.resolve() };
  const sandbox = await startSandbox({
    users: 20,
    clock,
    appId: 'App1',
    appKey: 'Key1',
    masterSecret: 'Secret1',
  });
  try {
    const signIn = async () => {
      const body = JSON.stringify({ appkey: 'Key1', timestamp: now, sign: sha256(`Key1${now}Secret1`) });
      const answer = await fetch(`${sandbox.baseUrl}/App1/auth`, { method: 'POST', body });
      return (await answer.json()) as { code: number; data: { token: string; expire_time: string } };
    };
    const { data } = await signIn();
    expect(Number(data.expire_time)).toBe(now + 86_400_000);
    const read = async () => {
      const url = `${sandbox.baseUrl}/App1/user/alias/cid/${sandbox.sampleCids[0]}`;
      return ((await (await fetch(url, { headers: { token: data.token } })).json()) as { code: number }).code;
    };
    expect(await read()).toBe(0);
    now += 86_400_000;
    expect(await read()).toBe(10001);
    expect((await signIn()).code).toBe(0);
  } finally {
    await sandbox.close();
  }
});
