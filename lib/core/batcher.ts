/**
 * Does work for many at once: what arrives while a batch is under way forms the next one. One arrival alone is served at
 * once. When a batch fails as a whole its members are tried one by one, so that none fails for another's sake.
 */
export class Batcher<I, O> {
  #waiting: { item: I; resolve: (result: O) => void; reject: (error: unknown) => void }[] = [];
  #running = false;

  /** `run` gives a result for each item, in order; `most`: what the items of one batch weigh together, 1 each by default. */
  constructor(
    readonly run: (items: readonly I[]) => Promise<readonly O[]>,
    readonly most: number,
    readonly weigh: (item: I) => number = () => 1,
  ) {}

  /** The next batch: always one item at least. */
  #next() {
    let weight = 0;
    let size = 0;
    for (const { item } of this.#waiting) {
      weight += this.weigh(item);
      if (size > 0 && weight > this.most) break;
      size++;
    }
    return this.#waiting.splice(0, size);
  }

  add(item: I): Promise<O> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject });
      if (!this.#running) void this.#drain();
    });
  }

  async #drain(): Promise<void> {
    this.#running = true;
    while (this.#waiting.length > 0) {
      const batch = this.#next();
      try {
        const results = await this.run(batch.map(({ item }) => item));
        for (const [i, { resolve }] of batch.entries()) resolve(results[i] as O);
      } catch (error) {
        if (batch.length === 1) batch[0]?.reject(error);
        else
          for (const { item, resolve, reject } of batch)
            await this.run([item]).then(([one]) => resolve(one as O), reject);
      }
    }
    this.#running = false;
  }
}
