import 'server-only';
import { type Hash64, KeyIndex, type Last } from './key-index';

/** The last row of a key that was taken before, and whether its content was the same. */
export type Seen = { line: number; same: boolean };

/** What the book knows of a chunk: the lines it spans and, where several are open at once, its keys. */
export type BookChunk = { keys: Set<number> | null; first: number; last: number };

const LINES_OF_A_BLOCK = 512;

/** Knows of every row taken: the last line of each key and the chunk that line went to. */
export class RowBook {
  #index = new KeyIndex();
  #first = new Uint32Array(1024);
  #last = new Uint32Array(1024);
  #chunks = 0;
  /** The lowest line of every 512 chunks, to pass over those that begin later. */
  #lowest: number[] = [];
  /** Chunks began in the order of their lines, as they do unless they are grouped. */
  #rising = true;
  readonly #key: Hash64 = { hi: 0, lo: 0 };
  readonly #mark: Hash64 = { hi: 0, lo: 0 };
  readonly #found: Last = { line: 0, markHi: 0, markLo: 0 };
  #text: string | undefined;
  #hit = false;

  /** @param grouped several chunks are open at once, so that their lines do not tell them apart */
  constructor(
    private readonly hash: (text: string, into: Hash64) => void,
    private readonly grouped: boolean,
  ) {}

  get index(): KeyIndex {
    return this.#index;
  }

  /** Looks up the last row of a key, and remembers the content for the row that is added next. */
  seen(key: string, content: string): Seen | null {
    this.hash(content, this.#mark);
    const found = this.#find(key);
    this.#text = key;
    if (!found) return null;
    return {
      line: found.line,
      same: found.markLo === this.#mark.lo && found.markHi === (this.#mark.hi & 0xff),
    };
  }

  /** As {@link seen}, for the row that is being added. Reuses what `seen` found of this key right before. */
  look(key: string): { line: number } | null {
    if (this.#text === key) return this.#hit ? this.#found : null;
    this.#mark.hi = 0;
    this.#mark.lo = 0;
    return this.#find(key);
  }

  #find(key: string): Last | null {
    this.hash(key, this.#key);
    this.#hit = this.#index.find(this.#key, this.#found);
    return this.#hit ? this.#found : null;
  }

  /** Whether an open chunk holds the row found last; now and then yes for no, which only closes it early. */
  holds(chunk: BookChunk): boolean {
    if (chunk.keys) return chunk.keys.has(this.#short());
    return this.#found.line >= chunk.first && this.#found.line <= chunk.last;
  }

  open(): BookChunk {
    return { keys: this.grouped ? new Set() : null, first: 0xffffffff, last: 0 };
  }

  /** Notes the row of the key looked up last. */
  add(chunk: BookChunk, line: number): void {
    chunk.keys?.add(this.#short());
    if (line < chunk.first) chunk.first = line;
    if (line > chunk.last) chunk.last = line;
    this.#found.line = line;
    this.#found.markHi = this.#mark.hi & 0xff;
    this.#found.markLo = this.#mark.lo;
    this.#index.put(this.#key, this.#found);
    this.#text = undefined;
  }

  /** 53 bits of the hash: two keys that agree in them only close a chunk early. */
  #short(): number {
    return (this.#key.hi & 0x1fffff) * 0x1_0000_0000 + this.#key.lo;
  }

  /** Notes that a chunk was closed as the next one, `seq`. */
  close(chunk: BookChunk, seq: number): void {
    if (seq >= this.#first.length) {
      const more = (from: Uint32Array) => {
        const grown = new Uint32Array(from.length * 2);
        grown.set(from);
        return grown;
      };
      this.#first = more(this.#first);
      this.#last = more(this.#last);
    }
    if (seq > 0 && chunk.first < (this.#first[seq - 1] ?? 0)) this.#rising = false;
    this.#first[seq] = chunk.first;
    this.#last[seq] = chunk.last;
    this.#chunks = seq + 1;
    const block = Math.floor(seq / LINES_OF_A_BLOCK);
    this.#lowest[block] = Math.min(this.#lowest[block] ?? 0xffffffff, chunk.first);
    chunk.keys = null;
  }

  /**
   * The chunk that holds a line; where grouped chunks overlap, the last that may hold it. To wait for a later chunk
   * than needed is harmless. -1 when no closed chunk spans the line.
   */
  chunkOf(line: number): number {
    if (this.#rising) {
      let [low, high] = [0, this.#chunks - 1];
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if ((this.#first[middle] ?? 0) <= line) low = middle;
        else high = middle - 1;
      }
      while (low >= 0 && !this.#spans(low, line)) low--;
      return low;
    }
    for (let block = this.#lowest.length - 1; block >= 0; block--) {
      if ((this.#lowest[block] ?? 0) > line) continue;
      const start = block * LINES_OF_A_BLOCK;
      for (let seq = Math.min(start + LINES_OF_A_BLOCK, this.#chunks) - 1; seq >= start; seq--)
        if (this.#spans(seq, line)) return seq;
    }
    return -1;
  }

  #spans(seq: number, line: number): boolean {
    return (this.#first[seq] ?? 0) <= line && (this.#last[seq] ?? 0) >= line;
  }
}
