import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createGetui, type Getui } from './client';
import { GetuiError } from './errors';
import { APP, cidsOf } from './test-kit';
import { createTransport } from './transport';

/** What the server does to a request, before or after it has applied it. */
const FATES = [
  'answer',
  'answer',
  'answer',
  'cut-before',
  'cut-after',
  'half',
  'html',
  'refuse',
  'dead-token',
  'stall',
  'close',
] as const;
type Fate = (typeof FATES)[number];

/** How often each badge call was applied, by its cid. */
const applied = new Map<string, number>();
const fates = new Map<string, Fate>();

function handle(req: IncomingMessage, res: ServerResponse): void {
  const cid = req.url?.split('/').at(-1) ?? '';
  const fate = fates.get(cid) ?? 'answer';
  if (fate === 'cut-before') return void req.socket.destroy();
  if (fate === 'refuse') return void res.writeHead(400).end('{"code":20001,"msg":"target user is invalid"}');
  if (fate === 'dead-token' && req.headers.token === 'old')
    return void res.writeHead(401).end('{"code":10001}');
  req.resume().on('end', () => {
    applied.set(cid, (applied.get(cid) ?? 0) + 1);
    if (fate === 'cut-after') req.socket.destroy();
    else if (fate === 'half') {
      res.writeHead(200, { 'content-length': 20 }).write('{"code":0');
      setTimeout(() => req.socket.destroy(), 5);
    } else if (fate === 'html') res.writeHead(502).end('<html></html>');
    else if (fate === 'close') res.writeHead(200, { connection: 'close' }).end('{"code":0}');
    else if (fate !== 'stall') res.end('{"code":0,"msg":"success"}');
  });
}

const server = createServer(handle);
const transport = createTransport();
let getui: Getui;
let origin = '';
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const expiresAt = Date.now() + 3_600_000;
  const tokens = {
    read: async () => ({ token: 'old', expiresAt }),
    renew: async () => ({ token: 'new', expiresAt }),
  };
  getui = createGetui({ ...APP, baseUrl: `${origin}/v2` }, { tokens, fetch: transport.fetch });
});
afterAll(async () => {
  await transport.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

test('an effect that adds up is applied at most once, and never silently unknown', async () => {
  const cids = cidsOf(220);
  const seen = new Map<string, string>();
  for (const [i, cid] of cids.entries()) fates.set(cid, FATES[(i * 7) % FATES.length] as Fate);
  await Promise.all(
    cids.map(async (cid) => {
      const result: unknown = await getui.badge
        .set([cid], '+1', { deadlineMs: 800 })
        .catch((error: unknown) => error);
      if (result !== undefined && !(result instanceof GetuiError)) throw result;
      const told = result === undefined ? 'ok' : result.outcome;
      const times = applied.get(cid) ?? 0;
      expect(times, `${fates.get(cid)} was told ${told}`).toBeLessThanOrEqual(1);
      if (told === 'ok') expect(times).toBe(1);
      if (told === 'not-applied') expect(times).toBe(0);
      seen.set(`${fates.get(cid)}`, told);
    }),
  );
  // Stalled calls hold the four connections, so others may run out of time unsent; these fates never go through.
  for (const fate of ['cut-after', 'half', 'html', 'stall', 'refuse'])
    expect(seen.get(fate), fate).not.toBe('ok');
});

test('each fate by itself is told as what it is', async () => {
  const expected: Readonly<Record<Fate, [kind: string, outcome: string]>> = {
    answer: ['ok', 'ok'],
    close: ['ok', 'ok'],
    'dead-token': ['ok', 'ok'],
    'cut-before': ['lost', 'unknown'],
    'cut-after': ['lost', 'unknown'],
    half: ['lost', 'unknown'],
    html: ['server-error', 'unknown'],
    stall: ['timeout', 'unknown'],
    refuse: ['refused', 'not-applied'],
  };
  for (const [i, fate] of Object.keys(expected).entries()) {
    const cid = `single-fate-${i}`;
    fates.set(cid, fate as Fate);
    const result: unknown = await getui.badge
      .set([cid], '+1', { deadlineMs: 300 })
      .catch((error: unknown) => error);
    const told = result instanceof GetuiError ? [result.kind, result.outcome] : ['ok', 'ok'];
    expect(told, fate).toEqual(expected[fate as Fate]);
  }
});
