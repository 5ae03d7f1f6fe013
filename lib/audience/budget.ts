/** Thrown inside the compiler when the work or the sum outgrows its limit; `compile` answers `too-large`. */
export class TooLarge extends Error {}

/** Steps a computation may take, so that no tree hangs it. */
export class Budget {
  constructor(private left: number) {}

  spend(steps: number): void {
    this.left -= steps;
    if (this.left < 0) throw new TooLarge();
  }
}
