import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { DIALECT_KEYS } from './dialect';
import { type Sandbox, startSandbox } from './server';

let sandbox: Sandbox;
let token: string;
beforeAll(async () => {
  sandbox = await startSandbox({ users: 3000, seed: 7, dialect: { tagBindDelayMs: 5000 } });
});
beforeEach(() => {
  sandbox.control.reset({ keepTokens: false });
  token = sandbox.control.world.tokens.issue(sandbox.control.clock().now, 86_400_000).token;
});
afterAll(() => sandbox.close());

async function control(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
  const answer = await fetch(`${sandbox.url}/__sandbox/${path}`, {
    method,
    headers,
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  return { status: answer.status, json: (await answer.json()) as Record<string, unknown> };
}

async function api(method: string, path: string, body?: unknown) {
  const answer = await fetch(`${sandbox.baseUrl}/${sandbox.appId}${path}`, {
    method,
    headers: { token, 'x-request-id': 'r-1' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { http: answer.status, ...((await answer.json()) as { code: number; msg: string; data?: unknown }) };
}
const sample = () => sandbox.control.sample();
const bind = (cid: string | undefined, alias: string) =>
  api('POST', '/user/alias', { data_list: [{ cid, alias }] });

describe('reset', () => {
  test('brings everything back and keeps tokens unless told otherwise', async () => {
    const [first] = sample().withAlias;
    await bind(first?.cid, 'changed');
    await control('POST', 'faults', { effect: { kind: 'reset-before' }, match: { endpoint: '/user/count' } });
    await control('POST', 'clock', { advanceMs: 86_400_000, frozen: true });
    await control('POST', 'dialect', { notMeaning: 'not-all' });
    expect((await control('POST', 'reset', {})).json).toEqual({ users: 3000, seed: 7 });
    expect(sandbox.control.user(first?.cid ?? '')).toMatchObject({ alias: first?.alias });
    expect((await control('GET', 'effects')).json).toEqual({ effects: [], dropped: 0 });
    expect((await control('GET', 'calls')).json).toEqual({ calls: [], dropped: 0 });
    expect((await control('GET', 'faults')).json).toEqual({ faults: [] });
    expect((await control('GET', 'clock')).json).toMatchObject({ frozen: false });
    expect(sandbox.control.dialect()).toMatchObject({ notMeaning: 'none-of', tagBindDelayMs: 5000 });
    expect((await api('POST', '/user/count', {})).code).toBe(0);
    await control('POST', 'reset', { keepTokens: false });
    expect(await api('POST', '/user/count', {})).toMatchObject({ http: 401, code: 10001 });
  });

  test('with other users, another seed and other switches', async () => {
    const { json } = await control('POST', 'reset', { users: 40, seed: 8, dialect: { countShape: 'text' } });
    expect(json).toEqual({ users: 40, seed: 8 });
    expect((await api('POST', '/user/count', {})).data).toEqual({ user_count: '40' });
    await control('POST', 'reset');
    expect((await api('POST', '/user/count', {})).data).toEqual({ user_count: 3000 });
  });
});

describe('clock', () => {
  test('jumps, goes forward, stands still and runs on', async () => {
    const at = Date.UTC(2030, 0, 1);
    const set = await control('POST', 'clock', { set: at, frozen: true });
    expect(set.json).toEqual({ now: at, iso: '2030-01-01T00:00:00.000Z', frozen: true });
    expect((await control('POST', 'clock', { advanceMs: 1500 })).json).toMatchObject({ now: at + 1500 });
    const run = (await control('POST', 'clock', { frozen: false })).json.now as number;
    expect(run).toBeGreaterThanOrEqual(at + 1500);
    expect(run).toBeLessThan(at + 61_500);
  });

  test('what is due happens when the clock gets there, in the order it was asked for', async () => {
    sandbox.control.clock({ frozen: true });
    const [cid = ''] = sample().withoutAlias;
    const tag = `/user/custom_tag/batch/${encodeURIComponent('新春')}`;
    await api('PUT', tag, { cid: [cid] });
    await api('DELETE', tag, { cid: [cid] });
    expect((await control('GET', 'effects')).json.effects).toEqual([]);
    await control('POST', 'clock', { advanceMs: 4999 });
    expect((await control('GET', 'effects')).json.effects).toEqual([]);
    await control('POST', 'clock', { advanceMs: 1 });
    const { effects } = (await control('GET', 'effects')).json as { effects: { endpoint: string }[] };
    expect(effects.map((one) => one.endpoint)).toEqual([
      'PUT /user/custom_tag/batch/$tag',
      'DELETE /user/custom_tag/batch/$tag',
    ]);
    expect(sandbox.control.user(cid)?.tags).not.toContain('新春');
  });
});

describe('logs', () => {
  test('calls: every one in order, with its raw path; effects: applied writes only; both from a place on', async () => {
    const [{ cid = '', alias = '' } = {}] = sample().withAlias;
    await bind(cid, '别名_1');
    await api('GET', `/user/cid/alias/${encodeURIComponent('别名_1')}?alias_type=x`);
    await bind(cid, 'not allowed');
    await api('GET', '/nowhere');
    const { calls } = (await control('GET', 'calls')).json as { calls: unknown[] };
    const path = (rest: string) => `/v2/${sandbox.appId}${rest}`;
    const alias1 = encodeURIComponent('别名_1');
    const looked = { method: 'GET', template: '/user/cid/alias/$alias', http: 200, code: 0, fault: null };
    expect(calls).toMatchObject([
      { seq: 1, method: 'POST', path: path('/user/alias'), template: '/user/alias', requestId: 'r-1' },
      { seq: 2, path: path(`/user/cid/alias/${alias1}?alias_type=x`), ...looked },
      { seq: 3, http: 400, code: 20001 },
      { seq: 4, template: null, http: 404, code: 404 },
    ]);
    const { effects } = (await control('GET', 'effects')).json;
    const change = { cid, field: 'alias', before: alias, after: '别名_1' };
    const endpoint = 'POST /user/alias';
    expect(effects).toEqual([{ seq: 1, at: expect.any(Number), endpoint, requestSeq: 1, changes: [change] }]);
    expect((await control('GET', 'calls?since=3')).json.calls).toMatchObject([{ seq: 4 }]);
    expect((await control('GET', 'effects?since=1')).json.effects).toEqual([]);
    expect((await control('GET', 'counters')).json.counters).toEqual({
      'GET (no such path)': 1,
      'GET /user/cid/alias/$alias': 1,
      'POST /user/alias': 2,
    });
  });
});

describe('state', () => {
  test('of a cid and of an alias', async () => {
    const [cid = ''] = sample().withoutAlias;
    await bind(cid, '小明_1');
    expect((await control('GET', `state/cid/${cid}`)).json).toMatchObject({ cid, alias: '小明_1', badge: 0 });
    const found = await control('GET', `state/alias/${encodeURIComponent('小明_1')}`);
    expect(found.json).toEqual({ alias: '小明_1', cids: [cid] });
    expect((await control('GET', 'state/cid/abc')).status).toBe(404);
  });

  test('quotas are shown and cleared; tokens expire', async () => {
    const [cid] = sample().withoutAlias;
    for (let i = 0; i < 3; i++) await api('PUT', '/user/custom_tag/batch/x', { cid: [cid] });
    const batch = async () =>
      ((await control('GET', 'quotas')).json.quotas as { family: string }[]).find(
        (q) => q.family === 'tag-batch',
      );
    expect(await batch()).toEqual({
      family: 'tag-batch',
      perMinute: 100,
      perDay: 10_000,
      minute: 3,
      today: 3,
    });
    await control('DELETE', 'quotas');
    expect(await batch()).toMatchObject({ minute: 0, today: 0 });
    await control('POST', 'tokens/expire');
    expect((await api('GET', '/user/alias/cid/x')).code).toBe(10001);
  });

  test('the dialect explains every switch', async () => {
    const { dialect, about } = (await control('GET', 'dialect')).json as Record<
      string,
      Record<string, unknown>
    >;
    expect(Object.keys(about ?? {})).toEqual(DIALECT_KEYS);
    expect(Object.keys(dialect ?? {})).toEqual(DIALECT_KEYS);
    expect((await control('POST', 'dialect', { countPerMinute: 1 })).json.dialect).toMatchObject({
      countPerMinute: 1,
    });
    expect((await api('POST', '/user/count', {})).code).toBe(0);
    expect(await api('POST', '/user/count', {})).toMatchObject({ http: 401, code: 10005 });
  });
});

describe('what is asked wrongly is told so', () => {
  test.each<[string, string, unknown, number, string]>([
    ['GET', 'nothing', undefined, 404, 'no such control route'],
    ['PUT', 'reset', undefined, 405, 'POST reset'],
    ['POST', 'reset', '{', 400, 'not JSON'],
    ['POST', 'reset', { users: 0 }, 400, 'users must be a whole number from 1 to 5000000'],
    ['POST', 'reset', { user: 5 }, 400, 'no member "user"'],
    ['POST', 'clock', { advanceMs: -1 }, 400, 'advanceMs'],
    ['POST', 'clock', { frozen: 1 }, 400, 'true or false'],
    ['GET', 'calls?since=x', undefined, 400, 'since'],
    ['POST', 'faults', {}, 400, 'effect.kind must be'],
    ['POST', 'faults', { effect: { kind: 'delay' } }, 400, 'effect.ms is missing'],
    ['POST', 'faults', { effect: { kind: 'status', http: 500 } }, 400, 'effect.code is missing'],
    ['POST', 'faults', { match: { path: 'x' }, effect: { kind: 'garbage' } }, 400, 'no member "path"'],
    ['POST', 'dialect', { notMeaning: 'x' }, 400, 'none-of | not-all'],
  ])('%s %s %j', async (method, path, body, status, text) => {
    const answer = await control(method, path, body);
    expect(answer.status).toBe(status);
    expect(answer.json.error).toContain(text);
  });

  test('pages of other sites and foreign host names are kept out', async () => {
    const answer = await control('POST', 'reset', {}, { origin: 'https://example.com' });
    expect(answer.status).toBe(403);
    expect((await control('GET', 'clock', undefined, { origin: sandbox.url })).status).toBe(200);
  });
});

test('the inspector shows state and escapes what it shows', async () => {
  sandbox.control.setDialect({ aliasCharset: 'any' });
  await bind(sample().withoutAlias[0], '<b>&"x');
  const answer = await fetch(`${sandbox.url}/__sandbox/`);
  const page = await answer.text();
  expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(page).toContain('3,000');
  expect(page).toContain('POST /user/alias');
  expect(page).toContain('&lt;b&gt;&amp;');
  expect(page).not.toContain('<b>&');
});
