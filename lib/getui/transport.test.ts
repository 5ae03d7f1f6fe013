import { createServer, type Server as HttpServer } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { HttpFailure, type HttpRequest } from './http';
import { createTransport, type Transport } from './transport';

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

function transport(options?: Parameters<typeof createTransport>[0]): Transport {
  const made = createTransport(options);
  open.push(made);
  return made;
}

async function listen(server: Server | HttpServer): Promise<string> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push({
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(resolve);
      }),
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A server that answers each connection's first bytes with `script`. */
const raw = (script: (socket: Socket) => void) =>
  listen(createTcpServer((socket) => socket.once('data', () => script(socket))));

function request(origin: string, more: Partial<HttpRequest> = {}): HttpRequest & { sent: () => number } {
  let sent = 0;
  return {
    method: 'POST',
    origin,
    path: '/v2/app/user/count',
    headers: { accept: 'application/json' },
    body: '{}',
    timeoutMs: 2_000,
    signal: null,
    onSent: () => {
      sent++;
    },
    sent: () => sent,
    ...more,
  };
}

async function failureOf(promise: Promise<unknown>): Promise<HttpFailure> {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(HttpFailure);
  return error as HttpFailure;
}

describe('answers', () => {
  test('sends method, path, headers and body as given, also with DELETE', async () => {
    const seen: unknown[] = [];
    const origin = await listen(
      createServer((req, res) => {
        let body = '';
        req.on('data', (part) => {
          body += part;
        });
        req.on('end', () => {
          seen.push([req.method, req.url, req.headers.token, body]);
          res.end('{"code":0}');
        });
      }),
    );
    const { fetch } = transport();
    const answer = await fetch(
      request(origin, { method: 'DELETE', headers: { token: 't' }, body: '{"标":1}' }),
    );
    expect(answer).toEqual({ status: 200, retryAfter: null, body: '{"code":0}', bytes: 10 });
    await fetch(request(origin, { method: 'POST', body: null }));
    expect(seen).toEqual([
      ['DELETE', '/v2/app/user/count', 't', '{"标":1}'],
      ['POST', '/v2/app/user/count', undefined, ''],
    ]);
  });

  test('a redirect is an answer, not followed', async () => {
    let calls = 0;
    const origin = await listen(
      createServer((_, res) => {
        calls++;
        res.writeHead(302, { location: '/elsewhere', 'retry-after': '7' }).end();
      }),
    );
    const answer = await transport().fetch(request(origin));
    expect(answer).toMatchObject({ status: 302, retryAfter: '7', body: '' });
    expect(calls).toBe(1);
  });

  test('an interim answer is not the answer', async () => {
    const origin = await raw((socket) =>
      socket.end(
        'HTTP/1.1 103 Early Hints\r\nretry-after: 9\r\ncontent-encoding: gzip\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}',
      ),
    );
    expect(await transport().fetch(request(origin))).toMatchObject({
      status: 200,
      retryAfter: null,
      body: '{}',
    });
  });

  test('reuses connections for calls one after another', async () => {
    let connections = 0;
    const server = createServer((_, res) => res.end('{}'));
    server.on('connection', () => connections++);
    const origin = await listen(server);
    const { fetch } = transport();
    for (let i = 0; i < 5; i++) await fetch(request(origin));
    // A call made from the very tick an answer ends may open one more.
    expect(connections).toBeLessThanOrEqual(2);
  });
});

describe('failures', () => {
  test('a refused connection fails before anything is sent', async () => {
    const server = createTcpServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    const call = request(`http://127.0.0.1:${port}`);
    expect(await failureOf(transport().fetch(call))).toMatchObject({
      reason: 'lost',
      detail: 'ECONNREFUSED',
    });
    expect(call.sent()).toBe(0);
  });

  test('an https address that speaks no TLS fails before anything is sent', async () => {
    const origin = await raw((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    const call = request(origin.replace('http:', 'https:'));
    expect((await failureOf(transport().fetch(call))).reason).toBe('lost');
    expect(call.sent()).toBe(0);
  });

  test.each([
    ['reset without an answer', (socket: Socket) => socket.resetAndDestroy(), 'lost'],
    ['closed without an answer', (socket: Socket) => socket.end(), 'lost'],
    ['cut in the head', (socket: Socket) => socket.end('HTTP/1.1 200 OK\r\nconte'), 'lost'],
    [
      'cut in the body',
      (socket: Socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 90\r\n\r\n{"code":0'),
      'lost',
    ],
    ['not HTTP', (socket: Socket) => socket.end('hello\r\n\r\n'), 'garbled'],
    [
      'bytes that are not UTF-8',
      (socket: Socket) => socket.end(Buffer.concat([head(2), Buffer.from([0xc3, 0x28])])),
      'garbled',
    ],
    [
      'compressed without being asked to',
      (socket: Socket) =>
        socket.end('HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 2\r\n\r\nab'),
      'garbled',
    ],
  ])('%s', async (_, script, reason) => {
    const call = request(await raw(script));
    expect((await failureOf(transport().fetch(call))).reason).toBe(reason);
    expect(call.sent()).toBe(1);
  });

  test('an endless answer is cut at the size limit', async () => {
    const origin = await raw((socket) => {
      socket.write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n');
      const part = `1000\r\n${'x'.repeat(4096)}\r\n`;
      const pump = () => {
        while (!socket.destroyed && socket.write(part));
      };
      socket.on('drain', pump);
      pump();
    });
    const failure = await failureOf(transport({ maxAnswerBytes: 100_000 }).fetch(request(origin)));
    expect(failure).toMatchObject({ reason: 'garbled', detail: 'answer too large' });
  });

  test.each([
    ['silence', () => {}],
    ['a slow drip', drip],
  ])('%s ends at the time limit', async (_, script) => {
    const startedAt = performance.now();
    const failure = await failureOf(transport().fetch(request(await raw(script), { timeoutMs: 150 })));
    expect(failure.reason).toBe('timeout');
    expect(performance.now() - startedAt).toBeLessThan(1_000);
  });

  test('after the time limit the connection is closed, not left to the server', async () => {
    let closed: () => void = () => {};
    const gone = new Promise<void>((resolve) => {
      closed = resolve;
    });
    const origin = await raw((socket) => socket.on('close', closed));
    await failureOf(transport().fetch(request(origin, { timeoutMs: 50 })));
    await gone;
  });

  test('the signal ends it, before and after sending', async () => {
    const origin = await raw(() => {});
    const before = request(origin, { signal: AbortSignal.abort() });
    expect((await failureOf(transport().fetch(before))).reason).toBe('aborted');
    expect(before.sent()).toBe(0);
    const after = request(origin, { signal: AbortSignal.timeout(80) });
    expect((await failureOf(transport().fetch(after))).reason).toBe('aborted');
    expect(after.sent()).toBe(1);
  });

  test('what ended while it waited for a connection is never sent', async () => {
    let requests = 0;
    const origin = await listen(
      createServer((_, res) => {
        requests++;
        setTimeout(() => res.end('{}'), 200);
      }),
    );
    const { fetch } = transport({ connections: 1 });
    const first = fetch(request(origin));
    const second = request(origin, { timeoutMs: 50 });
    expect((await failureOf(fetch(second))).reason).toBe('timeout');
    await first;
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(second.sent()).toBe(0);
    expect(requests).toBe(1);
  });
});

function head(length: number): Buffer {
  return Buffer.from(`HTTP/1.1 200 OK\r\ncontent-length: ${length}\r\n\r\n`);
}

function drip(socket: Socket): void {
  socket.write('HTTP/1.1 200 OK\r\ncontent-length: 90\r\n\r\n');
  const timer = setInterval(() => socket.write('x'), 20);
  socket.on('close', () => clearInterval(timer));
}
