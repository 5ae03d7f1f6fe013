/** Which rows are chosen, by row and not by place: sorting and filtering keep it. Changed in place. */
export class Selection {
  private readonly chosen: Uint8Array;
  count = 0;

  constructor(size: number) {
    this.chosen = new Uint8Array(size);
  }

  has(row: number): boolean {
    return this.chosen[row] === 1;
  }

  set(row: number, isChosen: boolean): void {
    const value = Number(isChosen);
    if (this.chosen[row] === value) return;
    this.chosen[row] = value;
    this.count += isChosen ? 1 : -1;
  }

  setAll(rows: Int32Array, isChosen: boolean): void {
    for (const row of rows) this.set(row, isChosen);
  }

  clear(): void {
    this.chosen.fill(0);
    this.count = 0;
  }

  /** How many of some rows are chosen. */
  countIn(rows: Int32Array): number {
    if (this.count === 0) return 0;
    let count = 0;
    for (const row of rows) count += this.chosen[row] ?? 0;
    return count;
  }

  /** The chosen rows among `rows`, in their order, and after them those that a filter hides. */
  rows(order: Int32Array): Int32Array {
    const found = new Int32Array(this.count);
    const seen = new Uint8Array(this.chosen.length);
    let at = 0;
    for (const row of order) {
      if (!this.chosen[row]) continue;
      found[at++] = row;
      seen[row] = 1;
    }
    for (let row = 0; row < this.chosen.length && at < found.length; row++)
      if (this.chosen[row] && !seen[row]) found[at++] = row;
    return found;
  }
}
