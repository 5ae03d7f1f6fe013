const MOST = 200;
const PRICE = 5;
const EARNED = 0.5;

/**
 * Keeps second tries to a tenth of the calls that succeed, with forty in hand: an upstream that is down is not hit three
 * times as hard by those who ask it.
 */
export class RetryBudget {
  #coins = MOST;

  /** A call went through. */
  earn(): void {
    this.#coins = Math.min(MOST, this.#coins + EARNED);
  }

  /** Whether one more try may be made. */
  spend(): boolean {
    if (this.#coins < PRICE) return false;
    this.#coins -= PRICE;
    return true;
  }
}
