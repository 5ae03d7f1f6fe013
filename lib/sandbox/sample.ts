import { FOREIGN_CIDS, type Users } from './users';

/** Cids and aliases to try things with, taken from users as they were seeded. */
export type Sample = ReturnType<typeof sampleOf>;

/** Reads users right after seeding; fewer than asked for when there are not enough. */
export function sampleOf(users: Users) {
  const first = (most: number, fits: (user: number) => boolean) => {
    const found: number[] = [];
    for (let user = 0; user < users.size && found.length < most; user++) if (fits(user)) found.push(user);
    return found;
  };
  const cids = (most: number, fits: (user: number) => boolean) => first(most, fits).map(users.cid);
  const aliasOf = (user: number) => users.aliases.aliasOf(user);
  const isAlone = (user: number) => users.aliases.countOf(aliasOf(user) ?? '') === 1;
  const withAlias = first(100, isAlone).map((user) => ({ cid: users.cid(user), alias: aliasOf(user) ?? '' }));
  const withoutAlias = cids(500, (user) => aliasOf(user) === null);
  return {
    /** Ten with an alias, whoever else has it, then ten without. */
    cids: [...cids(10, (user) => aliasOf(user) !== null), ...withoutAlias.slice(0, 10)],
    /** Users who have their alias alone. */
    withAlias,
    withoutAlias,
    ios: cids(50, (user) => users.ios.has(user)),
    android: cids(50, (user) => !users.ios.has(user)),
    online: cids(20, (user) => users.online.has(user)),
    offline: cids(20, (user) => !users.online.has(user)),
    black: cids(20, (user) => users.black.has(user)),
    miniProgram: cids(20, (user) => users.miniProgram.has(user)),
    /** Of another app: nothing here knows them. */
    foreign: Array.from({ length: FOREIGN_CIDS }, (_, i) => users.foreign.encode(i)),
    aliasesOne: users.aliases.sample(1, 1, 20),
    aliasesSeveral: users.aliases.sample(2, 9, 20),
    /** As many users as an alias may have. */
    fullAliases: users.aliases.sample(10, 10, 20),
    tags: users.tags.sizes().slice(0, 60),
  };
}
