import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Bench, openSandbox, type Sample, strangerCid, verdict } from './kit';

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

const bind = (...pairs: [cid: string, alias: string][]) =>
  s.ask('POST', '/user/alias', { data_list: pairs.map(([cid, alias]) => ({ cid, alias })) });
const unbind = (...pairs: [cid: string, alias: string][]) =>
  s.ask('DELETE', '/user/alias', { data_list: pairs.map(([cid, alias]) => ({ cid, alias })) });
const aliasOf = (cid: string) => s.ask('GET', `/user/alias/cid/${cid}`);
const cidsOf = (alias: string) => s.ask('GET', `/user/cid/alias/${encodeURIComponent(alias)}`);
const free = (n: number): string => {
  const cid = sample.withoutAlias[n];
  if (!cid) throw new Error('the sample is too small');
  return cid;
};

describe('binding', () => {
  test('answers success without data and can be read both ways', async () => {
    const reply = await bind([free(0), '张三_Li4'], [free(1), '张三_Li4']);
    expect(verdict(reply)).toBe('200/0 success');
    expect(reply.data).toBeUndefined();
    expect((await aliasOf(free(0))).data).toEqual({ alias: '张三_Li4' });
    expect([...(await cidsOf('张三_Li4')).data.cid].sort()).toEqual([free(0), free(1)].sort());
  });

  test('a new alias takes the place of the former', async () => {
    const held = sample.withAlias[0] ?? { cid: '', alias: '' };
    expect((await bind([held.cid, 'moved'])).code).toBe(0);
    expect((await aliasOf(held.cid)).data).toEqual({ alias: 'moved' });
    expect((await cidsOf(held.alias)).data).toEqual({});
    expect(await s.holders(held.alias)).toEqual([]);
  });

  test('upper and lower case are different aliases', async () => {
    await bind([free(0), 'Case'], [free(1), 'case']);
    expect((await cidsOf('Case')).data).toEqual({ cid: [free(0)] });
    expect((await cidsOf('case')).data).toEqual({ cid: [free(1)] });
  });

  test('ten cids fit, the eleventh is refused and nothing of its call is applied', async () => {
    for (let i = 0; i < 10; i++) expect((await bind([free(i), 'ten'])).code).toBe(0);
    const seen = (await s.effects()).length;
    const reply = await bind([free(20), 'other'], [free(10), 'ten']);
    expect(`${reply.http}/${reply.code}`).toBe('400/20001');
    expect(await s.holders('ten')).toHaveLength(10);
    expect(await s.holders('other')).toEqual([]);
    expect(await s.effects()).toHaveLength(seen);
    // One that has the alias already may be bound to it again, and a free place may be taken.
    expect((await bind([free(3), 'ten'])).code).toBe(0);
    expect((await unbind([free(3), 'ten'])).code).toBe(0);
    expect((await bind([free(10), 'ten'])).code).toBe(0);
  });

  test('seeded full aliases have exactly ten cids', async () => {
    expect(sample.fullAliases.length).toBeGreaterThanOrEqual(2);
    for (const alias of sample.fullAliases.slice(0, 2)) {
      expect((await cidsOf(alias)).data.cid).toHaveLength(10);
      expect((await bind([free(0), alias])).code).toBe(20001);
    }
  });

  test('a move within one call frees the place it leaves', async () => {
    const alias = sample.fullAliases[0] ?? '';
    const [first = ''] = await s.holders(alias);
    expect((await bind([first, 'elsewhere'], [free(0), alias])).code).toBe(0);
    expect(await s.holders(alias)).toContain(free(0));
  });

  test('an alias of 39 characters fits, one of 40 does not; Han letters count as characters', async () => {
    expect((await bind([free(0), 'a'.repeat(39)])).code).toBe(0);
    expect((await bind([free(1), '汉'.repeat(39)])).code).toBe(0);
    expect((await bind([free(2), '𠮷'.repeat(39)])).code).toBe(0);
    expect((await bind([free(3), 'a'.repeat(40)])).code).toBe(20001);
    expect((await bind([free(3), '汉'.repeat(40)])).code).toBe(20001);
    await s.dialect({ aliasLength: 'bytes' });
    expect((await bind([free(4), '汉'.repeat(13)])).code).toBe(0);
    expect((await bind([free(5), '汉'.repeat(14)])).code).toBe(20001);
  });

  test('letters, digits, underscore and Han are legal, all else is not', async () => {
    for (const alias of ['a-b', 'a.b', 'a@b', 'a b', 'á', 'あ', '😀', 'a/b', '，', 'a\u0000', ' ', 'ａ'])
      expect(verdict(await bind([free(0), alias])), JSON.stringify(alias)).toMatch(/^400\/20001 .*alias/);
    expect((await aliasOf(free(0))).data).toEqual({});
  });

  test('1000 pairs are taken in one call, 1001 are not', async () => {
    const pairs = Array.from({ length: 1000 }, (_, i): [string, string] => [
      free(i % 200),
      `bulk_${i % 200}`,
    ]);
    await s.dialect({ duplicateCids: 'accept' });
    expect((await bind(...pairs)).code).toBe(0);
    const reply = await bind(...pairs, [free(0), 'bulk_0']);
    expect(verdict(reply)).toBe('400/20001 data_list size over limit');
  });

  test('says which member is missing, empty or mistyped', async () => {
    expect(verdict(await s.ask('POST', '/user/alias', {}))).toBe('400/20001 data_list cannot be null');
    expect(verdict(await s.ask('POST', '/user/alias', { data_list: [] }))).toBe(
      '400/20001 data_list can not be empty',
    );
    expect(verdict(await s.ask('POST', '/user/alias', { data_list: {} }))).toBe(
      '400/20001 data_list type error',
    );
    expect((await s.ask('POST', '/user/alias')).code).toBe(20001);
    expect((await s.ask('POST', '/user/alias', null)).code).toBe(20001);
    for (const row of [
      { alias: 'a' },
      { cid: free(0) },
      { cid: '', alias: 'a' },
      { cid: free(0), alias: 7 },
      'row',
    ])
      expect((await s.ask('POST', '/user/alias', { data_list: [row] })).code).toBe(20001);
    const broken = await s.raw('POST', `${s.root}/user/alias`, { token: s.token() }, '{"data_list":');
    expect(`${broken.http}/${broken.code}`).toBe('200/1');
  });

  test('a cid of no user or of another app refuses the call whole', async () => {
    for (const cid of [strangerCid(), 'short', free(0).toUpperCase()]) {
      expect(verdict(await bind([free(1), 'ok'], [cid, 'a']))).toBe('400/20001 target user is invalid');
      expect((await aliasOf(free(1))).data).toEqual({});
    }
    await s.dialect({ unknownCid: 'accept' });
    expect((await bind([free(1), 'ok'], [strangerCid(), 'a'])).code).toBe(0);
    expect(await s.holders('ok')).toEqual([free(1)]);
    expect(await s.holders('a')).toEqual([]);
  });

  test('alias_type in the body or the query is accepted', async () => {
    const body = { data_list: [{ cid: free(0), alias: 'typed' }], alias_type: 'phone' };
    expect((await s.ask('POST', '/user/alias', body)).code).toBe(0);
    expect((await s.ask('GET', `/user/alias/cid/${free(0)}?alias_type=phone`)).data).toEqual({
      alias: 'typed',
    });
    expect((await s.ask('GET', '/user/cid/alias/typed?alias_type=phone')).data).toEqual({ cid: [free(0)] });
    expect((await s.ask('DELETE', '/user/alias/typed?alias_type=phone')).code).toBe(0);
    expect((await s.ask('GET', `/user/alias/cid/${free(0)}?alias_type=phone`)).data).toEqual({});
  });
});

describe('asking', () => {
  test('a cid without alias and an alias nobody has answer code 0 and empty data', async () => {
    expect((await aliasOf(free(0))).text).toBe(JSON.stringify({ code: 0, msg: 'success', data: {} }));
    const nobody = await cidsOf('没有人');
    expect(verdict(nobody)).toBe('200/0 success');
    expect(nobody.data).toEqual({});
  });

  test('an unknown cid is refused', async () => {
    expect(verdict(await aliasOf(strangerCid()))).toBe('400/20001 target user is invalid');
  });

  test('Chinese comes through escaped or as raw UTF-8 bytes', async () => {
    await bind([free(0), '王五']);
    expect((await cidsOf('王五')).data).toEqual({ cid: [free(0)] });
    const bytes = Buffer.from('/user/cid/alias/王五', 'utf8').toString('latin1');
    expect((await s.ask('GET', bytes)).data).toEqual({ cid: [free(0)] });
  });
});

describe('unbinding', () => {
  test('takes apart named pairs only', async () => {
    await bind([free(0), 'pair'], [free(1), 'pair'], [free(2), 'other']);
    expect((await unbind([free(0), 'pair'], [free(2), 'pair'])).code).toBe(0);
    expect(await s.holders('pair')).toEqual([free(1)]);
    expect(await s.holders('other')).toEqual([free(2)]);
  });

  test('takes 1000 pairs, not 1001, and reads the body of a DELETE', async () => {
    const pairs = Array.from({ length: 1001 }, (): [string, string] => [free(0), 'x']);
    await s.dialect({ duplicateCids: 'accept' });
    expect((await unbind(...pairs.slice(1))).code).toBe(0);
    expect((await unbind(...pairs)).code).toBe(20001);
    expect((await s.ask('DELETE', '/user/alias')).code).toBe(20001);
  });

  test('all of an alias at once', async () => {
    await bind([free(0), '全部'], [free(1), '全部'], [free(2), '全部']);
    expect(verdict(await s.ask('DELETE', `/user/alias/${encodeURIComponent('全部')}`))).toBe('200/0 success');
    expect(await s.holders('全部')).toEqual([]);
    expect((await aliasOf(free(1))).data).toEqual({});
    expect((await s.ask('DELETE', '/user/alias/nobody_has_it')).code).toBe(0);
  });

  test('a path that lost its alias is the batch endpoint, and refused for want of a body', async () => {
    await bind([free(0), 'kept']);
    expect((await s.ask('DELETE', '/user/alias/')).code).toBe(20001);
    expect((await s.ask('DELETE', '/user/alias/..')).code).not.toBe(0);
    expect((await s.calls()).at(-1)?.path).toBe(`${s.root}/user/alias/..`);
    expect(await s.holders('kept')).toEqual([free(0)]);
  });
});

test('random binds and unbinds end as a simple model says, and the effect log replays to the same end', async () => {
  const cids = sample.withoutAlias.slice(0, 40);
  const model = new Map<string, string>();
  const replay = new Map<string, unknown>();
  let state = 7;
  const roll = (below: number) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
  const holders = (alias: string) => [...model].filter(([, held]) => held === alias).length;
  await s.dialect({ duplicateCids: 'accept' });
  for (let round = 0; round < 150; round++) {
    const pairs = Array.from({ length: 1 + roll(6) }, (): [string, string] => [
      cids[roll(40)] ?? '',
      `m${roll(4)}`,
    ]);
    if (roll(4) === 0) {
      expect((await unbind(...pairs)).code).toBe(0);
      for (const [cid, alias] of pairs) if (model.get(cid) === alias) model.delete(cid);
      continue;
    }
    const before = new Map(model);
    let fits = true;
    for (const [cid, alias] of pairs) {
      if (model.get(cid) !== alias && holders(alias) >= 10) fits = false;
      if (fits) model.set(cid, alias);
    }
    if (!fits) {
      model.clear();
      for (const [cid, alias] of before) model.set(cid, alias);
    }
    expect((await bind(...pairs)).code).toBe(fits ? 0 : 20001);
  }
  for (const { changes } of await s.effects())
    for (const change of changes) {
      expect(replay.get(change.cid ?? '') ?? null).toBe(change.before);
      replay.set(change.cid ?? '', change.after);
    }
  for (const cid of cids) {
    expect((await s.user(cid)).alias ?? undefined).toBe(model.get(cid));
    expect(replay.get(cid) ?? undefined).toBe(model.get(cid));
  }
});
