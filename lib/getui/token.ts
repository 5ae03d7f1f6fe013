import { type Clock, systemClock } from '../core/clock';
import type { StoredToken, TokenStore } from './types';

/** A token this close to its end is renewed in the background while it still serves. */
const EARLY_MS = 5 * 60_000;
/** Waits after failed renewals, by how many failed in a row: keeps an outage below ten auth calls a minute. */
const PAUSES_MS = [2_000, 4_000, 8_000, 16_000, 30_000];

/** A store for one process. */
export function memoryTokenStore(clock: Clock = systemClock): TokenStore {
  const tokens = new Map<string, StoredToken>();
  const renewals = new Map<string, Promise<StoredToken>>();
  return {
    read: async (appId) => tokens.get(appId) ?? null,
    renew(appId, failed, obtain) {
      const running = renewals.get(appId);
      if (running) return running;
      const stored = tokens.get(appId);
      if (stored && stored.token !== failed && stored.expiresAt > clock.now()) return Promise.resolve(stored);
      const renewal = obtain()
        .then((token) => {
          tokens.set(appId, token);
          return token;
        })
        .finally(() => renewals.delete(appId));
      renewals.set(appId, renewal);
      return renewal;
    },
  };
}

/** Keeps one app's token for this process in front of the shared store, so that calls do not read the store. */
export class TokenSource {
  #held: StoredToken | null = null;
  #dead: string | null = null;
  #running: Promise<StoredToken> | null = null;
  #failures = 0;
  #pausedUntil = 0;
  #lastError: unknown = null;

  constructor(
    private readonly appId: string,
    private readonly store: TokenStore,
    private readonly clock: Clock,
    private readonly obtain: () => Promise<StoredToken>,
  ) {}

  /** A token believed good: at once from this process, else from the store or the upstream. */
  current(): string | Promise<string> {
    const held = this.#held;
    if (!held || !this.#usable(held, null)) return this.#shared(null).then(({ token }) => token);
    // A failure here costs nothing: the token in hand still serves.
    if (held.expiresAt - this.clock.now() < EARLY_MS) this.#shared(held.token).catch(() => {});
    return held.token;
  }

  /** Another token than `failed`; one request however many callers ask. */
  async after(failed: string): Promise<string> {
    const held = this.#held;
    if (held && this.#usable(held, failed)) return held.token;
    return (await this.#other(failed)).token;
  }

  /** Gets a new token even though the present one may be good, also during a pause. */
  async renew(): Promise<StoredToken> {
    return this.#other(await this.peek(), true);
  }

  /** The token in use, without asking the upstream. */
  async peek(): Promise<string | null> {
    return this.#held?.token ?? (await this.store.read(this.appId))?.token ?? null;
  }

  /** This token is dead: never use it again. */
  forget(token: string): void {
    this.#dead = token;
    if (this.#held?.token === token) this.#held = null;
  }

  #usable(token: StoredToken, failed: string | null): boolean {
    if (token.token === failed || token.token === this.#dead) return false;
    return token.expiresAt > this.clock.now();
  }

  /** One acquisition at a time; whoever comes meanwhile gets its result. */
  #shared(failed: string | null, force = false): Promise<StoredToken> {
    this.#running ??= this.#acquire(failed, force)
      .then((token) => {
        this.#held = token;
        return token;
      })
      .finally(() => {
        this.#running = null;
      });
    return this.#running;
  }

  /** As `#shared`; but an acquisition that began before `failed` was known to be bad may have brought it back. */
  async #other(failed: string | null, force = false): Promise<StoredToken> {
    const token = await this.#shared(failed, force);
    return token.token === failed ? this.#shared(failed, force) : token;
  }

  async #acquire(failed: string | null, force: boolean): Promise<StoredToken> {
    const stored: StoredToken | null = await this.store.read(this.appId);
    if (stored && this.#usable(stored, failed)) return stored;
    if (!force && this.clock.now() < this.#pausedUntil) throw this.#lastError;
    try {
      const token = await this.store.renew(this.appId, failed ?? stored?.token ?? this.#dead, this.obtain);
      this.#failures = 0;
      return token;
    } catch (error) {
      this.#lastError = error;
      this.#pausedUntil = this.clock.now() + (PAUSES_MS[Math.min(this.#failures, PAUSES_MS.length - 1)] ?? 0);
      this.#failures++;
      throw error;
    }
  }
}
