/** A fixed number of bits over 32-bit words; bits past `size` stay zero. */
export class Bitset {
  readonly words: Uint32Array;

  constructor(readonly size: number) {
    this.words = new Uint32Array((size + 31) >>> 5);
  }

  has(i: number): boolean {
    return (((this.words[i >>> 5] as number) >>> (i & 31)) & 1) === 1;
  }

  add(i: number): void {
    this.words[i >>> 5] = (this.words[i >>> 5] as number) | (1 << (i & 31));
  }

  remove(i: number): void {
    this.words[i >>> 5] = (this.words[i >>> 5] as number) & ~(1 << (i & 31));
  }

  set(i: number, value: boolean): void {
    if (value) this.add(i);
    else this.remove(i);
  }

  copy(): Bitset {
    const twin = new Bitset(this.size);
    twin.words.set(this.words);
    return twin;
  }

  /** Turns this set into the intersection with another of the same size. */
  and(other: Bitset): this {
    const { words } = this;
    for (let w = 0; w < words.length; w++) words[w] = (words[w] as number) & (other.words[w] as number);
    return this;
  }

  /** Turns this set into the union with another of the same size. */
  or(other: Bitset): this {
    const { words } = this;
    for (let w = 0; w < words.length; w++) words[w] = (words[w] as number) | (other.words[w] as number);
    return this;
  }

  /** Turns this set into its complement. */
  flip(): this {
    const { words } = this;
    for (let w = 0; w < words.length; w++) words[w] = ~(words[w] as number);
    const rest = this.size & 31;
    if (rest) words[words.length - 1] = (words[words.length - 1] as number) & ((1 << rest) - 1);
    return this;
  }

  count(): number {
    let total = 0;
    for (let w = 0; w < this.words.length; w++) total += ones(this.words[w] as number);
    return total;
  }
}

function ones(word: number): number {
  let n = word - ((word >>> 1) & 0x55555555);
  n = (n & 0x33333333) + ((n >>> 2) & 0x33333333);
  return Math.imul((n + (n >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
