import { describe, expect, test } from 'vitest';
import { CID, errorOf, ManualClock, OK, quiet, type Reply, refusal, scripted } from './test-kit';
import { memoryTokenStore, TokenSource } from './token';
import type { StoredToken } from './types';

const dead = refusal(10001, 401, 'token is invalid');
const none: Reply = { json: { code: 0, data: {} } };
const DAY_MS = 86_400_000;

describe('code 10001', () => {
  test('200 calls answered with it at once: one token request, one replay each', async () => {
    const { getui, calls, auths } = scripted((request) =>
      request.headers.token === 'token-1' ? dead : none,
    );
    await getui.aliases.byCid(CID);
    expect([auths.length, calls.length]).toEqual([2, 2]);

    const crowd = scripted(async (request) => {
      await quiet();
      return request.headers.token === 'token-1' ? dead : none;
    });
    await Promise.all(Array.from({ length: 200 }, () => crowd.getui.aliases.byCid(CID)));
    expect(crowd.auths).toHaveLength(2);
    expect(crowd.calls).toHaveLength(400);
    expect(crowd.calls.slice(200).every((call) => call.headers.token === 'token-2')).toBe(true);
  });

  test('two clients on one store share one renewal', async () => {
    const clock = new ManualClock();
    const tokens = memoryTokenStore(clock);
    let issued = 0;
    const auth = () => {
      issued++;
      return { json: { code: 0, data: { token: `shared-${issued}`, expire_time: clock.now() + DAY_MS } } };
    };
    const script = (request: { headers: Readonly<Record<string, string>> }) =>
      request.headers.token === 'shared-1' ? dead : none;
    const [a, b] = [scripted(script, { auth, tokens, clock }), scripted(script, { auth, tokens, clock })];
    await Promise.all([a.getui.aliases.byCid(CID), b.getui.aliases.byCid(CID), a.getui.aliases.byCid(CID)]);
    expect(issued).toBe(2);
  });

  test('a write is replayed once, as the first answer is certain; then it is an error', async () => {
    const once = scripted((_, call) => (call === 1 ? dead : OK));
    await once.getui.badge.set([CID], '+1');
    expect(once.calls).toHaveLength(2);

    const always = scripted(() => dead);
    const error = await errorOf(always.getui.badge.set([CID], '+1'));
    expect(error).toMatchObject({ kind: 'credentials', code: 10001, outcome: 'not-applied' });
    expect([always.calls.length, always.auths.length]).toEqual([2, 2]);
  });

  test('one replay per call, also when a second try of a read meets it again', async () => {
    const { getui, clock, calls } = scripted((_, call) => (call === 2 ? { fail: 'lost', sent: true } : dead));
    expect((await errorOf(clock.until(getui.aliases.byCid(CID)))).kind).toBe('credentials');
    expect(calls).toHaveLength(3);
  });

  test('after a 5xx it is not certain, so the write is not replayed', async () => {
    const { getui, calls } = scripted(() => refusal(10001, 500));
    expect(await errorOf(getui.badge.set([CID], '+1'))).toMatchObject({ outcome: 'unknown' });
    expect(calls).toHaveLength(1);
  });

  test.each([10002, 10003, 10004, 10005])('HTTP 401 with code %i asks for no token', async (code) => {
    const { getui, auths, calls } = scripted(() => refusal(code, 401));
    await errorOf(getui.aliases.byCid(CID));
    expect([auths.length, calls.length]).toEqual([1, 1]);
  });

  test('HTTP 401 without a code asks for no token', async () => {
    const { getui, auths, clock } = scripted(() => ({ status: 401, text: 'Unauthorized' }));
    expect((await errorOf(clock.until(getui.aliases.byCid(CID)))).kind).toBe('garbled');
    expect(auths).toHaveLength(1);
  });
});

describe('getting a token', () => {
  test('a failure reaches everybody who waits, as an error of the token request', async () => {
    const { getui, calls, auths } = scripted(() => OK, {
      auth: () => refusal(20001, 400, 'sign is invalid'),
    });
    const errors = await Promise.all([1, 2, 3].map(() => errorOf(getui.blacklist.add([CID]))));
    for (const error of errors)
      expect(error).toMatchObject({
        kind: 'credentials',
        endpoint: 'POST /auth',
        outcome: 'not-applied',
        msg: 'sign is invalid',
      });
    expect([calls.length, auths.length]).toEqual([0, 1]);
  });

  test('an outage costs at most ten token requests a minute', async () => {
    const { getui, clock, auths } = scripted(() => OK, { auth: () => ({ fail: 'lost', sent: false }) });
    for (let second = 0; second < 120; second++) {
      const stop = errorOf(clock.until(getui.blacklist.add([CID])));
      expect(await stop).toMatchObject({ kind: 'unreachable', outcome: 'not-applied' });
      await clock.advance(1_000);
      if (second === 59) expect(auths.length).toBeLessThanOrEqual(10);
    }
    expect(auths.length).toBeLessThanOrEqual(16);
  });

  test('after a pause it is tried again', async () => {
    const { getui, clock, auths } = scripted(() => none, {
      auth: (_, call) =>
        call === 1
          ? refusal(10003, 401)
          : { json: { code: 0, data: { token: 'good', expire_time: clock.now() + DAY_MS } } },
    });
    expect((await errorOf(getui.aliases.byCid(CID))).kind).toBe('rate-limited');
    expect((await errorOf(getui.aliases.byCid(CID))).kind).toBe('rate-limited');
    await clock.advance(2_000);
    await getui.aliases.byCid(CID);
    expect(auths).toHaveLength(2);
  });

  test('an answer without a token is garbled, and nothing is sent', async () => {
    const { getui, calls } = scripted(() => OK, {
      auth: () => ({ json: { code: 0, data: { expire_time: '1' } } }),
    });
    expect((await errorOf(getui.blacklist.add([CID]))).kind).toBe('garbled');
    expect(calls).toHaveLength(0);
  });

  test('a store that fails is told as such', async () => {
    const tokens = {
      read: () => Promise.reject(new Error('db down')),
      renew: () => Promise.reject(new Error('db down')),
    };
    const { getui, calls } = scripted(() => OK, { tokens });
    const error = await errorOf(getui.blacklist.add([CID]));
    expect(error).toMatchObject({ kind: 'unreachable', endpoint: 'POST /auth', outcome: 'not-applied' });
    expect(error.cause).toEqual(new Error('db down'));
    expect(calls).toHaveLength(0);
  });

  test('the store is read once, not for every call', async () => {
    const clock = new ManualClock();
    let reads = 0;
    const stored: StoredToken = { token: 'kept', expiresAt: clock.now() + DAY_MS };
    const tokens = {
      read: async () => {
        reads++;
        return stored;
      },
      renew: () => Promise.reject(new Error('not asked for')),
    };
    const { getui, auths, calls } = scripted(() => none, { tokens, clock });
    await Promise.all([1, 2, 3].map(() => getui.aliases.byCid(CID)));
    await getui.aliases.byCid(CID);
    expect([reads, auths.length, calls.at(-1)?.headers.token]).toEqual([1, 0, 'kept']);
  });
});

describe('the end of a token', () => {
  test('five minutes before, a new one is fetched beside the calls; the old one serves on if that fails', async () => {
    let works = false;
    const { getui, clock, auths, calls } = scripted(() => none, {
      auth: (_, call) =>
        call === 1 || works
          ? { json: { code: 0, data: { token: `token-${call}`, expire_time: clock.now() + DAY_MS } } }
          : refusal(10003, 401),
    });
    await getui.aliases.byCid(CID);
    await clock.advance(DAY_MS - 4 * 60_000);
    for (let i = 0; i < 5; i++) await getui.aliases.byCid(CID);
    await quiet();
    expect(auths).toHaveLength(2);
    expect(calls.every((call) => call.headers.token === 'token-1')).toBe(true);
    works = true;
    await clock.advance(31_000);
    await getui.aliases.byCid(CID);
    await quiet();
    await getui.aliases.byCid(CID);
    expect(calls.at(-1)?.headers.token).toBe('token-3');
  });

  test('an expired one is not used', async () => {
    const { getui, clock, calls } = scripted(() => none);
    await getui.aliases.byCid(CID);
    await clock.advance(DAY_MS);
    await getui.aliases.byCid(CID);
    expect(calls.map((call) => call.headers.token)).toEqual(['token-1', 'token-2']);
  });

  test('an expiry in our past means that clocks differ: the token is used, not asked for again and again', async () => {
    const { getui, auths } = scripted(() => none, {
      auth: () => ({ json: { code: 0, data: { token: 'odd', expire_time: '1000' } } }),
    });
    for (let i = 0; i < 5; i++) await getui.aliases.byCid(CID);
    expect(auths).toHaveLength(1);
  });
});

describe('auth methods', () => {
  test('revoke kills the token in use, and the next call gets another', async () => {
    const { getui, calls } = scripted((request) => (request.method === 'DELETE' ? OK : none));
    expect(await getui.auth.revoke()).toBe(false);
    await getui.aliases.byCid(CID);
    expect(await getui.auth.revoke()).toBe(true);
    expect(calls.at(-1)).toMatchObject({ method: 'DELETE', path: '/v2/testAppId0001/auth/token-1' });
    await getui.aliases.byCid(CID);
    expect(calls.at(-1)?.headers.token).toBe('token-2');
  });

  test('revoking a dead token is fine; another refusal is not, and does not show the token', async () => {
    const gone = scripted((request) => (request.method === 'DELETE' ? dead : none));
    await gone.getui.aliases.byCid(CID);
    expect(await gone.getui.auth.revoke()).toBe(true);

    const odd = scripted((request) =>
      request.method === 'DELETE' ? refusal(20001, 400, 'token-1 is odd') : none,
    );
    await odd.getui.aliases.byCid(CID);
    const error = await errorOf(odd.getui.auth.revoke());
    expect(error.msg).toBe('*** is odd');
    expect(JSON.stringify(odd.records)).not.toContain('token-1');
  });

  test('renew asks even though the token is good, and also in a pause', async () => {
    let works = true;
    const { getui, auths, calls, clock } = scripted(() => none, {
      auth: (_, call) =>
        works
          ? { json: { code: 0, data: { token: `token-${call}`, expire_time: clock.now() + DAY_MS } } }
          : refusal(20001, 400, 'sign is invalid'),
    });
    await getui.aliases.byCid(CID);
    expect(await getui.auth.renew()).toEqual({ expiresAt: clock.now() + DAY_MS });
    await getui.aliases.byCid(CID);
    expect(calls.at(-1)?.headers.token).toBe('token-2');
    works = false;
    for (let i = 0; i < 2; i++) expect((await errorOf(getui.auth.renew())).kind).toBe('credentials');
    expect(auths).toHaveLength(4);
    await getui.aliases.byCid(CID);
    expect(calls.at(-1)?.headers.token).toBe('token-2');
  });
});

test('an acquisition that brings the failed token back is followed by another', async () => {
  const clock = new ManualClock();
  const [old, next] = ['old', 'next'].map((token) => ({ token, expiresAt: clock.now() + DAY_MS })) as [
    StoredToken,
    StoredToken,
  ];
  let stored = old;
  const store = {
    read: async () => {
      await quiet();
      return stored;
    },
    renew: async (_: string, failed: string | null) => {
      if (stored.token === failed) stored = next;
      return stored;
    },
  };
  const source = new TokenSource('app', store, clock, () => Promise.reject(new Error('not asked for')));
  const [first, second] = await Promise.all([source.current(), source.after('old')]);
  expect([first, second]).toEqual(['old', 'next']);
});

describe('memory store', () => {
  test('runs one renewal for all, tells all of a failure, and keeps what another has renewed', async () => {
    const clock = new ManualClock();
    const store = memoryTokenStore(clock);
    let runs = 0;
    const obtain = async () => {
      runs++;
      await quiet();
      if (runs === 1) throw new Error('no');
      return { token: `t${runs}`, expiresAt: clock.now() + 1_000 };
    };
    const results = await Promise.allSettled([
      store.renew('a', null, obtain),
      store.renew('a', null, obtain),
    ]);
    expect([runs, ...results.map((one) => one.status)]).toEqual([1, 'rejected', 'rejected']);
    expect((await store.renew('a', null, obtain)).token).toBe('t2');
    expect((await store.renew('a', 'old', obtain)).token).toBe('t2');
    expect((await store.renew('a', 't2', obtain)).token).toBe('t3');
    await clock.advance(1_000);
    expect((await store.renew('a', 'old', obtain)).token).toBe('t4');
    expect(await store.read('b')).toBeNull();
  });
});
