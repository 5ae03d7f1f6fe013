import 'server-only';
import { createHash } from 'node:crypto';

/** A 64-bit hash as two unsigned halves. */
export type Hash64 = { hi: number; lo: number };

const K1 = 0x9e3779b1;
const K2 = 0x85ebca77;

/**
 * A fast hash of texts under a key, for telling keys apart, not for proving anything. 64 bits: among ten million keys
 * the chance that any two meet is 1 in 400,000.
 */
export function textHasher(secret: string): (text: string, into: Hash64) => void {
  const seed = createHash('sha256').update(secret).digest();
  const [a, b] = [seed.readInt32LE(0), seed.readInt32LE(4)];
  return (text, into) => {
    let h1 = a ^ text.length;
    let h2 = b;
    const length = text.length;
    for (let i = 0; i < length; i += 2) {
      const pair = text.charCodeAt(i) | (i + 1 < length ? text.charCodeAt(i + 1) << 16 : 0);
      h1 = Math.imul(h1 ^ pair, K1);
      h1 = (h1 << 13) | (h1 >>> 19);
      h2 = Math.imul(h2 ^ pair, K2);
      h2 = ((h2 << 17) | (h2 >>> 15)) + h1;
    }
    h1 = Math.imul(h1 ^ (h1 >>> 16), K2) ^ Math.imul(h2 ^ (h2 >>> 13), 0xc2b2ae3d);
    h2 = Math.imul(h2 ^ (h2 >>> 16), K1) ^ Math.imul(h1 ^ (h1 >>> 13), 0x27d4eb2f);
    into.hi = (h1 ^ (h1 >>> 15)) >>> 0;
    into.lo = (h2 ^ (h2 >>> 14)) >>> 0;
  };
}

const SEGMENTS = 256;
const WORDS = 4;
const FIRST_ENTRIES = 8;
const FULLEST = 0.86;
/** Small tables double; large ones grow by an eighth, so that little stands empty. */
const SMALL_ENTRIES = 2048;
const GROWTH = 1.125;

/** The last row of a key: its line, and the 40-bit mark of its content. */
export type Last = { line: number; markHi: number; markLo: number };

/**
 * Key → last row that bore it, for millions of keys: 16 bytes a key in 256 tables that grow one at a time, so that
 * neither the garbage collector nor a rehash is felt. The first byte of a hash chooses the table and is not stored.
 * An entry is [low half, 24 bits of the high half + 8 of the mark, 32 of the mark, line]; line 0 marks a free one.
 */
export class KeyIndex {
  #tables = new Array<Uint32Array | undefined>(SEGMENTS);
  #used = new Uint32Array(SEGMENTS);
  #size = 0;
  /** Where the last look ended: a row is put where it was just looked for. */
  #lastTable: Uint32Array | undefined;
  #lastAt = 0;
  #lastHi = 0;
  #lastLo = 0;

  get size(): number {
    return this.#size;
  }

  /** The last row of this key, written into `into`; false when there is none. */
  find(key: Hash64, into: Last): boolean {
    const table = this.#tables[key.hi >>> 24];
    if (!table) return false;
    const at = slotOf(table, key);
    this.#lastTable = table;
    this.#lastAt = at;
    this.#lastHi = key.hi;
    this.#lastLo = key.lo;
    const line = table[at + 3] ?? 0;
    if (line === 0) return false;
    into.line = line;
    into.markHi = (table[at + 1] ?? 0) & 0xff;
    into.markLo = table[at + 2] ?? 0;
    return true;
  }

  /** Makes this the last row of the key. `line` is from 1 to 2^32 - 1. */
  put(key: Hash64, row: Last): void {
    const segment = key.hi >>> 24;
    let table = this.#tables[segment];
    if (!table) {
      table = new Uint32Array(FIRST_ENTRIES * WORDS);
      this.#tables[segment] = table;
    }
    const known = table === this.#lastTable && key.hi === this.#lastHi && key.lo === this.#lastLo;
    let at = known ? this.#lastAt : slotOf(table, key);
    if (table[at + 3] === 0) {
      const used = (this.#used[segment] ?? 0) + 1;
      this.#used[segment] = used;
      this.#size++;
      if (used > (table.length / WORDS) * FULLEST) {
        table = grown(table);
        this.#tables[segment] = table;
        at = slotOf(table, key);
      }
    }
    table[at] = key.lo;
    table[at + 1] = (key.hi << 8) | (row.markHi & 0xff);
    table[at + 2] = row.markLo;
    table[at + 3] = row.line;
  }

  /**
   * Gives the keys of one of the 256 tables in rising order as [high half, low half, line] triples and lets the table
   * go. Calling it for 0 to 255 gives all keys in order and leaves nothing behind.
   */
  drain(segment: number): Uint32Array {
    const table = this.#tables[segment];
    this.#tables[segment] = undefined;
    if (!table) return new Uint32Array(0);
    this.#lastTable = undefined;
    const order = sorted(table, this.#used[segment] ?? 0);
    const out = new Uint32Array(order.length * 3);
    for (const [i, at] of order.entries()) {
      out[i * 3] = ((segment << 24) | high(table, at)) >>> 0;
      out[i * 3 + 1] = table[at] ?? 0;
      out[i * 3 + 2] = table[at + 3] ?? 0;
    }
    return out;
  }
}

const high = (table: Uint32Array, at: number) => (table[at + 1] ?? 0) >>> 8;

/** Whether the entry at `a` comes before the one at `b`. */
function before(table: Uint32Array, a: number, b: number): boolean {
  const order = high(table, a) - high(table, b);
  return order < 0 || (order === 0 && (table[a] ?? 0) < (table[b] ?? 0));
}

/** The places of all entries in rising order. Hashes spread evenly: by their first bits they nearly are in order. */
function sorted(table: Uint32Array, used: number): Uint32Array {
  const shift = 24 - Math.min(14, Math.ceil(Math.log2(used + 1)));
  const starts = new Uint32Array((1 << (24 - shift)) + 1);
  for (let at = 0; at < table.length; at += WORDS) {
    const bucket = (high(table, at) >>> shift) + 1;
    if (table[at + 3] !== 0) starts[bucket] = (starts[bucket] ?? 0) + 1;
  }
  for (let i = 1; i < starts.length; i++) starts[i] = (starts[i] ?? 0) + (starts[i - 1] ?? 0);
  const order = new Uint32Array(used);
  for (let at = 0; at < table.length; at += WORDS) {
    if (table[at + 3] === 0) continue;
    const bucket = high(table, at) >>> shift;
    const to = starts[bucket] ?? 0;
    starts[bucket] = to + 1;
    order[to] = at;
  }
  for (let i = 1; i < used; i++) {
    const at = order[i] ?? 0;
    let to = i;
    for (; to > 0 && before(table, at, order[to - 1] ?? 0); to--) order[to] = order[to - 1] ?? 0;
    order[to] = at;
  }
  return order;
}

/** Where the key stands, or the free entry where it would. */
function slotOf(table: Uint32Array, key: Hash64): number {
  const entries = table.length / WORDS;
  const high = key.hi & 0xffffff;
  let at = Math.floor((key.lo / 0x1_0000_0000) * entries) * WORDS;
  while (table[at + 3] !== 0 && (table[at] !== key.lo || (table[at + 1] ?? 0) >>> 8 !== high)) {
    at += WORDS;
    if (at === table.length) at = 0;
  }
  return at;
}

function grown(table: Uint32Array): Uint32Array {
  const entries = table.length / WORDS;
  const more = entries < SMALL_ENTRIES ? entries * 2 : Math.ceil(entries * GROWTH);
  const bigger = new Uint32Array(more * WORDS);
  const key: Hash64 = { hi: 0, lo: 0 };
  for (let at = 0; at < table.length; at += WORDS) {
    if (table[at + 3] === 0) continue;
    key.lo = table[at] ?? 0;
    key.hi = (table[at + 1] ?? 0) >>> 8;
    const to = slotOf(bigger, key);
    for (let word = 0; word < WORDS; word++) bigger[to + word] = table[at + word] ?? 0;
  }
  return bigger;
}
