import { describe, expect, test } from 'vitest';
import { sign } from './auth';
import type { Getui } from './client';
import { CID, cidsOf, errorOf, OK, type Reply, refusal, scripted } from './test-kit';

const lost: Reply = { fail: 'lost', sent: true };
const refused: Reply = { fail: 'lost', sent: false };
const html: Reply = { status: 502, text: '<html>Bad Gateway</html>' };
const noAlias: Reply = { json: { code: 0, msg: 'success', data: {} } };

describe('requests', () => {
  test('carry token, request id and a body only where there is one', async () => {
    const { getui, calls, auths, clock } = scripted(() => OK);
    await getui.aliases.bind([{ cid: CID, alias: '张三_1' }], { requestId: 'req-1' });
    await getui.blacklist.add([CID, CID.replace('0', 'f')]);
    expect(calls[0]).toMatchObject({
      method: 'POST',
      origin: 'https://upstream.test',
      path: '/v2/testAppId0001/user/alias',
      headers: {
        token: 'token-1',
        'x-request-id': 'req-1',
        'content-type': 'application/json;charset=utf-8',
      },
      body: JSON.stringify({ data_list: [{ cid: CID, alias: '张三_1' }] }),
    });
    expect(calls[1]?.body).toBeNull();
    expect(calls[1]?.headers['content-type']).toBeUndefined();
    expect(calls[1]?.path).toBe(`/v2/testAppId0001/user/black/cid/${CID},${CID.replace('0', 'f')}`);
    const timestamp = String(clock.now());
    expect(auths).toHaveLength(1);
    expect(auths[0]?.headers.token).toBeUndefined();
    expect(JSON.parse(auths[0]?.body ?? '')).toEqual({
      appkey: 'testAppKey0001',
      timestamp,
      sign: sign('testAppKey0001', timestamp, 'testMasterSecret0001'),
    });
  });

  test('the signature is lower-case hex of sha256 over key, time and secret', () => {
    // printf 'abc' | sha256sum
    expect(sign('a', 'b', 'c')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });

  test('onSent is called once per try of the call, not for the token', async () => {
    let sent = 0;
    const { getui, clock } = scripted((_, call) => (call === 1 ? lost : noAlias));
    await clock.until(getui.aliases.byCid(CID, { onSent: () => sent++ }));
    expect(sent).toBe(2);
  });

  test('does not run where there is a window', () => {
    Object.assign(globalThis, { window: {} });
    try {
      expect(() => scripted(() => OK)).toThrow('browsers');
    } finally {
      Reflect.deleteProperty(globalThis, 'window');
    }
  });
});

describe('tries', () => {
  test.each([
    ['lost', lost],
    ['unreachable', refused],
    ['a timeout', { fail: 'timeout', sent: true } as Reply],
    ['HTML with 502', html],
    ['garbage', { text: '{"code":' } as Reply],
    ['no envelope', { json: [] } as Reply],
    ['busy', refusal(2)],
  ])('a read is tried three times at most: %s', async (_, reply) => {
    const { getui, clock, calls } = scripted(() => reply);
    const error = await errorOf(clock.until(getui.aliases.byCid(CID)));
    expect(calls).toHaveLength(3);
    expect(clock.slept.slice(-2)).toEqual([100, 200]);
    expect(error.outcome).toBe('not-applied');
  });

  test.each([
    ['refused', refusal(20001, 400)],
    ['rate-limited', refusal(10005, 401)],
    ['not-enabled', refusal(30020, 403)],
    ['wrong-host', refusal(301)],
  ])('a read that is %s is not tried again', async (kind, reply) => {
    const { getui, clock, calls } = scripted(() => reply);
    expect((await errorOf(clock.until(getui.aliases.byCid(CID)))).kind).toBe(kind);
    expect(calls).toHaveLength(1);
  });

  test('Retry-After is waited for where it fits the deadline', async () => {
    const { getui, clock, calls } = scripted((_, call) =>
      call === 1 ? { status: 429, text: '', retryAfter: '3' } : noAlias,
    );
    await clock.until(getui.aliases.byCid(CID));
    expect(clock.slept.at(-1)).toBe(3_000);
    expect(calls).toHaveLength(2);
    const error = await errorOf(
      clock.until(scripted(() => ({ status: 429, text: '', retryAfter: '60' })).getui.aliases.byCid(CID)),
    );
    expect(error).toMatchObject({ kind: 'rate-limited', retryAfterMs: 60_000, known: true });
  });

  test.each([
    ['lost', lost, 'lost'],
    ['timed out', { fail: 'timeout', sent: true } as Reply, 'timeout'],
    ['HTML with 502', html, 'server-error'],
    ['garbage with 200', { text: 'ok' } as Reply, 'garbled'],
    ['code 0 with HTTP 500', { status: 500, json: { code: 0, msg: '' } } as Reply, 'garbled'],
    ['a refusal with HTTP 500', refusal(20001, 500), 'server-error'],
    ['a redirect', { status: 302, text: '' } as Reply, 'garbled'],
  ])('a write that is %s is unknown and never sent again', async (_, reply, kind) => {
    const writes: ((g: Getui) => Promise<unknown>)[] = [
      (g: Getui) => g.aliases.bind([{ cid: CID, alias: 'a' }]),
      (g: Getui) => g.tags.replace(CID, ['a']),
      (g: Getui) => g.tags.add('a', [CID]),
      (g: Getui) => g.blacklist.remove([CID]),
      (g: Getui) => g.badge.set([CID], '+1'),
      (g: Getui) => g.deviceTokens.bind('wx', [{ cid: CID, deviceToken: null }]),
    ];
    for (const write of writes) {
      const { getui, clock, calls } = scripted(() => reply);
      const error = await errorOf(clock.until(write(getui)));
      expect(error).toMatchObject({ kind, outcome: 'unknown', known: false });
      expect(calls).toHaveLength(1);
    }
  });

  test.each([
    ['a refusal', refusal(20001, 400), 'refused'],
    ['a limit', refusal(30012, 403), 'rate-limited'],
    ['429 without a body', { status: 429, text: '' } as Reply, 'rate-limited'],
    ['414', { status: 414, text: '' } as Reply, 'too-long'],
  ])('%s to a write is certain', async (_, reply, kind) => {
    const { getui, calls } = scripted(() => reply);
    expect(await errorOf(getui.tags.add('a', [CID]))).toMatchObject({
      kind,
      outcome: 'not-applied',
      known: true,
    });
    expect(calls).toHaveLength(1);
  });

  test('what never left is sent again for effects that set, not for those that add or create', async () => {
    const set = scripted((_, call) => (call < 3 ? refused : OK));
    await set.clock.until(set.getui.blacklist.add([CID]));
    expect(set.calls).toHaveLength(3);
    const add = scripted(() => refused);
    const error = await errorOf(add.clock.until(add.getui.badge.set([CID], '+1')));
    expect(error).toMatchObject({ kind: 'unreachable', outcome: 'not-applied' });
    expect(add.calls).toHaveLength(1);
  });

  test('a write refused once and lost the second time is unknown', async () => {
    const { getui, clock } = scripted((_, call) => (call === 1 ? refused : lost));
    expect(await errorOf(clock.until(getui.blacklist.add([CID])))).toMatchObject({
      kind: 'lost',
      known: false,
    });
  });
});

describe('an outage', () => {
  test('adds no more than forty second tries, and one for every ten calls that work again', async () => {
    let down = true;
    const { getui, clock, calls } = scripted(() => (down ? lost : noAlias));
    await getui.auth.renew();
    for (let i = 0; i < 400; i++) await errorOf(clock.until(getui.aliases.byCid(CID)));
    expect(calls.length).toBe(440);
    down = false;
    for (let i = 0; i < 20; i++) await getui.aliases.byCid(CID);
    down = true;
    calls.length = 0;
    for (let i = 0; i < 10; i++) await errorOf(clock.until(getui.aliases.byCid(CID)));
    expect(calls.length).toBe(12);
  });
});

describe('time', () => {
  test('a read leaves room for another try, a write has all the time there is', async () => {
    const { getui, calls } = scripted(() => noAlias);
    await getui.aliases.byCid(CID);
    await getui.aliases.byCid(CID, { deadlineMs: 700 });
    await getui.aliases.bind([{ cid: CID, alias: 'a' }]);
    expect(calls.map((call) => call.timeoutMs)).toEqual([10_000, 700, 30_000]);
  });

  test('the deadline covers the wait for a token', async () => {
    const { getui, clock, calls } = scripted(() => OK, { auth: () => new Promise(() => {}) });
    const error = await errorOf(clock.until(getui.blacklist.add([CID], { deadlineMs: 500 })));
    expect(error).toMatchObject({ kind: 'timeout', outcome: 'not-applied' });
    expect(calls).toHaveLength(0);
  });

  test('the deadline covers all parts of a method: what comes too late is not sent', async () => {
    const { getui, clock, calls } = scripted(async () => {
      await clock.advance(400);
      return { json: { code: 0, data: {} } };
    });
    const error = await errorOf(getui.users.deviceStatus(cidsOf(1000), { deadlineMs: 1_000 }));
    expect(error).toMatchObject({ kind: 'timeout', outcome: 'not-applied' });
    expect(calls.length).toBeLessThan(10);
  });

  test('a call aborted before it begins is not sent', async () => {
    const { getui, calls } = scripted(() => OK);
    await getui.auth.renew();
    const error = await errorOf(getui.badge.set([CID], '+1', { signal: AbortSignal.abort() }));
    expect(error).toMatchObject({ kind: 'aborted', outcome: 'not-applied' });
    expect(calls).toHaveLength(0);
  });

  test('no pause goes beyond the deadline', async () => {
    const { getui, clock, calls } = scripted(() => lost);
    await errorOf(clock.until(getui.aliases.byCid(CID, { deadlineMs: 150 })));
    expect(calls).toHaveLength(2);
  });

  test('a signal ends the wait for a token and for the next try', async () => {
    const stuck = scripted(() => OK, { auth: () => new Promise(() => {}) });
    const stop = new AbortController();
    const waiting = errorOf(stuck.getui.blacklist.add([CID], { signal: stop.signal }));
    stop.abort();
    expect(await waiting).toMatchObject({ kind: 'aborted', outcome: 'not-applied' });

    const second = new AbortController();
    const retrying = scripted(() => lost);
    const failed = errorOf(retrying.getui.aliases.byCid(CID, { signal: second.signal }));
    await new Promise((resolve) => setImmediate(resolve));
    second.abort();
    expect((await failed).kind).toBe('lost');
    expect(retrying.calls).toHaveLength(1);
  });
});

describe('telling', () => {
  test('records hold the template and figures, nothing of the content', async () => {
    const alias = 'geheim_alias';
    const { getui, records, clock } = scripted((_, call) =>
      call === 1 ? lost : { json: { code: 0, msg: 'success', data: { cid: [CID] } } },
    );
    await clock.until(getui.aliases.byAlias(alias, { requestId: 'r1' }));
    expect(
      records.map((one) => [one.endpoint, one.attempt, one.status, one.code, one.outcome, one.kind]),
    ).toEqual([
      ['POST /auth', 1, 200, 0, 'ok', null],
      ['GET /user/cid/alias/$alias', 1, null, null, 'not-applied', 'lost'],
      ['GET /user/cid/alias/$alias', 2, 200, 0, 'ok', null],
    ]);
    const text = JSON.stringify(records);
    for (const secret of [alias, CID, 'token-1', 'testMasterSecret0001', 'testAppKey0001'])
      expect(text).not.toContain(secret);
  });

  test('a listener that throws changes nothing', async () => {
    const onCall = () => {
      throw new Error('listener');
    };
    const { getui, calls } = scripted(() => OK, { onCall });
    await getui.badge.set([CID], '+1');
    expect(calls).toHaveLength(1);
  });

  test("errors hold no content; the upstream's words are masked and cut", async () => {
    const echo = scripted((request) =>
      refusal(20001, 400, `token ${request.headers.token} secret testMasterSecret0001\n${'x'.repeat(500)}`),
    );
    const error = await errorOf(echo.getui.aliases.byAlias('geheim_alias'));
    const text = `${error.message} ${JSON.stringify(error)} ${error.stack}`;
    for (const secret of ['geheim_alias', 'token-1', 'testMasterSecret0001'])
      expect(text).not.toContain(secret);
    expect(error.msg).toMatch(/^token \*\*\* secret \*\*\* x+$/);
    expect(error.msg?.length).toBeLessThanOrEqual(300);
    expect(error.message).toBe('GET /user/cid/alias/$alias: refused, code 20001, HTTP 400');
  });

  test('usage errors name the rule and the place, not the value, and nothing is sent', async () => {
    const { getui, calls, auths } = scripted(() => OK);
    const error = await errorOf(
      getui.aliases.bind([
        { cid: CID, alias: 'ok' },
        { cid: CID, alias: 'not ok!' },
      ]),
    );
    expect(error).toMatchObject({
      kind: 'usage',
      outcome: 'not-applied',
      message: expect.stringContaining('1.alias: charset'),
    });
    expect(error.message).not.toContain('not ok!');
    expect((await errorOf(getui.aliases.byCid(CID, { requestId: 'a b' }))).kind).toBe('usage');
    for (const deadlineMs of [0, -1, Number.NaN, Number.POSITIVE_INFINITY])
      expect((await errorOf(getui.aliases.byCid(CID, { deadlineMs }))).kind).toBe('usage');
    expect([calls, auths]).toEqual([[], []]);
  });
});
