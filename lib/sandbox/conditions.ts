import { Bitset } from './bitset';
import { shanghaiMidnight } from './clock';
import { PLACES } from './regions';
import type { Users } from './users';

export const KEYS = ['phone_type', 'region', 'custom_tag'] as const;
export const OPT_TYPES = ['or', 'and', 'not'] as const;
export type Condition = {
  readonly key: (typeof KEYS)[number];
  readonly values: readonly string[];
  readonly opt: (typeof OPT_TYPES)[number];
};
export type Meaning = {
  readonly notMeaning: 'none-of' | 'not-all';
  readonly provinceIncludesCities: boolean;
};

/** The users with a tag, as a set of its own. */
type TagBits = (tag: string) => Bitset;

/** The users with one value of a key other than region, as a set that the caller may change. */
function usersWith(users: Users, tagBits: TagBits, key: Condition['key'], value: string): Bitset {
  if (key === 'custom_tag') return tagBits(value);
  if (value === 'ios') return users.ios.copy();
  return value === 'android' ? users.ios.copy().flip() : new Bitset(users.size);
}

/** One pass over the column of places, a word of 32 users at a time. */
function usersIn(users: Users, fits: (place: number) => boolean): Bitset {
  const wanted = Uint8Array.from(PLACES, (_, place) => (fits(place) ? 1 : 0));
  const { place, size } = users;
  const bits = new Bitset(size);
  for (let w = 0, user = 0; user < size; w++) {
    let word = 0;
    for (let bit = 0; bit < 32 && user < size; bit++, user++)
      word |= (wanted[place[user] as number] as number) << bit;
    bits.words[w] = word;
  }
  return bits;
}

const inRegion = (place: number, code: string, { provinceIncludesCities }: Meaning) => {
  const region = PLACES[place];
  return region?.code === code || (provinceIncludesCities && region?.province === code);
};

/** user page: "values间的交并补操作"; what `not` means for several values is left open. */
function usersOf(users: Users, tagBits: TagBits, { key, values, opt }: Condition, meaning: Meaning): Bitset {
  const unite = opt === 'or' || (opt === 'not' && meaning.notMeaning === 'none-of');
  if (key === 'region') {
    const fits = (place: number) => (code: string) => inRegion(place, code, meaning);
    const bits = usersIn(users, (place) => (unite ? values.some(fits(place)) : values.every(fits(place))));
    return opt === 'not' ? bits.flip() : bits;
  }
  const [first, ...others] = values.map((value) => usersWith(users, tagBits, key, value));
  if (!first) return new Bitset(users.size);
  for (const other of others) {
    if (unite) first.or(other);
    else first.and(other);
  }
  return opt === 'not' ? first.flip() : first;
}

/**
 * How many users meet all conditions; without any, how many there are. `activeDays` 0: whenever they came last.
 * `tagBits` may tell of an earlier time than now.
 */
export function countUsers(
  users: Users,
  conditions: readonly Condition[],
  meaning: Meaning,
  activeDays: number,
  now: number,
  tagBits: TagBits = (tag) => users.tags.bits(tag),
): number {
  const sets = conditions.map((condition) => usersOf(users, tagBits, condition, meaning));
  if (activeDays > 0) sets.push(activeUsers(users, activeDays, now));
  const [first, ...others] = sets;
  if (!first) return users.size;
  for (const other of others) first.and(other);
  return first.count();
}

function activeUsers(users: Users, days: number, now: number): Bitset {
  const since = shanghaiMidnight(now) - days * 86_400_000;
  const bits = new Bitset(users.size);
  for (let user = 0; user < users.size; user++) if (users.lastLoginAt(user) >= since) bits.add(user);
  return bits;
}
