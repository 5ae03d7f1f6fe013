import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Bench, openSandbox, type Sample } from './kit';

let s: Bench;
let sample: Sample;
beforeAll(async () => {
  s = await openSandbox({ users: 1_000 });
});
afterAll(() => s.close());
beforeEach(async () => {
  await s.reset();
  await s.signIn();
  sample = await s.sample();
});

const cid = (n = 0) => sample.withoutAlias[n] ?? '';
const bind = (alias: string, n = 0) => s.ask('POST', '/user/alias', { data_list: [{ cid: cid(n), alias }] });
const read = () => s.ask('GET', `/user/alias/cid/${cid()}`);
const BIND = { method: 'POST', endpoint: '/user/alias' };
/** What the sandbox holds after a call that was struck, and how often it applied it. */
const applied = async () => ({ alias: (await s.user(cid())).alias, effects: (await s.effects()).length });
const code = async (call: Promise<unknown>) =>
  call.then(
    () => 'answered',
    (error: NodeJS.ErrnoException) => error.code ?? error.message,
  );

describe('each fault', () => {
  test('status: the given answer, nothing applied unless asked for', async () => {
    const effect = { kind: 'status', http: 401, code: 10002, msg: 'blocked' };
    await s.fault({ match: BIND, effect });
    expect((await bind('a')).text).toBe('{"code":10002,"msg":"blocked"}');
    expect(await applied()).toEqual({ alias: null, effects: 0 });
    await s.fault({ match: BIND, effect: { ...effect, apply: true } });
    expect((await bind('a')).http).toBe(401);
    expect(await applied()).toEqual({ alias: 'a', effects: 1 });
  });

  test('status can carry data: the wrong-host answer of the vendor', async () => {
    const data = {
      host_list: [{ domain_list: ['https://cncrestapi.getui.com'], priority_gap: 30 }],
      domain_hash: 'x',
    };
    await s.fault({ effect: { kind: 'status', http: 200, code: 301, msg: '域名错误', data } });
    const reply = await read();
    expect([reply.http, reply.code]).toEqual([200, 301]);
    expect(reply.data).toEqual(data);
  });

  test('delay: applied, answered later', async () => {
    await s.fault({ match: BIND, effect: { kind: 'delay', ms: 120 } });
    const started = Date.now();
    expect((await bind('a')).code).toBe(0);
    expect(Date.now() - started).toBeGreaterThanOrEqual(115);
    expect(await applied()).toEqual({ alias: 'a', effects: 1 });
  });

  test('reset-before: the connection breaks and nothing is applied', async () => {
    await s.fault({ match: BIND, effect: { kind: 'reset-before' } });
    expect(await code(bind('a'))).toBe('ECONNRESET');
    expect(await applied()).toEqual({ alias: null, effects: 0 });
  });

  test('reset-after: the connection breaks and the change is applied exactly once', async () => {
    await s.fault({ match: BIND, effect: { kind: 'reset-after' } });
    expect(await code(bind('a'))).toBe('ECONNRESET');
    expect(await applied()).toEqual({ alias: 'a', effects: 1 });
    expect((await s.effects())[0]?.changes).toMatchObject([{ cid: cid(), before: null, after: 'a' }]);
  });

  test('garbage: HTTP 200 that is no JSON, applied', async () => {
    await s.fault({ match: BIND, effect: { kind: 'garbage' } });
    const reply = await bind('a');
    expect(reply.http).toBe(200);
    expect(reply.code).toBeUndefined();
    expect(reply.text).not.toBe('');
    expect(await applied()).toEqual({ alias: 'a', effects: 1 });
  });

  test('html: a gateway page, nothing applied', async () => {
    await s.fault({ match: BIND, effect: { kind: 'html', http: 502 } });
    const reply = await bind('a');
    expect(reply.http).toBe(502);
    expect(reply.text).toContain('<html>');
    expect(await applied()).toEqual({ alias: null, effects: 0 });
  });

  test('truncate: less than announced, applied', async () => {
    await s.fault({ match: BIND, effect: { kind: 'truncate' } });
    expect(await code(bind('a'))).toBe('ECONNRESET');
    expect(await applied()).toEqual({ alias: 'a', effects: 1 });
  });

  test('stall: silence in the middle, then the rest', async () => {
    await s.fault({ match: BIND, effect: { kind: 'stall', ms: 150 } });
    const started = Date.now();
    expect((await bind('a')).code).toBe(0);
    expect(Date.now() - started).toBeGreaterThanOrEqual(145);
    expect(await applied()).toEqual({ alias: 'a', effects: 1 });
  });

  test('expire-tokens: the call meets 10001, a new token helps', async () => {
    await s.fault({ effect: { kind: 'expire-tokens' } });
    expect((await bind('a')).code).toBe(10001);
    expect(await applied()).toEqual({ alias: null, effects: 0 });
    await s.signIn();
    expect((await bind('a')).code).toBe(0);
  });
});

describe('which calls are struck', () => {
  const effect = { kind: 'status', http: 400, code: 20001, msg: 'fault' };

  test('one call by default, so many when told, all until cleared with 0', async () => {
    await s.fault({ effect });
    expect([(await read()).msg, (await read()).msg]).toEqual(['fault', 'success']);
    await s.fault({ times: 2, effect });
    expect([(await read()).msg, (await read()).msg, (await read()).msg]).toEqual([
      'fault',
      'fault',
      'success',
    ]);
    await s.fault({ times: 0, effect });
    for (let i = 0; i < 5; i++) expect((await read()).msg).toBe('fault');
    await s.control('DELETE', 'faults');
    expect((await read()).msg).toBe('success');
  });

  test('the n-th call, by skipping', async () => {
    await s.fault({ match: { skip: 2 }, effect });
    expect([(await read()).msg, (await read()).msg, (await read()).msg, (await read()).msg]).toEqual([
      'success',
      'success',
      'fault',
      'success',
    ]);
  });

  test('by method and by endpoint', async () => {
    await s.fault({ match: { method: 'post' }, effect });
    expect((await read()).msg).toBe('success');
    expect((await bind('a')).msg).toBe('fault');
    await s.fault({ match: { endpoint: '/user/alias/cid/$cid' }, effect });
    expect((await bind('a')).msg).toBe('success');
    expect((await read()).msg).toBe('fault');
    await s.fault({ match: { endpoint: '/auth' }, effect });
    expect((await s.signIn()).msg).toBe('fault');
  });

  test('a fault that cannot be understood is refused with a sentence', async () => {
    for (const bad of [
      {},
      { effect: { kind: 'nothing' } },
      { effect: { kind: 'delay' } },
      { effect, match: { verb: 'GET' } },
    ])
      await expect(s.fault(bad), JSON.stringify(bad)).rejects.toThrow(/400 \{"error":/);
    expect(await s.control('GET', 'faults')).toEqual({ faults: [] });
  });

  test('a reset clears them', async () => {
    await s.fault({ times: 0, effect });
    await s.reset();
    expect((await read()).msg).toBe('success');
  });
});

describe('the logs', () => {
  test('every call is written down with its raw path, reads and sign-ins too', async () => {
    const before = (await s.calls()).at(-1)?.seq ?? 0;
    await s.signIn();
    await read();
    await s.raw('GET', `${s.root}/user/cid/alias/%E7%8E%8B?alias_type=x`, { token: s.token() });
    await s.raw('DELETE', '/v2/other/nonsense/../x');
    const calls = await s.calls(before);
    expect(calls.map(({ method, path }) => `${method} ${path.split('?')[0]}`)).toEqual([
      `POST ${s.root}/auth`,
      `GET ${s.root}/user/alias/cid/${cid()}`,
      `GET ${s.root}/user/cid/alias/%E7%8E%8B`,
      'DELETE /v2/other/nonsense/../x',
    ]);
    expect(calls.map(({ template }) => template)).toEqual([
      '/auth',
      '/user/alias/cid/$cid',
      '/user/cid/alias/$alias',
      null,
    ]);
    expect(calls.map(({ http, code: body }) => `${http}/${body}`)).toEqual([
      '200/0',
      '200/0',
      '200/0',
      '404/404',
    ]);
  });

  test('repeated calls are repeated effects, refused calls none', async () => {
    await bind('a');
    await bind('a');
    await bind('a-b');
    await s.raw(
      'POST',
      `${s.root}/user/alias`,
      { token: 'dead' },
      JSON.stringify({ data_list: [{ cid: cid(), alias: 'b' }] }),
    );
    const effects = await s.effects();
    expect(effects).toHaveLength(2);
    expect(effects.map(({ endpoint }) => endpoint)).toEqual(['POST /user/alias', 'POST /user/alias']);
    expect(effects[1]?.changes).toMatchObject([{ cid: cid(), field: 'alias', before: 'a', after: 'a' }]);
  });

  test('400 concurrent binds lose nothing and repeat nothing', async () => {
    const pairs = sample.withoutAlias.slice(0, 400).map((each, i) => ({ cid: each, alias: `c${i}` }));
    const replies = await Promise.all(
      pairs.map((pair) => s.ask('POST', '/user/alias', { data_list: [pair] })),
    );
    expect(replies.every((reply) => reply.code === 0)).toBe(true);
    const seen = (await s.effects()).flatMap(({ changes }) => changes);
    expect(seen).toHaveLength(400);
    expect(new Set(seen.map((change) => change.cid)).size).toBe(400);
    for (const { cid: of, alias } of pairs)
      expect(seen.find((change) => change.cid === of)?.after).toBe(alias);
  });

  test('a request that breaks off in its body changes nothing', async () => {
    const { connect } = await import('node:net');
    const body = JSON.stringify({ data_list: [{ cid: cid(), alias: 'half' }] });
    await new Promise<void>((resolve) => {
      const socket = connect(s.port, '127.0.0.1', () => {
        const head = `POST ${s.root}/user/alias HTTP/1.1\r\nHost: x\r\ntoken: ${s.token()}\r\nContent-Length: ${body.length}\r\n\r\n`;
        socket.write(head + body.slice(0, -3), () => socket.destroy());
      });
      socket.on('close', () => resolve());
    });
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await applied()).toEqual({ alias: null, effects: 0 });
  });
});

describe('the control', () => {
  test('answers this machine only', async () => {
    for (const headers of [
      { host: 'evil.example' },
      { host: `127.0.0.1:${s.port}`, origin: 'http://evil.example' },
    ])
      expect((await s.raw('POST', '/__sandbox/reset', headers as Record<string, string>, '{}')).http).toBe(
        403,
      );
  });

  test('has a page for people', async () => {
    await bind('<b>坏</b>');
    await s.raw('GET', `${s.root}/user/<script>`);
    const page = await s.raw('GET', '/__sandbox/');
    expect(page.http).toBe(200);
    expect(page.text).toContain('<!doctype html>');
    expect(page.text).not.toContain('<script>');
    expect(page.text).toContain('prefers-color-scheme');
  });

  test('the same seed makes the same users, another seed others', async () => {
    const first = await s.sample();
    await s.reset({ seed: 2 });
    const other = await s.sample();
    await s.reset({ seed: 1 });
    expect(await s.sample()).toEqual(first);
    expect(other.withAlias[0]?.cid).not.toBe(first.withAlias[0]?.cid);
  });
});
