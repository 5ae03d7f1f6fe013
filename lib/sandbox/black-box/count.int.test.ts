import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Bench, openSandbox, type Sample, verdict } from './kit';

let s: Bench;
let sample: Sample;
/** Which of three tags of our own each of 60 users bears: the n-th bears those of the bits of n. */
const OURS = ['甲_a', '乙_b', '丙_c'];
let cids: string[] = [];
const bears = (index: number, tag: number) => ((index >> tag) & 1) === 1;

beforeAll(async () => {
  s = await openSandbox({ users: 3_000, dialect: { tagBindDelayMs: 0 } });
});
afterAll(() => s.close());
beforeEach(async () => {
  await s.reset();
  await s.signIn();
  sample = await s.sample();
  cids = sample.withoutAlias.slice(0, 60);
  for (const [tag, name] of OURS.entries())
    await s.ask('PUT', `/user/custom_tag/batch/${encodeURIComponent(name)}`, {
      cid: cids.filter((_, i) => bears(i, tag)),
    });
});

type Item = { key: string; values: string[]; opt_type?: string };
const ask = (tag?: Item[], path = '/user/count') => s.ask('POST', path, tag === undefined ? {} : { tag });
const count = async (...tag: Item[]): Promise<number> => {
  const reply = await ask(tag);
  expect(verdict(reply), JSON.stringify(tag)).toBe('200/0 success');
  return reply.data.user_count;
};
const tags = (opt_type: string, ...which: number[]): Item => ({
  key: 'custom_tag',
  values: which.map((tag) => OURS[tag] ?? ''),
  opt_type,
});
const brute = (fits: (index: number) => boolean) => cids.filter((_, i) => fits(i)).length;

describe('own tags against brute force', () => {
  test('or, and, not', async () => {
    expect(await count(tags('or', 0, 1))).toBe(brute((i) => bears(i, 0) || bears(i, 1)));
    expect(await count(tags('and', 0, 1, 2))).toBe(brute((i) => bears(i, 0) && bears(i, 1) && bears(i, 2)));
    expect(await count(tags('not', 0, 1))).toBe(3_000 - brute((i) => bears(i, 0) || bears(i, 1)));
  });

  test('items are intersected, also of the same key', async () => {
    expect(await count(tags('or', 0), tags('not', 1))).toBe(brute((i) => bears(i, 0) && !bears(i, 1)));
    expect(await count(tags('or', 0, 1), tags('or', 1, 2), tags('not', 0))).toBe(
      brute((i) => (bears(i, 0) || bears(i, 1)) && (bears(i, 1) || bears(i, 2)) && !bears(i, 0)),
    );
  });

  test('not over several values means what the dialect says', async () => {
    await s.dialect({ notMeaning: 'not-all' });
    expect(await count(tags('or', 2), tags('not', 0, 1))).toBe(
      brute((i) => bears(i, 2) && !(bears(i, 0) && bears(i, 1))),
    );
  });

  test('a repeated key means what the dialect says', async () => {
    await s.dialect({ repeatedKey: 'last' });
    expect(await count(tags('or', 0), tags('or', 1))).toBe(brute((i) => bears(i, 1)));
    await s.dialect({ repeatedKey: '20001/400' });
    expect((await ask([tags('or', 0), tags('or', 1)])).code).toBe(20001);
  });

  test('platforms agree with what detail says of our users', async () => {
    const { data } = await s.ask('GET', `/user/detail/${cids.join(',')}`);
    const ios = (index: number) => data.validCids[cids[index] ?? ''].phone_type === 2;
    const phone = (opt_type: string, ...values: string[]): Item => ({ key: 'phone_type', values, opt_type });
    expect(await count(phone('or', 'ios'), tags('or', 0))).toBe(brute((i) => ios(i) && bears(i, 0)));
    expect(await count(phone('not', 'ios'), tags('or', 0))).toBe(brute((i) => !ios(i) && bears(i, 0)));
    expect(await count(phone('and', 'ios', 'android'))).toBe(0);
    expect(await count(phone('or', 'ios', 'android'))).toBe(3_000);
  });

  test('a tag that is taken off is not counted, nor one that nobody bears', async () => {
    const before = await count(tags('or', 0));
    await s.ask('DELETE', `/user/custom_tag/batch/${encodeURIComponent(OURS[0] ?? '')}`, { cid: [cids[1]] });
    await s.advance(60_000);
    expect(await count(tags('or', 0))).toBe(before - 1);
    expect(await count({ key: 'custom_tag', values: ['谁也没有'], opt_type: 'or' })).toBe(0);
  });
});

describe('regions', () => {
  const region = (opt_type: string, ...values: string[]): Item => ({ key: 'region', values, opt_type });

  test('a province is the sum of its cities; a complement completes the whole', async () => {
    const guangdong = await count(region('or', '44000000'));
    expect(guangdong).toBeGreaterThan(0);
    expect(guangdong + (await count(region('not', '44000000')))).toBe(3_000);
    expect(await count(region('or', '44000000', '44010000'))).toBe(guangdong);
    const guangzhou = await count(region('or', '44010000'));
    expect(guangzhou).toBeGreaterThan(0);
    expect(guangzhou).toBeLessThan(guangdong);
    expect(await count(region('and', '44010000', '44030000'))).toBe(0);
    await s.dialect({ provinceIncludesCities: false });
    expect(await count(region('or', '44000000'))).toBeLessThan(guangdong);
  });

  test('every user lives in one of the 34 provinces', async () => {
    const codes =
      '11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82'
        .split(' ')
        .map((two) => `${two}000000`);
    let sum = 0;
    for (const code of codes) sum += await count(region('or', code));
    expect(sum).toBe(3_000);
  });
});

describe('edges', () => {
  test('the official client posts with a slash at the end', async () => {
    expect((await ask([tags('or', 0)], '/user/count/')).data.user_count).toBe(brute((i) => bears(i, 0)));
  });

  test('refuses unknown keys, operators and shapes', async () => {
    for (const bad of [
      [{ key: 'portrait', values: ['x'], opt_type: 'or' }],
      [{ key: 'custom_tag', values: ['x'], opt_type: 'xor' }],
      [{ key: 'custom_tag', values: 'x', opt_type: 'or' }],
      [{ key: 'custom_tag', values: [], opt_type: 'or' }],
      [{ key: 'custom_tag', values: ['x'] }],
      [{ values: ['x'], opt_type: 'or' }],
      ['custom_tag'],
      'custom_tag',
    ])
      expect((await s.ask('POST', '/user/count', { tag: bad })).code, JSON.stringify(bad)).toBe(20001);
  });

  test('without conditions the dialect decides', async () => {
    await s.dialect({ emptyCondition: 'all' });
    expect((await ask([])).data.user_count).toBe(3_000);
    await s.dialect({ emptyCondition: '20001/400' });
    expect((await ask([])).code).toBe(20001);
    expect((await ask()).code).toBe(20001);
  });

  test('has no limit of its own unless the dialect sets one', async () => {
    for (let i = 0; i < 120; i++) expect((await ask([tags('or', 0)])).code).toBe(0);
    await s.dialect({ countPerMinute: 5 });
    await s.control('DELETE', 'quotas');
    for (let i = 0; i < 5; i++) expect((await ask([tags('or', 0)])).code).toBe(0);
    expect(verdict(await ask([tags('or', 0)]))).toMatch(/^401\/10005 /);
  });
});
