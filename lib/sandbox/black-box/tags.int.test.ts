import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Bench, openSandbox, type Sample, strangerCid, verdict } from './kit';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
let s: Bench;
let sample: Sample;
let delayMs = 0;
beforeAll(async () => {
  s = await openSandbox({ users: 4_000 });
});
afterAll(() => s.close());
beforeEach(async () => {
  await s.reset();
  await s.signIn();
  sample = await s.sample();
  const { dialect } = await s.control<{ dialect: { tagBindDelayMs: number } }>('GET', 'dialect');
  delayMs = dialect.tagBindDelayMs;
  // 10:00 in Shanghai: no test runs into midnight by chance.
  await s.control('POST', 'clock', { set: Date.UTC(2026, 10, 24, 2), frozen: true });
  await s.signIn();
});

const cid = (n = 0) => sample.withoutAlias[n] ?? '';
const overwrite = (of: string, custom_tag: unknown) =>
  s.ask('POST', `/user/custom_tag/cid/${of}`, { custom_tag });
const batch = (method: 'PUT' | 'DELETE', tag: string, cids: unknown) =>
  s.ask(method, `/user/custom_tag/batch/${encodeURIComponent(tag)}`, { cid: cids });
const tagsOf = async (of: string): Promise<string[]> => {
  const { data } = await s.ask('GET', `/user/custom_tag/cid/${of}`);
  return (data[of] as string[]).flatMap((text) => (text === '' ? [] : text.split(' ')));
};

describe('overwriting', () => {
  test('replaces all tags and answers without data', async () => {
    const reply = await overwrite(cid(), ['甲', '乙']);
    expect(verdict(reply)).toBe('200/0 success');
    expect(reply.data).toBeUndefined();
    expect((await tagsOf(cid())).sort()).toEqual(['乙', '甲'].sort());
  });

  test('the question answers one string in a list of one', async () => {
    await overwrite(cid(), ['甲', '乙']);
    const { data } = await s.ask('GET', `/user/custom_tag/cid/${cid()}`);
    expect(data[cid()]).toHaveLength(1);
    expect(data[cid()][0].split(' ').sort()).toEqual(['乙', '甲'].sort());
  });

  test('once a day per cid; the day turns at midnight in Shanghai', async () => {
    expect((await overwrite(cid(), ['早'])).code).toBe(0);
    expect(verdict(await overwrite(cid(), ['晚']))).toMatch(/^403\/30011 /);
    expect(await tagsOf(cid())).toEqual(['早']);
    expect((await overwrite(cid(1), ['早'])).code).toBe(0);
    await s.advance(14 * HOUR_MS - 1);
    expect((await overwrite(cid(), ['晚'])).code).toBe(30011);
    await s.advance(1);
    expect((await overwrite(cid(), ['晚'])).code).toBe(0);
    expect(await tagsOf(cid())).toEqual(['晚']);
  });

  test('a refused overwrite does not use up the day', async () => {
    expect((await overwrite(cid(), ['a b'])).code).toBe(20001);
    expect((await overwrite(cid(), ['ab'])).code).toBe(0);
  });

  test('100 tags fit, 101 do not', async () => {
    const tags = Array.from({ length: 101 }, (_, i) => `t${i}`);
    expect((await overwrite(cid(), tags)).code).toBe(20001);
    expect((await overwrite(cid(), tags.slice(1))).code).toBe(0);
    expect(await tagsOf(cid())).toHaveLength(100);
  });

  test('a tag of 32 characters fits, of 33 does not; Han letters count as characters', async () => {
    expect((await overwrite(cid(), ['字'.repeat(33)])).code).toBe(30005);
    expect((await overwrite(cid(), ['字'.repeat(32), 'x'.repeat(32)])).code).toBe(0);
  });

  test('512 characters together fit, 513 do not', async () => {
    const tags = Array.from({ length: 16 }, (_, i) => `${String(i).padStart(2, '0')}${'x'.repeat(30)}`);
    expect((await overwrite(cid(), [...tags, 'y'])).code).toBe(20001);
    expect((await overwrite(cid(), tags)).code).toBe(0);
  });

  test('refuses spaces, empties, wrong shapes and unknown cids', async () => {
    for (const bad of [['a b'], ['a\tb'], [''], [7], 'a', {}, null, undefined])
      expect((await overwrite(cid(), bad)).code, JSON.stringify(bad)).toBe(20001);
    expect(verdict(await overwrite(strangerCid(), ['a']))).toBe('400/20001 target user is invalid');
    expect((await s.ask('GET', `/user/custom_tag/cid/${strangerCid()}`)).code).toBe(20001);
  });

  test('an app without the right to change tags answers 30001 with HTTP 403', async () => {
    await s.dialect({ tagChanges: false });
    expect(verdict(await overwrite(cid(), ['a']))).toMatch(/^403\/30001 /);
    expect(verdict(await batch('PUT', 'a', [cid()]))).toMatch(/^403\/30001 /);
    expect(verdict(await batch('DELETE', 'a', [cid()]))).toMatch(/^403\/30001 /);
  });
});

describe('one tag for many', () => {
  test('answers "true" per cid as text at once and takes effect after a delay', async () => {
    const reply = await batch('PUT', '新标签', [cid(0), cid(1)]);
    expect(reply.data).toEqual({ [cid(0)]: 'true', [cid(1)]: 'true' });
    await s.advance(delayMs - 1);
    expect(await tagsOf(cid(0))).not.toContain('新标签');
    const seen = (await s.effects()).length;
    await s.advance(1);
    expect(await tagsOf(cid(0))).toContain('新标签');
    const added = (await s.effects()).slice(seen);
    expect(added).toHaveLength(1);
    expect(added[0]?.changes.map((change) => change.cid).sort()).toEqual([cid(0), cid(1)].sort());
  });

  test('adds to and takes from what is there', async () => {
    await overwrite(cid(), ['旧']);
    await batch('PUT', '新', [cid()]);
    await s.advance(delayMs);
    expect((await tagsOf(cid())).sort()).toEqual(['新', '旧'].sort());
    expect((await batch('DELETE', '旧', [cid()])).data).toEqual({ [cid()]: 'true' });
    await s.advance(delayMs);
    expect(await tagsOf(cid())).toEqual(['新']);
  });

  test('later calls never overtake earlier ones', async () => {
    await batch('PUT', 'x', [cid(0)]);
    await batch('DELETE', 'x', [cid(0)]);
    await batch('DELETE', 'y', [cid(0)]);
    await batch('PUT', 'y', [cid(0)]);
    await s.advance(10 * delayMs);
    const tags = await tagsOf(cid(0));
    expect(tags).not.toContain('x');
    expect(tags).toContain('y');
  });

  test('1000 cids fit, 1001 do not', async () => {
    await s.dialect({ duplicateCids: 'accept' });
    const cids = Array.from({ length: 1001 }, (_, i) => cid(i % 400));
    expect(verdict(await batch('PUT', 'k', cids))).toBe('400/20001 cid size over limit');
    expect((await batch('PUT', 'k', cids.slice(1))).code).toBe(0);
  });

  test('a cid that is not there fails alone', async () => {
    const reply = await batch('PUT', 'k', [cid(), strangerCid()]);
    expect(reply.code).toBe(0);
    expect(reply.data[cid()]).toBe('true');
    expect(reply.data[strangerCid()]).not.toBe('true');
  });

  test('a user with 100 tags takes no further one', async () => {
    await overwrite(
      cid(),
      Array.from({ length: 100 }, (_, i) => `t${i}`),
    );
    expect((await batch('PUT', 'one_more', [cid()])).data[cid()]).not.toBe('true');
    await s.advance(10 * delayMs);
    expect(await tagsOf(cid())).toHaveLength(100);
  });

  test('refuses spaces, length, empty lists and missing bodies', async () => {
    expect((await batch('PUT', 'a b', [cid()])).code).toBe(20001);
    expect((await batch('PUT', 'x'.repeat(33), [cid()])).code).toBe(30005);
    expect((await batch('PUT', '字'.repeat(32), [cid()])).code).toBe(0);
    for (const bad of [[], [''], [7], 'a', null, undefined])
      expect((await batch('PUT', 'a', bad)).code, JSON.stringify(bad)).toBe(20001);
    expect((await s.ask('DELETE', '/user/custom_tag/batch/a')).code).toBe(20001);
  });

  test('binding and unbinding share 100 calls a sliding minute', async () => {
    const call = (i: number) => batch(i % 2 ? 'PUT' : 'DELETE', 'q', [cid()]);
    for (let i = 0; i < 100; i++) expect((await call(i)).code).toBe(0);
    expect(verdict(await call(0))).toMatch(/^403\/30012 /);
    expect(verdict(await call(1))).toMatch(/^403\/30012 /);
    await s.advance(MINUTE_MS - 1);
    expect((await call(1)).code).toBe(30012);
    await s.advance(1);
    expect((await call(1)).code).toBe(0);
  });

  test('and a number of calls a day, until midnight in Shanghai', async () => {
    await s.dialect({ tagBatchPerDay: 4 });
    for (let i = 0; i < 4; i++) expect((await batch(i % 2 ? 'PUT' : 'DELETE', 'q', [cid()])).code).toBe(0);
    expect(verdict(await batch('PUT', 'q', [cid()]))).toMatch(/^403\/30011 /);
    await s.advance(14 * HOUR_MS - 1);
    expect((await batch('PUT', 'q', [cid()])).code).toBe(30011);
    await s.advance(1);
    expect((await batch('PUT', 'q', [cid()])).code).toBe(0);
  });

  test('the day is 10,000 calls long by default', async () => {
    const { quotas } = await s.control<{ quotas: { family: string; perMinute: number; perDay: number }[] }>(
      'GET',
      'quotas',
    );
    const limits = Object.fromEntries(
      quotas.map(({ family, perMinute, perDay }) => [family, [perMinute, perDay]]),
    );
    expect(limits['tag-batch']).toEqual([100, 10_000]);
    expect(limits.auth).toEqual([100, 100_000]);
    expect(limits['device-token']?.[0]).toBe(1000);
  });

  test('a calendar minute starts over on the clock', async () => {
    await s.dialect({ minuteWindow: 'fixed' });
    await s.advance(MINUTE_MS - 1_000);
    for (let i = 0; i < 100; i++) await batch('PUT', 'q', [cid()]);
    expect((await batch('PUT', 'q', [cid()])).code).toBe(30012);
    await s.advance(1_000);
    expect((await batch('PUT', 'q', [cid()])).code).toBe(0);
  });
});
