import { randomBytes } from 'node:crypto';

/** The live tokens of the app; any number may live at once. */
export class Tokens {
  readonly #expiry = new Map<string, number>();

  /** A new token that lives for `lifeMs`. */
  issue(now: number, lifeMs: number): { token: string; expiresAt: number } {
    for (const [token, at] of this.#expiry) if (at <= now) this.#expiry.delete(token);
    const token = randomBytes(32).toString('hex');
    const expiresAt = now + lifeMs;
    this.#expiry.set(token, expiresAt);
    return { token, expiresAt };
  }

  /** The newest token that is alive. */
  newest(now: number): { token: string; expiresAt: number } | null {
    const last = [...this.#expiry].filter(([, at]) => at > now).at(-1);
    return last ? { token: last[0], expiresAt: last[1] } : null;
  }

  isAlive(token: string, now: number): boolean {
    return (this.#expiry.get(token) ?? 0) > now;
  }

  /** False when it was not alive. */
  kill(token: string, now: number): boolean {
    const alive = this.isAlive(token, now);
    this.#expiry.delete(token);
    return alive;
  }

  killAll(): void {
    this.#expiry.clear();
  }

  count(now: number): number {
    return [...this.#expiry.values()].filter((at) => at > now).length;
  }
}
