import { AliasBook } from './alias-book';
import { Bitset } from './bitset';
import { CidCodec, hash } from './cid';
import { shanghaiMidnight } from './clock';
import { BRANDS, IPHONE, modelsOf, NO_TOKEN } from './people';
import { TagBook } from './tag-book';

const FOREIGN_KEY = 0x0f0e1a2b;
/** Cids of another app, for what refuses them. */
export const FOREIGN_CIDS = 16;

/** Everything known of the users of the app, in columns; a user is an index from 0 to `size` - 1. */
export class Users {
  readonly cids: CidCodec;
  readonly foreign: CidCodec;
  readonly aliases: AliasBook;
  readonly tags: TagBook;
  readonly ios: Bitset;
  readonly online: Bitset;
  readonly notices: Bitset;
  readonly black: Bitset;
  readonly miniProgram: Bitset;
  /** Index into PLACES. */
  readonly place: Uint16Array;
  readonly brand: Uint8Array;
  readonly model: Uint8Array;
  readonly loginDays: Uint8Array;
  /** Seconds before {@link base}. */
  readonly createdBefore: Uint32Array;
  readonly loginBefore: Uint32Array;
  /** Only what differs from 0. */
  readonly #badges = new Map<number, number>();
  /** Tokens bound by call, as `PREFIX_token`: for mini programs, and for the vendor's channel of the phone. */
  readonly #wxTokens = new Map<number, string>();
  readonly #vendorTokens = new Map<number, string>();
  /** Midnight in Shanghai (ms) of the day the users were made: times are told from there. */
  readonly base: number;

  constructor(
    readonly size: number,
    readonly seed: number,
    now: number,
  ) {
    const key = hash(seed, 0, 99);
    this.cids = new CidCodec(key, size);
    this.foreign = new CidCodec(key ^ FOREIGN_KEY, FOREIGN_CIDS);
    this.aliases = new AliasBook(size);
    this.tags = new TagBook(size);
    this.ios = new Bitset(size);
    this.online = new Bitset(size);
    this.notices = new Bitset(size);
    this.black = new Bitset(size);
    this.miniProgram = new Bitset(size);
    this.place = new Uint16Array(size);
    this.brand = new Uint8Array(size);
    this.model = new Uint8Array(size);
    this.loginDays = new Uint8Array(size);
    this.createdBefore = new Uint32Array(size);
    this.loginBefore = new Uint32Array(size);
    this.base = shanghaiMidnight(now);
  }

  /** The index of a cid of this app, or -1. */
  find = (cid: string): number => this.cids.decode(cid);
  cid = (user: number): string => this.cids.encode(user);

  lastLoginAt = (user: number): number => this.base - (this.loginBefore[user] as number) * 1000;
  createdAt = (user: number): number => this.base - (this.createdBefore[user] as number) * 1000;
  /** Another app of the phone may hold the connection. */
  deviceOnline = (user: number): boolean => this.online.has(user) || hash(this.seed, user, 7) % 5 === 0;
  phoneModel = (user: number): string =>
    modelsOf(this.ios.has(user), this.brand[user] as number)[this.model[user] as number] ?? '';

  badge = (user: number): number => this.#badges.get(user) ?? 0;
  setBadge(user: number, value: number): void {
    if (value === 0) this.#badges.delete(user);
    else this.#badges.set(user, value);
  }

  /** `PREFIX_token` of a channel, or null. An empty text in the map stands for a token taken away. */
  token(user: number, wx: boolean): string | null {
    if (wx) return this.#wxTokens.get(user) ?? null;
    const bound = this.#vendorTokens.get(user);
    if (bound !== undefined) return bound || null;
    const brand = this.brand[user] as number;
    if (brand === NO_TOKEN) return null;
    const prefix = brand === IPHONE ? 'IOS' : (BRANDS[brand] ?? '').toUpperCase();
    return `${prefix}_${this.#seededToken(user)}`;
  }

  setToken(user: number, wx: boolean, token: string | null): void {
    if (!wx) this.#vendorTokens.set(user, token ?? '');
    else if (token === null) this.#wxTokens.delete(user);
    else this.#wxTokens.set(user, token);
  }

  #seededToken(user: number): string {
    const word = (salt: number) =>
      hash(this.seed, user, 20 + salt)
        .toString(16)
        .padStart(8, '0');
    return [0, 1, 2, 3, 4, 5, 6, 7].map(word).join('');
  }
}
