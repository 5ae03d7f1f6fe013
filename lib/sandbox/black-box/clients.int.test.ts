import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Bench, openSandbox, rawExchange, type Sample } from './kit';

// Requests byte for byte as the vendor's own clients put them on the wire: Java 1.0.11 (Apache HttpClient, Gson) and
// PHP of 2021 (curl), the two official ones.
let s: Bench;
let sample: Sample;
beforeAll(async () => {
  s = await openSandbox({ users: 2_000, dialect: { tagBindDelayMs: 0 } });
});
afterAll(() => s.close());
beforeEach(async () => {
  await s.reset();
  await s.signIn();
  sample = await s.sample();
});

const cid = (n = 0) => sample.withoutAlias[n] ?? '';

type Parts = { path: string; headers: string[]; body?: string };

/** Sends one request of raw bytes; answers the status and the parsed body. */
async function exchange(method: string, { path, headers, body }: Parts) {
  const length = body === undefined ? [] : [`Content-Length: ${Buffer.byteLength(body)}`];
  const lines = [`${method} ${s.root}${path} HTTP/1.1`, `Host: 127.0.0.1:${s.port}`, ...headers, ...length];
  const text = await rawExchange(s.port, `${lines.join('\r\n')}\r\n\r\n${body ?? ''}`);
  return { status: Number(text.slice(9, 12)), text };
}

const java = (method: string, path: string, body?: unknown) =>
  exchange(method, {
    path,
    headers: [
      `token: ${s.token()}`,
      'sdkVersion: 1.0.11.0',
      'openStableDomain: true',
      'domainHash: 5f4dcc3b5aa765d61d8327deb882cf99',
      'User-Agent: GeTui RAS2 Httpclient/1.0',
      'Accept-Encoding: gzip,deflate',
      'Connection: Keep-Alive',
      ...(body === undefined ? [] : ['Content-Type: application/json; charset=UTF-8']),
    ],
    body: body === undefined ? undefined : JSON.stringify(body),
  });

/** PHP encodes its arguments whatever they are: without any, the body is the word null. */
const php = (method: string, path: string, body?: unknown) =>
  exchange(method, {
    path,
    headers: [
      'User-Agent: Mozilla/4.0 (compatible; MSIE 5.01; Windows NT 5.0)',
      'Accept: */*',
      'Content-Type:application/json;charset=utf-8',
      `token: ${s.token()}`,
    ],
    body: method === 'GET' ? undefined : JSON.stringify(body ?? null),
  });

const SUCCESS = /^HTTP\/1\.1 200 [\s\S]*\r\n\r\n\{"code":0,/;

describe('the Java client', () => {
  test('signs in with a number, without the token header', async () => {
    const reply = await exchange('POST', {
      path: '/auth',
      headers: [
        'sdkVersion: 1.0.11.0',
        'openStableDomain: true',
        'Content-Type: application/json; charset=UTF-8',
      ],
      body: JSON.stringify(s.signed(Date.now())),
    });
    expect(reply.text).toMatch(SUCCESS);
  });

  test('binds with alias_type beside the list, unbinds with a body under DELETE', async () => {
    const body = { data_list: [{ cid: cid(), alias: 'java' }], alias_type: 'default' };
    expect((await java('POST', '/user/alias', body)).text).toMatch(SUCCESS);
    expect((await java('GET', `/user/alias/cid/${cid()}?alias_type=default`)).text).toContain(
      '{"alias":"java"}',
    );
    expect((await java('DELETE', '/user/alias', body)).text).toMatch(SUCCESS);
    expect((await java('GET', `/user/alias/cid/${cid()}?alias_type=default`)).text).not.toContain('java');
  });

  test('counts and binds device tokens on paths that end in a slash', async () => {
    const tag = [{ key: 'phone_type', values: ['android', 'ios'], opt_type: 'or' }];
    expect((await java('POST', '/user/count/', { tag })).text).toContain('{"user_count":2000}');
    const dt_list = [{ cid: cid(), device_token: 'oX' }];
    expect((await java('POST', '/user/bind_dt/wx', { dt_list })).text).toMatch(SUCCESS);
    expect((await java('POST', '/user/bind_dt/wx/', { dt_list })).text).toMatch(SUCCESS);
  });

  test('posts to the blacklist without body and without length', async () => {
    expect((await java('POST', `/user/black/cid/${cid(0)},${cid(1)}`)).text).toMatch(SUCCESS);
    expect((await java('DELETE', `/user/black/cid/${cid(0)},${cid(1)}`)).text).toMatch(SUCCESS);
  });

  test('sends badges as "+1", tags under DELETE with a body, escaped Chinese', async () => {
    expect((await java('POST', `/user/badge/cid/${cid()}`, { badge: '+1' })).text).toMatch(SUCCESS);
    const path = `/user/custom_tag/batch/${encodeURIComponent('足球')}`;
    expect((await java('PUT', path, { cid: [cid()] })).text).toContain(`{"${cid()}":"true"}`);
    expect((await java('DELETE', path, { cid: [cid()] })).text).toContain(`{"${cid()}":"true"}`);
  });

  test('signs out with its token header', async () => {
    expect((await java('DELETE', `/auth/${s.token()}`)).text).toMatch(SUCCESS);
    expect((await java('GET', `/user/alias/cid/${cid()}`)).status).toBe(401);
  });

  test('probes its hosts and uploads its health reports', async () => {
    const probe = await rawExchange(
      s.port,
      `HEAD /v2/check HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n`,
    );
    expect(probe).toMatch(/^HTTP\/1\.1 200 /);
    expect((await java('POST', '/log/upload', { data: [] })).status).toBe(200);
  });
});

describe('the PHP client', () => {
  test('signs in with a text', async () => {
    const reply = await exchange('POST', {
      path: '/auth',
      headers: ['Content-Type:application/json;charset=utf-8'],
      body: JSON.stringify(s.signed(String(Date.now()))),
    });
    expect(reply.text).toMatch(SUCCESS);
  });

  test('sends the literal null where there is no body', async () => {
    expect((await php('POST', `/user/black/cid/${cid()}`)).text).toMatch(SUCCESS);
    expect((await s.user(cid())).black).toBe(true);
    expect((await php('DELETE', `/user/black/cid/${cid()}`)).text).toMatch(SUCCESS);
    expect((await s.user(cid())).black).toBe(false);
    expect((await php('DELETE', '/user/alias/nobody')).text).toMatch(SUCCESS);
  });

  test('puts Chinese into paths as raw bytes, on a connection that is kept', async () => {
    await s.ask('POST', '/user/alias', { data_list: [{ cid: cid(), alias: '王五' }] });
    expect((await php('GET', '/user/cid/alias/王五')).text).toContain(cid());
    expect((await php('PUT', '/user/custom_tag/batch/足球', { cid: [cid()] })).text).toContain('"true"');
    expect((await s.user(cid())).tags).toContain('足球');
    expect((await php('DELETE', '/user/alias/王五')).text).toMatch(SUCCESS);
    expect(await s.holders('王五')).toEqual([]);
  });

  test('sends badges as numbers and two conditions of one key', async () => {
    expect((await php('POST', `/user/badge/cid/${cid()}`, { badge: 10 })).text).toMatch(SUCCESS);
    const tag = ['甲', '乙'].map((value) => ({ key: 'custom_tag', values: [value], opt_type: 'and' }));
    expect((await php('POST', '/user/count', { tag })).text).toContain('{"user_count":0}');
  });
});

test('curl as the page shows it: a body under DELETE, upper-case type, Number -8', async () => {
  const headers = [
    'Content-Type: application/json;charset=utf-8',
    `token: ${s.token()}`,
    'User-Agent: curl/8.5.0',
    'Accept: */*',
  ];
  const body = JSON.stringify({ data_list: [{ cid: cid(), alias: 'x' }] });
  expect((await exchange('DELETE', { path: '/user/alias', headers, body })).text).toMatch(SUCCESS);
  const badge = JSON.stringify({ badge: -8 });
  expect((await exchange('POST', { path: `/user/badge/cid/${cid()}`, headers, body: badge })).text).toMatch(
    SUCCESS,
  );
});

test('answers are JSON in UTF-8 with a length', async () => {
  const { text } = await java('GET', `/user/alias/cid/${cid()}`);
  expect(text.toLowerCase()).toContain('content-type: application/json;charset=utf-8');
  expect(text.toLowerCase()).toContain('content-length: ');
});
