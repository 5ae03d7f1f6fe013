/** A reversible mix of 32 bits (the finalizer of MurmurHash3). */
export function mix(word: number): number {
  let h = word;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** Undoes {@link mix}: the factors are the inverses of its own modulo 2^32. */
export function unmix(word: number): number {
  let h = word ^ (word >>> 16);
  h = Math.imul(h, 0x7ed1b41d);
  h = Math.imul(h ^ (h >>> 13) ^ (h >>> 26), 0xa5cb9243);
  return (h ^ (h >>> 16)) >>> 0;
}

/** 32 bits that depend on all three numbers. */
export const hash = (seed: number, index: number, salt: number): number =>
  mix((mix((index ^ Math.imul(seed, 0x9e3779b1)) >>> 0) + Math.imul(salt, 0x85ebca77)) >>> 0);

const hex = (word: number) => (word >>> 0).toString(16).padStart(8, '0');
const CID = /^[0-9a-f]{32}$/;

/**
 * Client ids computed from the index of a user, so that looking one up needs no table: the first word is a keyed
 * permutation of the index, the other three prove that the whole id was made with this key.
 */
export class CidCodec {
  constructor(
    readonly key: number,
    readonly size: number,
  ) {}

  /** The 32 lower-case hex digits of user `index`. */
  encode(index: number): string {
    return (
      hex(mix((index ^ this.key) >>> 0)) +
      hex(hash(this.key, index, 1)) +
      hex(hash(this.key, index, 2)) +
      hex(hash(this.key, index, 3))
    );
  }

  /** The index of a cid, or -1 when it is none of this app's. */
  decode(cid: string): number {
    if (!CID.test(cid)) return -1;
    const word = (at: number) => Number.parseInt(cid.slice(at * 8, at * 8 + 8), 16);
    const index = (unmix(word(0)) ^ this.key) >>> 0;
    if (index >= this.size) return -1;
    for (let at = 1; at < 4; at++) if (word(at) !== hash(this.key, index, at)) return -1;
    return index;
  }
}
