import { Bitset } from './bitset';

/** Code points of a text: what the vendor's pages call 字符 or 字. */
export const lengthOf = (text: string): number => {
  let length = 0;
  for (const _ of text) length++;
  return length;
};

/** Few members in a set, many in a bitset: thousands of small tags over millions of users stay cheap. */
class Members {
  #few: Set<number> | null = new Set();
  #many: Bitset | null = null;
  size = 0;
  /** Of the tag's name. */
  readonly characters: number;

  constructor(
    readonly users: number,
    tag: string,
  ) {
    this.characters = lengthOf(tag);
  }

  has(user: number): boolean {
    return this.#many ? this.#many.has(user) : (this.#few?.has(user) ?? false);
  }

  add(user: number): void {
    this.size++;
    if (this.#many) this.#many.add(user);
    else this.#few?.add(user);
    if (this.#few && this.size > 64 && this.size > this.users >>> 6) {
      this.#many = this.bits();
      this.#few = null;
    }
  }

  remove(user: number): void {
    this.size--;
    if (this.#many) this.#many.remove(user);
    else this.#few?.delete(user);
  }

  /** A set of its own that the caller may change. */
  bits(): Bitset {
    if (this.#many) return this.#many.copy();
    const bits = new Bitset(this.users);
    for (const user of this.#few ?? []) bits.add(user);
    return bits;
  }
}

/** Which user has which tags. */
export class TagBook {
  readonly #tags = new Map<string, Members>();
  /** Tags of each user, and their characters together. */
  readonly #counts: Uint8Array;
  readonly #characters: Uint16Array;

  constructor(readonly users: number) {
    this.#counts = new Uint8Array(users);
    this.#characters = new Uint16Array(users);
  }

  has(user: number, tag: string): boolean {
    return this.#tags.get(tag)?.has(user) ?? false;
  }

  of(user: number): string[] {
    const tags: string[] = [];
    if (this.#counts[user] === 0) return tags;
    for (const [tag, members] of this.#tags) if (members.has(user)) tags.push(tag);
    return tags;
  }

  countOf = (user: number): number => this.#counts[user] as number;
  charactersOf = (user: number): number => this.#characters[user] as number;

  /** False when the user has it already. */
  add(user: number, tag: string): boolean {
    let members = this.#tags.get(tag);
    if (!members) {
      members = new Members(this.users, tag);
      this.#tags.set(tag, members);
    }
    if (members.has(user)) return false;
    members.add(user);
    this.#counts[user] = (this.#counts[user] as number) + 1;
    this.#characters[user] = (this.#characters[user] as number) + members.characters;
    return true;
  }

  /** False when the user does not have it. */
  remove(user: number, tag: string): boolean {
    const members = this.#tags.get(tag);
    if (!members?.has(user)) return false;
    members.remove(user);
    this.#counts[user] = (this.#counts[user] as number) - 1;
    this.#characters[user] = (this.#characters[user] as number) - members.characters;
    if (members.size === 0) this.#tags.delete(tag);
    return true;
  }

  /** The users with this tag as a set of its own. */
  bits(tag: string): Bitset {
    return this.#tags.get(tag)?.bits() ?? new Bitset(this.users);
  }

  /** All tags with the number of their users, the largest first. */
  sizes(): { tag: string; users: number }[] {
    return [...this.#tags]
      .map(([tag, members]) => ({ tag, users: members.size }))
      .sort((a, b) => b.users - a.users);
  }
}
