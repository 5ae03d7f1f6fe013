import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Bench, openSandbox, type Sample, strangerCid, verdict } from './kit';

const MINUTE_MS = 60_000;
let s: Bench;
let sample: Sample;
beforeAll(async () => {
  s = await openSandbox({ users: 2_000 });
});
afterAll(() => s.close());
beforeEach(async () => {
  await s.reset();
  await s.signIn();
  sample = await s.sample();
});

const cid = (n = 0) => sample.withoutAlias[n] ?? '';
const bind = (rows: unknown, type = 'wx', slash = '') =>
  s.ask('POST', `/user/bind_dt/${type}${slash}`, { dt_list: rows });

test('full success comes without data; the token is kept with its prefix', async () => {
  const reply = await bind([{ cid: cid(), device_token: 'oX-Yr4' }]);
  expect(reply.text).toBe('{"code":0,"msg":"success"}');
  expect((await s.user(cid())).wxToken).toBe('WX_oX-Yr4');
});

test('an empty or missing token unbinds', async () => {
  for (const row of [{ cid: cid(), device_token: '' }, { cid: cid() }, { cid: cid(), device_token: null }]) {
    await bind([{ cid: cid(), device_token: 'oX' }]);
    expect((await bind([row])).code).toBe(0);
    expect((await s.user(cid())).wxToken).toBeNull();
  }
});

test('rows fail one by one, with the code of the page and the prefixed token', async () => {
  const reply = await bind([
    { cid: cid(), device_token: 'a' },
    { cid: '', device_token: 'b' },
    { cid: strangerCid(), device_token: 'c' },
    { cid: sample.foreign[0], device_token: 'd' },
  ]);
  expect(verdict(reply)).toBe('200/0 success');
  expect(reply.data).toEqual({
    errorList: [
      { cid: '', device_token: 'WX_b', error_code: 24001 },
      { cid: strangerCid(), device_token: 'WX_c', error_code: 24002 },
      { cid: sample.foreign[0], device_token: 'WX_d', error_code: 24003 },
    ],
  });
  expect((await s.user(cid())).wxToken).toBe('WX_a');
});

test('24004 is answered when the dialect asks for mini programs', async () => {
  await s.dialect({ wxNeedsMiniProgram: true });
  const mini = sample.miniProgram[0] ?? '';
  const plain = sample.withoutAlias.find((one) => !sample.miniProgram.includes(one)) ?? '';
  const { data } = await bind([
    { cid: mini, device_token: 'a' },
    { cid: plain, device_token: 'b' },
  ]);
  expect(data.errorList).toEqual([{ cid: plain, device_token: 'WX_b', error_code: 24004 }]);
});

test('vendor channels are open to every type of the page when bought, and to no other', async () => {
  await s.dialect({ vendorTokens: 'accept' });
  for (const type of ['hw', 'hwq', 'ho', 'xm', 'op', 'opg', 'vv', 'mz', 'fcm', 'st', 'sn', 'ios', 'wx'])
    expect((await bind([{ cid: cid(), device_token: 'a' }], type)).code, type).toBe(0);
  expect((await bind([{ cid: cid(), device_token: 'a' }], 'zz')).code).toBe(20001);
  await s.dialect({ vendorTokens: '20001/400' });
  expect((await bind([{ cid: cid(), device_token: 'a' }], 'hw')).code).toBe(20001);
  expect((await bind([{ cid: cid(), device_token: 'a' }])).code).toBe(0);
});

test('a slash at the end, as the Java client sends it', async () => {
  expect((await bind([{ cid: cid(), device_token: 'a' }], 'wx', '/')).code).toBe(0);
});

test('1000 rows fit, 1001 do not; none and other shapes neither', async () => {
  const rows = Array.from({ length: 1001 }, (_, i) => ({ cid: cid(i % 400), device_token: `t${i}` }));
  expect(verdict(await bind(rows))).toBe('400/20001 dt_list size over limit');
  expect((await bind(rows.slice(1))).code).toBe(0);
  for (const bad of [[], undefined, null, {}, ['row'], [{ cid: 7 }], [{ cid: cid(), device_token: 7 }]])
    expect((await bind(bad)).code, JSON.stringify(bad)).toBe(20001);
});

test('1000 calls a minute pass, the next is refused until the minute has slid on', async () => {
  await s.control('POST', 'clock', { frozen: true });
  const call = () => bind([{ cid: cid(), device_token: 'a' }]);
  for (let i = 0; i < 10; i++) {
    const codes = await Promise.all(Array.from({ length: 100 }, async () => (await call()).code));
    expect(codes.every((code) => code === 0)).toBe(true);
  }
  expect(verdict(await call())).toMatch(/^401\/10005 /);
  await s.advance(MINUTE_MS - 1);
  expect((await call()).code).toBe(10005);
  await s.advance(1);
  expect((await call()).code).toBe(0);
});
