const NICKNAMES = ['晨曦', '小满', '青柠', '南风', '木子', '星河', '阿福', '云朵'] as const;

/** The made-up name of a seeded alias; it ends in its number, so the way back needs no table. */
function seededName(id: number): string {
  if (id % 4 === 0) return `user_${id}`;
  if (id % 4 === 1) return `u${10_000_000 + id}`;
  if (id % 4 === 2) return `VIP${id}`;
  return `${NICKNAMES[(id >>> 2) % NICKNAMES.length]}_${id}`;
}

/** Who has which alias: one alias a user, any number of users an alias. Users are indexes, columns hold linked lists. */
export class AliasBook {
  /** Alias id of each user, 0 for none. */
  readonly #of: Uint32Array;
  /** The next user with the same alias, plus one; 0 ends the list. */
  readonly #next: Uint32Array;
  /** First user of each alias id, plus one; 0 when nobody has it. */
  readonly #first: number[] = [0];
  readonly #sizes: number[] = [0];
  readonly #names = new Map<number, string>();
  readonly #ids = new Map<string, number>();
  readonly #free: number[] = [];
  #seeded = 0;
  #inUse = 0;

  constructor(size: number) {
    this.#of = new Uint32Array(size);
    this.#next = new Uint32Array(size);
  }

  /** Aliases with at least one user. */
  get size(): number {
    return this.#inUse;
  }

  /** Makes the next seeded alias; only before the first {@link bind}. */
  seed(): number {
    this.#first.push(0);
    this.#sizes.push(0);
    return ++this.#seeded;
  }

  /** Gives a user without alias this one by its id. */
  link(user: number, id: number): void {
    this.#of[user] = id;
    this.#next[user] = this.#first[id] as number;
    this.#first[id] = user + 1;
    if ((this.#sizes[id] as number) === 0) this.#inUse++;
    this.#sizes[id] = (this.#sizes[id] as number) + 1;
  }

  aliasOf(user: number): string | null {
    const id = this.#of[user] as number;
    return id === 0 ? null : this.#name(id);
  }

  usersOf(alias: string): number[] {
    const users: number[] = [];
    let at = this.#first[this.#id(alias)] as number;
    while (at !== 0) {
      users.push(at - 1);
      at = this.#next[at - 1] as number;
    }
    return users;
  }

  countOf(alias: string): number {
    return this.#sizes[this.#id(alias)] as number;
  }

  /** Moves a user to this alias. */
  bind(user: number, alias: string): void {
    const id = this.#id(alias) || this.#make(alias);
    if (this.#of[user] === id) return;
    this.unbind(user);
    this.link(user, id);
  }

  unbind(user: number): void {
    const id = this.#of[user] as number;
    if (id === 0) return;
    const after = this.#next[user] as number;
    if (this.#first[id] === user + 1) this.#first[id] = after;
    else {
      let at = (this.#first[id] as number) - 1;
      while (this.#next[at] !== user + 1) at = (this.#next[at] as number) - 1;
      this.#next[at] = after;
    }
    this.#of[user] = 0;
    this.#next[user] = 0;
    this.#sizes[id] = (this.#sizes[id] as number) - 1;
    if (this.#sizes[id] === 0) this.#drop(id);
  }

  /** Up to `limit` seeded aliases that now have between `least` and `most` users. */
  sample(least: number, most: number, limit: number): string[] {
    const found: string[] = [];
    for (let id = 1; id <= this.#seeded && found.length < limit; id++) {
      const size = this.#sizes[id] as number;
      if (size >= least && size <= most) found.push(seededName(id));
    }
    return found;
  }

  #name(id: number): string {
    return this.#names.get(id) ?? seededName(id);
  }

  /** 0 when there has never been such an alias, or nobody has it any more. */
  #id(alias: string): number {
    const known = this.#ids.get(alias);
    if (known !== undefined) return known;
    const digits = Number(/(\d{1,9})$/.exec(alias)?.[1] ?? 0);
    const id = /^u\d{8}$/.test(alias) ? digits - 10_000_000 : digits;
    return id > 0 && id <= this.#seeded && seededName(id) === alias ? id : 0;
  }

  #make(alias: string): number {
    const id = this.#free.pop() ?? this.#first.push(0) - 1;
    this.#sizes[id] = 0;
    this.#names.set(id, alias);
    this.#ids.set(alias, id);
    return id;
  }

  #drop(id: number): void {
    this.#inUse--;
    const name = this.#names.get(id);
    if (name === undefined) return;
    this.#names.delete(id);
    this.#ids.delete(name);
    this.#free.push(id);
  }
}
