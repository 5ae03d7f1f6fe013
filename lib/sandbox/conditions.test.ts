import { beforeAll, describe, expect, test } from 'vitest';
import { hash } from './cid';
import { type Condition, countUsers, type Meaning } from './conditions';
import { TRAITS } from './people';
import { PLACES, REGIONS } from './regions';
import { seedUsers } from './seed';
import type { Users } from './users';

const NOON = Date.UTC(2026, 0, 15, 4);
const DEFAULT: Meaning = { notMeaning: 'none-of', provinceIncludesCities: true };
let users: Users;
beforeAll(() => {
  users = seedUsers(3001, 4, NOON);
});

function hasValue(user: number, key: Condition['key'], value: string, meaning: Meaning): boolean {
  if (key === 'phone_type') return value === (users.ios.has(user) ? 'ios' : 'android');
  if (key === 'custom_tag') return users.tags.of(user).includes(value);
  const place = PLACES[users.place[user] as number];
  return place?.code === value || (meaning.provinceIncludesCities && place?.province === value);
}

/** The page's words, one user at a time. */
function fits(user: number, { key, values, opt }: Condition, meaning: Meaning): boolean {
  const has = values.map((value) => hasValue(user, key, value, meaning));
  if (opt === 'or') return has.includes(true);
  if (opt === 'and') return !has.includes(false);
  return meaning.notMeaning === 'none-of' ? !has.includes(true) : has.includes(false);
}

const slow = (conditions: readonly Condition[], meaning: Meaning) =>
  Array.from({ length: users.size }, (_, user) => user).filter((user) =>
    conditions.every((condition) => fits(user, condition, meaning)),
  ).length;

const POOLS: Readonly<Record<Condition['key'], readonly string[]>> = {
  phone_type: ['android', 'ios'],
  region: REGIONS.map((region) => region.code),
  custom_tag: [...TRAITS.map(([tag]) => tag), 'no_such_tag'],
};
const pick = <T>(list: readonly T[], ...seed: [number, number]): T =>
  list[hash(9, ...seed) % list.length] as T;

function randomConditions(round: number): Condition[] {
  return Array.from({ length: 1 + (hash(8, round, 0) % 4) }, (_, i): Condition => {
    const at = round * 10 + i;
    const key = pick(['phone_type', 'region', 'custom_tag'] as const, at, 1);
    const values = Array.from({ length: 1 + (hash(8, at, 2) % 3) }, (_, n) => pick(POOLS[key], at, 10 + n));
    return { key, values, opt: pick(['or', 'and', 'not'] as const, at, 3) };
  });
}

describe('counting', () => {
  test.each([
    DEFAULT,
    { ...DEFAULT, notMeaning: 'not-all' },
    { ...DEFAULT, provinceIncludesCities: false },
  ] satisfies Meaning[])('agrees with looking at every user: %j', (meaning) => {
    let some = 0;
    for (let round = 0; round < 120; round++) {
      const conditions = randomConditions(round);
      const count = countUsers(users, conditions, meaning, 0, NOON);
      expect(count, JSON.stringify(conditions)).toBe(slow(conditions, meaning));
      if (count > 0 && count < users.size) some++;
    }
    expect(some).toBeGreaterThan(40);
  });

  test('no condition counts everybody', () => expect(countUsers(users, [], DEFAULT, 0, NOON)).toBe(3001));

  test('a province is the sum of its cities', () => {
    const of = (values: string[]) =>
      countUsers(users, [{ key: 'region', values, opt: 'or' }], DEFAULT, 0, NOON);
    const cities = REGIONS.filter((region) => region.province === '44000000' && region.code !== '44000000');
    expect(of(['44000000'])).toBe(of(cities.map((city) => city.code)));
    expect(of(['44000000'])).toBeGreaterThan(0);
  });

  test('those who have been away for long can be left out', () => {
    const recent = Array.from({ length: users.size }, (_, user) => user).filter(
      (user) => users.lastLoginAt(user) >= users.base - 30 * 86_400_000,
    );
    expect(countUsers(users, [], DEFAULT, 30, NOON)).toBe(recent.length);
    expect(recent.length).toBeLessThan(users.size);
  });

  test('counting changes nothing', () => {
    const before = users.tags.bits('美妆').count();
    countUsers(users, [{ key: 'custom_tag', values: ['美妆', '护肤'], opt: 'not' }], DEFAULT, 0, NOON);
    expect(users.tags.bits('美妆').count()).toBe(before);
  });
});
