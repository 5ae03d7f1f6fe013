import type { AddressInfo } from 'node:net';
import { createServer, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { systemClock } from '../core/clock';
import { createGetui, type Getui } from './client';
import { ENDPOINTS, type EndpointId } from './endpoints';
import { GetuiUsageError } from './errors';
import { assertPath, CHANNELS, type Channel, pathOf } from './path';
import { CORPUS } from './path-corpus';
import { Pipeline } from './pipeline';
import { APP, CID } from './test-kit';
import { createTransport } from './transport';

type Send = (getui: Getui, hostile: string) => Promise<unknown>;
const SENDS: Readonly<Partial<Record<EndpointId, Send>>> = {
  'GET /user/alias/cid/$cid': (g, x) => g.aliases.byCid(x),
  'GET /user/cid/alias/$alias': (g, x) => g.aliases.byAlias(x),
  'DELETE /user/alias/$alias': (g, x) => g.aliases.release(x),
  'POST /user/custom_tag/cid/$cid': (g, x) => g.tags.replace(x, ['a']),
  'PUT /user/custom_tag/batch/$tag': (g, x) => g.tags.add(x, [CID]),
  'DELETE /user/custom_tag/batch/$tag': (g, x) => g.tags.remove(x, [CID]),
  'GET /user/custom_tag/cid/$cid': (g, x) => g.tags.ofCid(x),
  'POST /user/black/cid/$cids': (g, x) => g.blacklist.add([CID, x]),
  'DELETE /user/black/cid/$cids': (g, x) => g.blacklist.remove([x, CID]),
  'GET /user/status/$cids': (g, x) => g.users.status([CID, x]),
  'GET /user/deviceStatus/$cids': (g, x) => g.users.deviceStatus([x]),
  'GET /user/detail/$cids': (g, x) => g.users.detail([x, CID]),
  'POST /user/badge/cid/$cids': (g, x) => g.badge.set([x, CID], '1'),
  'POST /user/bind_dt/$channel': (g, x) =>
    g.deviceTokens.bind(x as Channel, [{ cid: CID, deviceToken: null }]),
};
const WITH_PARAMETER = (Object.keys(ENDPOINTS) as EndpointId[]).filter((id) => id.includes('$'));

/** Answers every request with code 0 and keeps the raw first line, before any URL parser has touched it. */
function recorder() {
  const lines: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    let rest = '';
    socket.on('error', () => {});
    socket.on('data', (data) => {
      rest += data.toString('latin1');
      for (let end = rest.indexOf('\r\n\r\n'); end !== -1; end = rest.indexOf('\r\n\r\n')) {
        const length = Number(/\r\ncontent-length: (\d+)/i.exec(rest.slice(0, end))?.[1] ?? 0);
        if (rest.length < end + 4 + length) return;
        lines.push(rest.slice(0, rest.indexOf('\r\n')));
        rest = rest.slice(end + 4 + length);
        socket.write('HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n{"code":0}');
      }
    });
  });
  const close = () => {
    for (const socket of sockets) socket.destroy();
    server.close();
  };
  return { server, lines, close };
}

describe('hostile path parameters', () => {
  const wire = recorder();
  const transport = createTransport();
  let getui: Getui;
  beforeAll(async () => {
    await new Promise<void>((resolve) => wire.server.listen(0, '127.0.0.1', resolve));
    const baseUrl = `http://127.0.0.1:${(wire.server.address() as AddressInfo).port}/v2/`;
    const stored = { token: 'a-token', expiresAt: Date.now() + 3_600_000 };
    const tokens = { read: async () => stored, renew: async () => stored };
    getui = createGetui({ ...APP, baseUrl }, { tokens, fetch: transport.fetch });
  });
  afterAll(async () => {
    await transport.close();
    wire.close();
  });

  test('the corpus is large, and every endpoint with a parameter is tried', () => {
    expect(CORPUS.length).toBeGreaterThanOrEqual(500);
    expect([...Object.keys(SENDS), 'DELETE /auth/$token'].sort()).toEqual([...WITH_PARAMETER].sort());
  });

  test.each(Object.entries(SENDS))(
    '%s: no request leaves with another path than its template',
    async (id, send) => {
      const { method, template } = ENDPOINTS[id as EndpointId];
      const fixed = `${method} /v2/${APP.appId}${template.slice(0, template.indexOf('$'))}`;
      for (const hostile of CORPUS) {
        wire.lines.length = 0;
        const error: unknown = await send(getui, hostile).then(
          () => null,
          (reason: unknown) => reason,
        );
        const tag = JSON.stringify(hostile);
        if (error instanceof GetuiUsageError) {
          expect(wire.lines, tag).toEqual([]);
          continue;
        }
        // An answer that cannot be read is fine here: `{"code":0}` suits few endpoints.
        expect(wire.lines, tag).toHaveLength(1);
        const [line = ''] = wire.lines;
        expect(line.startsWith(fixed), `${tag} sent ${line}`).toBe(true);
        const parameter = line.slice(fixed.length, -' HTTP/1.1'.length);
        expect(parameter, tag).toMatch(/^(?:[\w.!~*'(),-]|%[0-9A-F]{2})+$/);
        const parsed = new URL(`http://h${line.split(' ')[1]}`);
        expect(parsed.pathname, tag).toBe(line.split(' ')[1]);
        expect(parsed.pathname.split('/').length, tag).toBe(fixed.split('/').length);
        if (!template.endsWith('$cids')) expect(decodeURIComponent(parameter), tag).toBe(hostile);
      }
    },
  );

  test('tokens from the upstream are held to the same rule', () => {
    for (const hostile of CORPUS) {
      let path: string;
      try {
        path = pathOf('DELETE /auth/$token', hostile);
      } catch (error) {
        expect(error).toBeInstanceOf(GetuiUsageError);
        continue;
      }
      const url = new URL(`http://h/v2/app${path}`);
      expect([url.pathname, url.search, url.hash]).toEqual([
        `/v2/app/auth/${encodeURIComponent(hostile)}`,
        '',
        '',
      ]);
    }
  });

  test('cids: nothing but letters, digits, underscore and hyphen passes', async () => {
    for (const hostile of CORPUS.filter((one) => !/^[\w-]{8,64}$/.test(one)))
      await expect(getui.users.status([hostile]), JSON.stringify(hostile)).rejects.toBeInstanceOf(
        GetuiUsageError,
      );
  });
});

describe('what a proxy might decode once more', () => {
  const refused = [
    'a/b',
    'a\\b',
    'a%2fb',
    'a%2Eb',
    'a%5cb',
    'a%00b',
    'a%252fb',
    'a\u0000b',
    'a\nb',
    'a\u0085b',
    'a\u2028b',
    '\ud800',
    '.',
    '..',
    '',
  ];
  test.each(refused)('%j is refused though it could be encoded', (text) => {
    for (const id of ['GET /user/cid/alias/$alias', 'PUT /user/custom_tag/batch/$tag'] as const)
      expect(() => pathOf(id, text)).toThrow(GetuiUsageError);
  });
});

describe('the last check', () => {
  const id = 'GET /user/cid/alias/$alias';
  const at = (path: string) => () => assertPath(id, 'https://h.test', path);
  test.each([
    '/v2/a/..',
    '/v2/a/%2e%2e/b',
    '/v2/./a',
    '/v2/a?b',
    '/v2/a#b',
    '/v2/a?',
    '/v2\\a',
    '/v2/a b',
    '/v2/汉',
  ])('%s does not pass', (path) => expect(at(path)).toThrow(GetuiUsageError));
  test('a plain path passes', () => expect(at('/v2/app/user/cid/alias/%E6%B1%89')).not.toThrow());
  test('the host is part of it', () =>
    expect(() => assertPath(id, 'https://h.test@evil.test', '/a')).toThrow(GetuiUsageError));
});

describe('legal parameters', () => {
  test.each([
    ['GET /user/cid/alias/$alias', '张三_Ab9', '/user/cid/alias/%E5%BC%A0%E4%B8%89_Ab9'],
    ['GET /user/cid/alias/$alias', 'a.b@example.com', '/user/cid/alias/a.b%40example.com'],
    ['PUT /user/custom_tag/batch/$tag', '50%,VIP?', '/user/custom_tag/batch/50%25%2CVIP%3F'],
    ['GET /user/status/$cids', [CID, 'ABCD_efg-1'], `/user/status/${CID},ABCD_efg-1`],
    ['DELETE /auth/$token', 'ab+c/='.replace('/', '_'), '/auth/ab%2Bc_%3D'],
  ] as const)('%s %s', (id, value, path) => {
    expect(pathOf(id, value)).toBe(path);
  });

  test('every channel of the page passes, no other', () => {
    for (const channel of CHANNELS)
      expect(pathOf('POST /user/bind_dt/$channel', channel)).toBe(`/user/bind_dt/${channel}`);
    expect(() => pathOf('POST /user/bind_dt/$channel', 'WX')).toThrow(GetuiUsageError);
  });

  test('a base address may have a path of its own, and nothing else', () => {
    const make =
      (baseUrl: string, appId = APP.appId) =>
      () =>
        createGetui(
          { ...APP, baseUrl, appId },
          { tokens: { read: async () => null, renew: async () => ({ token: '', expiresAt: 0 }) } },
        );
    for (const baseUrl of ['ftp://h/v2', 'h/v2', 'http://u:p@h/v2', 'http://h/v2?x', 'http://h/v2#x', ''])
      expect(make(baseUrl), baseUrl).toThrow(GetuiUsageError);
    for (const appId of ['..', 'a/b', '', 'a?b', 'x'.repeat(65)])
      expect(make(APP.baseUrl, appId), appId).toThrow(GetuiUsageError);
    expect(make('http://127.0.0.1:9700/v2/')).not.toThrow();
  });
});

test('the pipeline makes the last check before it asks for a connection', async () => {
  const fetched: string[] = [];
  const pipeline = new Pipeline({
    origin: 'https://h.test',
    root: '/v2/app',
    fetch: async ({ path }) => {
      fetched.push(path);
      return { status: 200, retryAfter: null, body: '{"code":0}', bytes: 10 };
    },
    clock: systemClock,
    random: () => 0,
    onCall: null,
    secrets: [],
    deadlineMs: 1_000,
    tryTimeoutMs: 1_000,
  });
  const id = 'DELETE /user/alias/$alias';
  await pipeline.run({ id, path: '/user/alias/a' }, pipeline.span(id), null);
  const collapsing = pipeline.run({ id, path: '/user/alias/..' }, pipeline.span(id), null);
  await expect(collapsing).rejects.toBeInstanceOf(GetuiUsageError);
  expect(fetched).toEqual(['/v2/app/user/alias/a']);
});
