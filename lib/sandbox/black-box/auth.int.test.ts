import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Bench, JSON_HEADERS, openSandbox, sha256, verdict } from './kit';

const HOUR_MS = 3_600_000;
let s: Bench;
beforeAll(async () => {
  s = await openSandbox({ users: 300 });
});
afterAll(() => s.close());
beforeEach(async () => {
  await s.reset({ keepTokens: false });
  await s.signIn();
});

const auth = (body: unknown) =>
  s.raw('POST', `${s.root}/auth`, JSON_HEADERS, typeof body === 'string' ? body : JSON.stringify(body));
const cid = () => s.sandbox.sampleCids[0] ?? '';
/** A read with a token of one's own. */
const read = (token: string | undefined) =>
  s.raw('GET', `${s.root}/user/alias/cid/${cid()}`, token === undefined ? {} : { token });

describe('signing in', () => {
  test('gives an opaque token that lives a day, with an empty msg', async () => {
    const before = Date.now();
    const reply = await auth(s.signed());
    expect(verdict(reply)).toBe('200/0 ');
    expect(typeof reply.data.token).toBe('string');
    expect(typeof reply.data.expire_time).toBe('string');
    const life = Number(reply.data.expire_time) - before;
    expect(life).toBeGreaterThanOrEqual(24 * HOUR_MS);
    expect(life).toBeLessThan(24 * HOUR_MS + 10_000);
    expect((await read(reply.data.token)).code).toBe(0);
  });

  test('takes the timestamp as text (page, PHP) and as number (Java)', async () => {
    expect((await auth(s.signed(String(Date.now())))).code).toBe(0);
    expect((await auth(s.signed(Date.now()))).code).toBe(0);
  });

  test('refuses wrong credentials: secret, key, upper-case digest, another timestamp', async () => {
    const good = s.signed();
    const time = Date.now();
    for (const bad of [
      { ...good, sign: sha256(`${s.sandbox.appKey}${good.timestamp}wrong`) },
      { ...good, appkey: 'wrong' },
      { ...good, sign: good.sign.toUpperCase() },
      { ...good, timestamp: Number(good.timestamp) + 1 },
      { ...good, sign: sha256(`wrong${time}${s.sandbox.masterSecret}`), timestamp: time },
    ]) {
      const reply = await auth(bad);
      expect(reply.http, JSON.stringify(bad)).toBe(400);
      expect(reply.code).toBe(20001);
      expect(reply.data).toBeUndefined();
    }
    expect((await auth({ ...good, sign: 'x' })).msg).toBe('sign is invalid');
  });

  test('refuses missing and mistyped members', async () => {
    const good = s.signed();
    for (const name of ['sign', 'timestamp', 'appkey'] as const) {
      const { [name]: _, ...rest } = good;
      expect(verdict(await auth(rest))).toMatch(new RegExp(`^400/20001 .*${name}`));
      expect((await auth({ ...good, [name]: true })).code).toBe(20001);
    }
    expect((await auth('{')).code).toBe(1);
  });

  test('refuses a clock that is far off', async () => {
    expect(verdict(await auth(s.signed(Date.now() - 2 * HOUR_MS)))).toBe('400/20001 sign is invalid');
    expect(verdict(await auth(s.signed(Date.now() + 2 * HOUR_MS)))).toBe('400/20001 sign is invalid');
  });

  test('moving the sandbox clock does not lock out callers who live in real time', async () => {
    await s.advance(30 * HOUR_MS);
    expect((await s.signIn()).code).toBe(0);
    expect((await read(s.token())).code).toBe(0);
  });
});

describe('tokens', () => {
  test('several live side by side; DELETE ends one and needs no token header', async () => {
    const first = (await auth(s.signed())).data.token as string;
    const second = (await auth(s.signed())).data.token as string;
    expect(first).not.toBe(second);
    expect((await read(first)).code).toBe(0);
    expect(verdict(await s.raw('DELETE', `${s.root}/auth/${first}`))).toBe('200/0 ');
    expect(verdict(await read(first))).toMatch(/^401\/10001 /);
    expect((await read(second)).code).toBe(0);
  });

  test('a missing, an empty and an invented token answer 10001 with HTTP 401', async () => {
    for (const token of [undefined, '', 'invented', '0'.repeat(64)])
      expect(verdict(await read(token))).toMatch(/^401\/10001 /);
  });

  test('one dies a day after it was made, by the sandbox clock, not a moment earlier', async () => {
    await s.control('POST', 'clock', { frozen: true });
    const token = (await auth(s.signed())).data.token as string;
    await s.advance(24 * HOUR_MS - 1);
    expect((await read(token)).code).toBe(0);
    await s.advance(1);
    expect((await read(token)).code).toBe(10001);
  });

  test('a sign-in repeats the living token, or ends the older, where the dialect says so', async () => {
    await s.reset({ keepTokens: false, dialect: { sameToken: true } });
    await s.control('POST', 'clock', { frozen: true });
    const first = (await auth(s.signed())).data;
    expect((await auth(s.signed())).data).toEqual(first);
    await s.advance(24 * HOUR_MS);
    expect((await auth(s.signed())).data.token).not.toBe(first.token);
    await s.dialect({ sameToken: false, newTokenKillsOld: true });
    const [old, young] = [(await auth(s.signed())).data.token, (await auth(s.signed())).data.token];
    expect([(await read(old)).code, (await read(young)).code]).toEqual([10001, 0]);
  });

  test('a missing token answers what the dialect says', async () => {
    await s.dialect({ missingToken: '20001/400' });
    expect((await read(undefined)).http).toBe(400);
    expect((await read('invented')).code).toBe(10001);
  });

  test('the control ends all of them', async () => {
    await s.control('POST', 'tokens/expire', {});
    expect((await read(s.token())).code).toBe(10001);
  });

  test('header names are case-insensitive', async () => {
    const reply = await s.raw('GET', `${s.root}/user/alias/cid/${cid()}`, { Token: s.token() });
    expect(reply.code).toBe(0);
  });
});

describe('limits of /auth', () => {
  test('the 101st call of a sliding minute is refused with 10003 and HTTP 401', async () => {
    await s.reset({ keepTokens: false });
    await s.control('POST', 'clock', { frozen: true });
    for (let i = 0; i < 50; i++) expect((await auth(s.signed())).code).toBe(0);
    await s.advance(30_000);
    for (let i = 0; i < 50; i++) expect((await auth(s.signed())).code).toBe(0);
    expect(verdict(await auth(s.signed()))).toMatch(/^401\/10003 /);
    await s.advance(29_999);
    expect((await auth(s.signed())).code).toBe(10003);
    await s.advance(1);
    for (let i = 0; i < 50; i++) expect((await auth(s.signed())).code).toBe(0);
    expect((await auth(s.signed())).code).toBe(10003);
  });

  test('the daily limit turns at midnight in Shanghai', async () => {
    await s.reset({ keepTokens: false, dialect: { authPerDay: 3 } });
    // 2026-11-24T15:00Z is 23:00 in Shanghai.
    await s.control('POST', 'clock', { set: Date.UTC(2026, 10, 24, 15), frozen: true });
    for (let i = 0; i < 3; i++) expect((await auth(s.signed())).code).toBe(0);
    await s.advance(HOUR_MS - 1);
    expect(verdict(await auth(s.signed()))).toMatch(/^401\/10003 /);
    await s.advance(1);
    expect((await auth(s.signed())).code).toBe(0);
  });
});

describe('paths and verbs', () => {
  test('an unknown path answers 404 in status and body, a wrong verb 405', async () => {
    for (const path of ['/user', '/user/nothing', '/nothing', '/user/alias/cid', '/user/alias/a/b/c']) {
      const reply = await s.ask('GET', path);
      expect(`${reply.http}/${reply.code}`, path).toMatch(
        path === '/user/alias/cid' ? /^40[45]\/40[45]$/ : /^404\/404$/,
      );
    }
    for (const [method, path] of [
      ['GET', '/auth'],
      ['PUT', '/user/alias'],
      ['GET', '/user/count'],
      ['POST', `/user/status/${cid()}`],
      ['GET', '/user/custom_tag/batch/x'],
    ] as const) {
      const reply = await s.ask(method, path);
      expect(`${reply.http}/${reply.code}`, `${method} ${path}`).toBe('405/405');
    }
  });

  test('another app id is refused even with a live token', async () => {
    const reply = await s.raw('GET', `/v2/AnotherApp/user/alias/cid/${cid()}`, { token: s.token() });
    expect(reply.http).toBeGreaterThanOrEqual(400);
    expect(reply.code).not.toBe(0);
  });

  test('the probes of the official client are answered', async () => {
    expect((await s.raw('HEAD', '/v2/check')).http).toBe(200);
    expect((await s.ask('POST', '/log/upload', {})).http).toBe(200);
  });
});
