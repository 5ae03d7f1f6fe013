import { beforeAll, describe, expect, test } from 'vitest';
import { sampleOf } from './sample';
import { seedUsers } from './seed';
import type { Users } from './users';

const NOON = Date.UTC(2026, 0, 15, 4);
let users: Users;
beforeAll(() => {
  users = seedUsers(20_000, 1, NOON);
});

const all = (of: Users) =>
  Array.from({ length: 500 }, (_, user) => [
    of.cid(user),
    of.aliases.aliasOf(user),
    of.tags.of(user).sort(),
    of.token(user, false),
    of.phoneModel(user),
    of.createdAt(user),
    of.lastLoginAt(user),
    of.place[user],
  ]);

describe('users of a seed', () => {
  test('are the same again, also at another hour of the day', () => {
    expect(all(seedUsers(20_000, 1, NOON + 3_600_000))).toEqual(all(users));
  });

  test('are others for another seed', () => {
    const others = seedUsers(500, 2, NOON);
    expect(others.cid(0)).not.toBe(users.cid(0));
    expect(all(others)).not.toEqual(all(users));
  });

  test('do not depend on how many there are', () => {
    expect(all(seedUsers(600, 1, NOON))[17]).toEqual(all(users)[17]);
  });

  test('have facts that fit each other', () => {
    for (let user = 0; user < users.size; user++) {
      expect(users.createdAt(user)).toBeLessThanOrEqual(users.lastLoginAt(user));
      expect(users.lastLoginAt(user)).toBeLessThanOrEqual(NOON);
      expect(users.phoneModel(user)).not.toBe('');
      expect(users.phoneModel(user).startsWith('iPhone')).toBe(users.ios.has(user));
      expect(users.loginDays[user]).toBeLessThanOrEqual(100);
    }
  });

  test('keep to the limits of tags', () => {
    for (let user = 0; user < users.size; user++) {
      const tags = users.tags.of(user);
      expect(tags).toHaveLength(users.tags.countOf(user));
      expect([...tags.join('')]).toHaveLength(users.tags.charactersOf(user));
      expect(tags.length).toBeLessThanOrEqual(100);
    }
  });

  test('overlap as people do: tags go with phones, places and one another', () => {
    const both = (a: string, b: string) => users.tags.bits(a).and(users.tags.bits(b)).count();
    const expected = (users.tags.bits('美妆').count() * users.tags.bits('护肤').count()) / users.size;
    expect(both('美妆', '护肤')).toBeGreaterThan(expected * 1.3);
    expect(both('高活跃', '沉睡用户')).toBe(0);
  });

  test('offer samples of every sort', () => {
    const sample = sampleOf(users);
    expect(sample.cids).toHaveLength(20);
    expect(sample.cids.map((cid) => users.aliases.aliasOf(users.find(cid)) !== null)).toEqual(
      sample.cids.map((_, i) => i < 10),
    );
    expect(sample.withAlias.length).toBeGreaterThanOrEqual(20);
    for (const { cid, alias } of sample.withAlias)
      expect(users.aliases.usersOf(alias)).toEqual([users.find(cid)]);
    expect(sample.withoutAlias.length).toBeGreaterThanOrEqual(200);
    expect(sample.fullAliases.length).toBeGreaterThanOrEqual(2);
    for (const alias of sample.fullAliases) expect(users.aliases.usersOf(alias)).toHaveLength(10);
    for (const alias of sample.aliasesSeveral) expect(users.aliases.countOf(alias)).toBeGreaterThan(1);
    for (const cid of sample.foreign) expect(users.find(cid)).toBe(-1);
  });
});
