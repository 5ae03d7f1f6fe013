import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Bench, openSandbox } from './kit';

// Long random walks against models of a few lines; every walk is fixed by its seed.
const SEEDS = [1, 2, 3];
const USERS = 1_500;
let s: Bench;
let cids: string[] = [];
beforeAll(async () => {
  s = await openSandbox({ users: USERS });
});
afterAll(() => s.close());

async function fresh(dialect: Record<string, unknown> = {}): Promise<void> {
  await s.reset({ dialect });
  await s.control('POST', 'clock', { set: Date.UTC(2026, 10, 24, 2), frozen: true });
  await s.signIn();
  cids = (await s.sample()).withoutAlias.slice(0, 30);
}

/** Whole numbers below a bound, the same for the same seed. */
function dice(seed: number): (below: number) => number {
  let state = seed * 2_654_435_761;
  return (below) => {
    state = (Math.imul(state ^ (state >>> 15), 2_246_822_519) + 374_761_393) | 0;
    return (state >>> 8) % below;
  };
}

const some = (roll: (below: number) => number): string[] => cids.filter(() => roll(3) === 0);
const batch = (method: 'PUT' | 'DELETE', tag: string, cid: string[]) =>
  s.ask(method, `/user/custom_tag/batch/${encodeURIComponent(tag)}`, { cid });

test.each(SEEDS)(
  'tags bound, unbound and overwritten in any order end as a model says (seed %i)',
  async (seed) => {
    await fresh({ tagBatchPerMinute: 0, tagSecondOverwrite: 'accept' });
    const roll = dice(seed);
    const tags = ['甲', '乙', '丙', '丁'];
    const model = new Map<string, Set<string>>();
    for (const cid of cids) {
      expect((await s.ask('POST', `/user/custom_tag/cid/${cid}`, { custom_tag: ['始'] })).code).toBe(0);
      model.set(cid, new Set(['始']));
    }
    const seen = (await s.effects()).at(-1)?.seq ?? 0;
    for (let step = 0; step < 80; step++) {
      const tag = tags[roll(4)] ?? '';
      const chosen = some(roll);
      const adds = roll(2) === 0;
      if (chosen.length === 0) continue;
      expect((await batch(adds ? 'PUT' : 'DELETE', tag, chosen)).code).toBe(0);
      for (const cid of chosen) {
        if (adds) model.get(cid)?.add(tag);
        else model.get(cid)?.delete(tag);
      }
      if (roll(3) === 0) await s.advance(roll(2_000));
    }
    await s.advance(60_000);
    for (const cid of cids) expect(new Set((await s.user(cid)).tags)).toEqual(model.get(cid));

    const rows = (await s.effects(seen)).flatMap(({ changes }) => changes);
    for (const cid of cids) {
      let before: unknown;
      for (const row of rows.filter((one) => one.cid === cid)) {
        if (before !== undefined)
          expect(new Set(row.before as string[])).toEqual(new Set(before as string[]));
        before = row.after;
      }
      if (before !== undefined) expect(new Set(before as string[])).toEqual(model.get(cid));
    }
  },
);

test.each(SEEDS)('badges add up as a model says, and the log shows every step (seed %i)', async (seed) => {
  await fresh();
  const roll = dice(seed);
  const model = new Map(cids.map((cid) => [cid, 0]));
  let applied = 0;
  for (let step = 0; step < 120; step++) {
    const chosen = some(roll);
    const n = roll(20);
    const kind = roll(3);
    if (chosen.length === 0) continue;
    const badge = kind === 0 ? n : kind === 1 ? `+${n}` : `-${n}`;
    expect((await s.ask('POST', `/user/badge/cid/${chosen.join(',')}`, { badge })).code).toBe(0);
    applied += chosen.length;
    for (const cid of chosen) {
      const before = model.get(cid) ?? 0;
      model.set(cid, kind === 0 ? n : kind === 1 ? before + n : Math.max(0, before - n));
    }
  }
  const rows = (await s.effects()).flatMap(({ changes }) => changes);
  expect(rows).toHaveLength(applied);
  const replay = new Map<string | null, unknown>();
  for (const row of rows) {
    expect(row.before).toBe(replay.get(row.cid) ?? 0);
    replay.set(row.cid, row.after);
  }
  for (const cid of cids) {
    expect((await s.user(cid)).badge).toBe(model.get(cid));
    expect(replay.get(cid) ?? 0).toBe(model.get(cid));
  }
});

type Item = { key: 'custom_tag'; values: string[]; opt_type: 'or' | 'and' | 'not' };

test.each([
  ['none-of', 11],
  ['not-all', 12],
] as const)('random conditions count what brute force counts, not = %s', async (notMeaning, seed) => {
  await fresh({ tagBindDelayMs: 0, notMeaning });
  const roll = dice(seed);
  const tags = ['一_', '二_', '三_', '四_', '五_'];
  const borne = new Map(cids.map((cid) => [cid, new Set<string>()]));
  for (const tag of tags) {
    const chosen = some(roll);
    await batch('PUT', tag, chosen);
    for (const cid of chosen) borne.get(cid)?.add(tag);
  }
  await s.advance(60_000);
  const meets = (item: Item, has: ReadonlySet<string>) => {
    const all = item.values.every((value) => has.has(value));
    const any = item.values.some((value) => has.has(value));
    if (item.opt_type === 'not') return notMeaning === 'none-of' ? !any : !all;
    return item.opt_type === 'or' ? any : all;
  };
  const nobody: ReadonlySet<string> = new Set();
  for (let round = 0; round < 150; round++) {
    const items = Array.from({ length: 1 + roll(3) }, (): Item => {
      const values = tags.filter(() => roll(3) === 0);
      return {
        key: 'custom_tag',
        values: values.length ? values : [tags[roll(5)] ?? ''],
        opt_type: (['or', 'and', 'not'] as const)[roll(3)] ?? 'or',
      };
    });
    const ours = cids.filter((cid) => items.every((item) => meets(item, borne.get(cid) ?? nobody))).length;
    const others = items.every((item) => meets(item, nobody)) ? USERS - cids.length : 0;
    const reply = await s.ask('POST', '/user/count', { tag: items });
    expect(reply.data.user_count, JSON.stringify(items)).toBe(ours + others);
  }
});
