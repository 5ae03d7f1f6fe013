/** How fast the next call grows again after rows were accepted. */
const GROWTH = 4;

/**
 * How many rows the next call should hold while a refusal, which names none of them, is narrowed down to the row at
 * fault: about log2(rows) calls for one bad row among many, and never more than a few a row when most are bad.
 */
export class Narrowing {
  /** Rows ahead of which at least one is at fault. */
  #suspects = 0;
  #singles = 0;

  /** `batch`: rows of the next call as it was left; null for all that are open. */
  constructor(private batch: number | null) {}

  /** A call of so many rows was refused. Gives the size of the next. */
  refused(rows: number): number {
    if (rows > 1) {
      this.#suspects = rows;
      this.batch = Math.ceil(rows / 2);
    } else {
      this.#suspects = 0;
      // Bad rows often stand together: after two in a row each is tried by itself.
      this.batch = ++this.#singles > 1 ? 1 : GROWTH;
    }
    return this.batch;
  }

  /** A call of so many rows went well. Gives the size of the next; null for all that are open. */
  accepted(rows: number): number | null {
    this.#singles = 0;
    if (this.batch === null) return null;
    this.#suspects = Math.max(0, this.#suspects - rows);
    this.batch = this.#suspects > 0 ? Math.ceil(this.#suspects / 2) : this.batch * GROWTH;
    return this.batch;
  }
}
