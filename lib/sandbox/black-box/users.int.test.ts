import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Bench, JSON_HEADERS, openSandbox, type Sample, strangerCid, verdict } from './kit';

let s: Bench;
let sample: Sample;
beforeAll(async () => {
  s = await openSandbox({ users: 4_000 });
});
afterAll(() => s.close());
beforeEach(async () => {
  await s.reset();
  await s.signIn();
  sample = await s.sample();
});

const cid = (n = 0) => sample.withoutAlias[n] ?? '';
/** `count` cids that nobody has, behind one that is real. */
const many = (count: number) =>
  [cid(), ...Array.from({ length: count - 1 }, (_, i) => strangerCid(i))].join(',');

describe('blacklist', () => {
  const black = (method: 'POST' | 'DELETE', cids: string[]) =>
    s.ask(method, `/user/black/cid/${cids.join(',')}`);

  test('adds and removes, and says nothing else', async () => {
    const pair = [cid(0), cid(1)];
    expect((await black('POST', pair)).text).toBe('{"code":0,"msg":"success"}');
    for (const each of pair) expect((await s.user(each)).black).toBe(true);
    expect((await black('DELETE', pair)).text).toBe('{"code":0,"msg":"success"}');
    for (const each of pair) expect((await s.user(each)).black).toBe(false);
  });

  test('adding twice and removing who is not on it are no errors', async () => {
    for (let i = 0; i < 2; i++) expect((await black('POST', [cid()])).code).toBe(0);
    for (let i = 0; i < 2; i++) expect((await black('DELETE', [cid()])).code).toBe(0);
  });

  test('200 cids fit, 201 do not', async () => {
    const cids = sample.withoutAlias.slice(0, 201);
    expect(verdict(await black('POST', cids))).toBe('400/20001 cid size over limit');
    expect((await s.user(cid())).black).toBe(false);
    expect((await black('POST', cids.slice(1))).code).toBe(0);
    expect((await s.effects()).at(-1)?.changes).toHaveLength(200);
  });

  test('an unknown cid refuses all', async () => {
    expect(verdict(await black('POST', [cid(), strangerCid()]))).toBe('400/20001 target user is invalid');
    expect((await s.user(cid())).black).toBe(false);
  });

  test('bodies: none, empty, the literal null', async () => {
    const path = `${s.root}/user/black/cid/${cid()}`;
    for (const method of ['POST', 'DELETE'])
      for (const body of [undefined, '', 'null']) {
        const reply = await s.raw(method, path, { token: s.token(), ...JSON_HEADERS }, body);
        expect(reply.code, `${method} ${body}`).toBe(0);
      }
  });
});

describe('status', () => {
  test('online cids come without last_login_time, offline ones with it as text', async () => {
    const online = sample.online[0] ?? '';
    const offline = sample.offline[0] ?? '';
    const { data } = await s.ask('GET', `/user/status/${online},${offline}`);
    expect(data[online]).toEqual({ status: 'online' });
    expect(data[offline].status).toBe('offline');
    expect(data[offline].last_login_time).toMatch(/^\d{13}$/);
    expect(Number(data[offline].last_login_time)).toBeLessThanOrEqual(Date.now());
  });

  test('1000 cids fit (a path of 33,000 characters), 1001 do not', async () => {
    const reply = await s.ask('GET', `/user/status/${many(1000)}`);
    expect(reply.code).toBe(0);
    expect(Object.keys(reply.data)).toHaveLength(1000);
    expect(verdict(await s.ask('GET', `/user/status/${many(1001)}`))).toBe('400/20001 cid size over limit');
  });

  test('an unknown cid has an empty object, or what the dialect says', async () => {
    expect((await s.ask('GET', `/user/status/${strangerCid()}`)).data).toEqual({ [strangerCid()]: {} });
    await s.dialect({ statusUnknownCid: 'omit' });
    expect((await s.ask('GET', `/user/status/${cid()},${strangerCid()}`)).data).not.toHaveProperty(
      strangerCid(),
    );
  });
});

describe('device status', () => {
  test('wraps each cid in an envelope', async () => {
    const { data } = await s.ask('GET', `/user/deviceStatus/${sample.online[0]},${strangerCid()}`);
    expect(data[sample.online[0] ?? '']).toMatchObject({
      code: 0,
      msg: 'success',
      data: { cid_status: 'online', device_status: 'online' },
    });
    expect(data[strangerCid()].code).not.toBe(0);
  });

  test('100 cids fit, 101 do not', async () => {
    expect((await s.ask('GET', `/user/deviceStatus/${many(100)}`)).code).toBe(0);
    expect((await s.ask('GET', `/user/deviceStatus/${many(101)}`)).code).toBe(20001);
  });

  test('an app without the right answers 30020 with HTTP 403, as captured', async () => {
    await s.dialect({ deviceStatus: false });
    expect(verdict(await s.ask('GET', `/user/deviceStatus/${cid()}`))).toBe(
      '403/30020 permission denied of querying device status',
    );
  });
});

describe('detail', () => {
  test('has the nine fields of the page, and no invalidCids when all are valid', async () => {
    const android = sample.android[0] ?? '';
    const ios = sample.ios[0] ?? '';
    const { data } = await s.ask('GET', `/user/detail/${android},${ios}`);
    expect(data).not.toHaveProperty('invalidCids');
    for (const [of, type] of [
      [android, 1],
      [ios, 2],
    ] as const) {
      const user = data.validCids[of];
      expect(Object.keys(user).sort()).toEqual(
        [
          'brand',
          'client_app_id',
          'create_time',
          'device_token',
          'login_freq',
          'notification_switch',
          'package_name',
          'phone_model',
          'phone_type',
        ].sort(),
      );
      expect(user.phone_type).toBe(type);
      expect(user.create_time).toMatch(/^20\d\d-\d\d-\d\d \d\d:\d\d:\d\d$/);
      expect(user.login_freq).toBeGreaterThanOrEqual(0);
      expect(user.login_freq).toBeLessThanOrEqual(100);
      expect(['hw', 'xm', 'op', 'vv', 'mz', 'iphone', 'unknown']).toContain(user.brand);
    }
    expect(data.validCids[ios].brand).toMatch(/^(iphone|unknown)$/);
  });

  test('names invalid cids', async () => {
    const { data } = await s.ask('GET', `/user/detail/${cid()},${strangerCid()},bad`);
    expect(Object.keys(data.validCids)).toEqual([cid()]);
    expect([...data.invalidCids].sort()).toEqual([strangerCid(), 'bad'].sort());
  });

  test('1000 cids fit, 1001 do not', async () => {
    expect((await s.ask('GET', `/user/detail/${many(1000)}`)).data.invalidCids).toHaveLength(999);
    expect((await s.ask('GET', `/user/detail/${many(1001)}`)).code).toBe(20001);
  });
});

describe('badge', () => {
  const badge = (value: unknown, cids: readonly string[] = [sample.ios[0] ?? '']) =>
    s.ask('POST', `/user/badge/cid/${cids.join(',')}`, { badge: value });
  const now = async () => (await s.user(sample.ios[0] ?? '')).badge as number;

  test('sets, adds and subtracts; text and numbers alike', async () => {
    for (const [value, after] of [
      ['5', 5],
      ['+3', 8],
      ['-2', 6],
      [10, 10],
      [-8, 2],
      ['0', 0],
    ] as const) {
      expect(verdict(await badge(value))).toBe('200/0 success');
      expect(await now()).toBe(after);
    }
  });

  test('stops at zero, or not, as the dialect says', async () => {
    await badge('-3');
    expect(await now()).toBe(0);
    await s.dialect({ badgeFloor: false });
    await badge('-3');
    expect(await now()).toBe(-3);
  });

  test('takes Android cids too, as captured', async () => {
    expect((await badge(8, [sample.android[0] ?? ''])).code).toBe(0);
  });

  test('200 cids fit, 201 do not; an unknown one refuses all', async () => {
    const cids = sample.withoutAlias.slice(0, 201);
    expect((await badge('1', cids)).code).toBe(20001);
    expect((await badge('1', cids.slice(1))).code).toBe(0);
    expect((await badge('+1', [cids[1] ?? '', strangerCid()])).code).toBe(20001);
    expect((await s.user(cids[1] ?? '')).badge).toBe(1);
  });

  test('refuses what is no badge', async () => {
    for (const bad of ['', '1.5', 1.5, '++1', 'a', true, null, undefined, [1]])
      expect((await badge(bad)).code, JSON.stringify(bad)).toBe(20001);
  });
});
