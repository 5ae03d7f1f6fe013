import { hash } from './cid';
import { BRANDS, IPHONE, modelsOf, NO_TOKEN, type Person, TRAITS } from './people';
import { isProvince, PLACES } from './regions';
import { Users } from './users';

const DAY_S = 86_400;
/** Inhabitants of the provinces in millions, by the first two digits of their code. */
const INHABITANTS: Readonly<Record<string, number>> = {
  11: 22, 12: 14, 13: 74, 14: 35, 15: 24, 21: 42, 22: 24, 23: 31, 31: 25, 32: 85, 33: 65, 34: 61, 35: 42,
  36: 45, 37: 102, 41: 99, 42: 58, 43: 66, 44: 126, 45: 50, 46: 10, 50: 32, 51: 84, 52: 39, 53: 47, 54: 4,
  61: 40, 62: 25, 63: 6, 64: 7, 65: 26, 71: 6, 81: 4, 82: 1,
}; // biome-ignore format: a table reads better in rows
const FIRST_TIER = new Set(['北京市', '上海市', '广州市', '深圳市']);

/** A short generator of its own for each user: a user is the same whatever the number of users is. */
class Draw {
  #state: number;
  constructor(seed: number, user: number) {
    this.#state = hash(seed, user, 11);
  }
  /** From 0 up to 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  }
  below(n: number): number {
    return Math.floor(this.next() * n);
  }
}

/** A table of 8192 places in which each stands as often as people live there; capitals come first in the vendor's list. */
function placeTable(): Uint16Array {
  const seen = new Map<string, number>();
  const weights = PLACES.map((place) => {
    const rank = seen.get(place.province) ?? 0;
    seen.set(place.province, rank + 1);
    return rank === 0 ? 5 : rank < 4 ? 1.6 : 1;
  });
  const sums = new Map<string, number>();
  PLACES.forEach((place, i) => {
    sums.set(place.province, (sums.get(place.province) ?? 0) + (weights[i] as number));
  });
  const share = (i: number) => {
    const { province } = PLACES[i] as (typeof PLACES)[number];
    const people = INHABITANTS[province.slice(0, 2)] ?? 1;
    return (people * (weights[i] as number)) / (sums.get(province) ?? 1);
  };
  const total = PLACES.reduce((sum, _, i) => sum + share(i), 0);
  const table = new Uint16Array(8192);
  let at = 0;
  let end = 0;
  for (let i = 0; i < PLACES.length; i++) {
    end += share(i) / total;
    while (at < table.length && at < end * table.length) table[at++] = i;
  }
  return table;
}

function tierTable(): Uint8Array {
  const seen = new Set<string>();
  return Uint8Array.from(PLACES, (place) => {
    const first = !seen.has(place.province);
    seen.add(place.province);
    return FIRST_TIER.has(place.name) ? 1 : first || isProvince(place) ? 2 : 3;
  });
}

/** The users of a seed: the same for the same arguments (times count from the Shanghai midnight before `now`). */
export function seedUsers(size: number, seed: number, now: number): Users {
  const users = new Users(size, seed, now);
  const places = placeTable();
  const tiers = tierTable();
  let alias = 0;
  let aliasLeft = 0;
  for (let user = 0; user < size; user++) {
    const draw = new Draw(seed, user);
    const place = places[draw.below(places.length)] as number;
    users.place[user] = place;
    const person = makePerson(users, user, draw, (tiers[place] ?? 3) as 1 | 2 | 3);
    for (const [tag, chance] of TRAITS) if (draw.next() < chance(person)) users.tags.add(user, tag);
    if (draw.next() >= (person.loginDays > 5 ? 0.55 : 0.3)) continue;
    if (aliasLeft === 0) {
      alias = users.aliases.seed();
      aliasLeft = devicesOf(draw.next());
    }
    users.aliases.link(user, alias);
    aliasLeft--;
  }
  return users;
}

/** How many devices share an alias: mostly one, seldom the most there may be. */
function devicesOf(chance: number): number {
  if (chance < 0.86) return 1;
  if (chance < 0.96) return 2;
  if (chance < 0.985) return 3;
  if (chance < 0.997) return 4 + Math.floor((chance - 0.985) * 300);
  return 10;
}

function makePerson(users: Users, user: number, draw: Draw, tier: 1 | 2 | 3): Person {
  const ios = draw.next() < (tier === 1 ? 0.4 : tier === 2 ? 0.27 : 0.16);
  const brand = drawBrand(ios, draw.next());
  const models = modelsOf(ios, brand);
  const female = draw.next() < 0.49;
  const age = 16 + Math.floor(54 * draw.next() ** 1.6);
  const ageDays = 1 + Math.floor(1500 * draw.next() ** 1.4);
  const activity = draw.next() ** 2.2;
  const loginDays = Math.min(100, ageDays, Math.round(activity * 100));
  const loginSeconds = Math.min(
    ageDays * DAY_S,
    Math.floor(
      loginDays === 0
        ? (100 + 200 * draw.next()) * DAY_S
        : (draw.next() ** 3 * 100 * DAY_S) / (1 + loginDays / 6),
    ),
  );
  const notices = draw.next() < (ios ? 0.58 : 0.74);
  users.ios.set(user, ios);
  users.brand[user] = brand;
  users.model[user] = draw.below(models.length);
  users.loginDays[user] = loginDays;
  users.createdBefore[user] = ageDays * DAY_S - draw.below(DAY_S);
  users.loginBefore[user] = Math.min(loginSeconds, users.createdBefore[user] as number);
  users.notices.set(user, notices);
  users.online.set(user, loginSeconds < 3 * DAY_S && draw.next() < 0.45);
  users.black.set(user, draw.next() < 0.004);
  users.miniProgram.set(user, draw.next() < 0.08);
  const daysSinceLogin = Math.floor(loginSeconds / DAY_S);
  return { ios, tier, female, age, loginDays, daysSinceLogin, ageDays, notices, brand };
}

function drawBrand(ios: boolean, chance: number): number {
  if (ios) return chance < 0.93 ? IPHONE : NO_TOKEN;
  const limits = [0.3, 0.53, 0.72, 0.89, 0.91];
  const brand = limits.findIndex((limit) => chance < limit);
  return brand < 0 ? BRANDS.indexOf('unknown') : brand;
}
