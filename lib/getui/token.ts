import { type Clock, systemClock } from '../core/clock';

/** An access token; `expiresAt` in milliseconds since the epoch. */
export type StoredToken = { readonly token: string; readonly expiresAt: number };

/** Where tokens live between calls, shared by all processes that use the same store. */
export interface TokenStore {
  /** The stored token, expired or not; null when there is none. */
  read(appId: string): Promise<StoredToken | null>;
  /**
   * Runs `obtain` for exactly one caller across all processes when the stored token is still `failed` (or missing or
   * expired); everybody else gets that one's result, or its error.
   */
  renew(appId: string, failed: string | null, obtain: () => Promise<StoredToken>): Promise<StoredToken>;
}

/** A token this close to its end is renewed in the background while it still serves. */
const EARLY_MS = 5 * 60_000;
/** Waits after failed renewals, by how many failed in a row: keeps an outage below ten auth calls a minute. */
const PAUSES_MS = [0, 2_000, 4_000, 8_000, 16_000, 30_000];

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

export type TokenSource = {
  /** A token believed good, from this process, the store, or the upstream. */
  current(): string | Promise<string>;
  /** Another token than `failed`; one request however many callers ask. */
  after(failed: string): Promise<string>;
  /** Gets a new token even though the present one may be good. */
  renew(): Promise<StoredToken>;
  /** The token in use, without asking the upstream. */
  peek(): Promise<string | null>;
  forget(token: string): void;
};

/** Keeps one app's token for this process in front of the shared store, so that calls do not read the store. */
export function tokenSource(
  appId: string,
  store: TokenStore,
  clock: Clock,
  obtain: () => Promise<StoredToken>,
): TokenSource {
  let held: StoredToken | null = null;
  let running: Promise<StoredToken> | null = null;
  let failures = 0;
  let pausedUntil = 0;
  let lastError: unknown = null;

  const renew = (failed: string | null): Promise<StoredToken> => {
    if (running) return running;
    if (clock.now() < pausedUntil) return Promise.reject(lastError);
    const promise = store.renew(appId, failed, obtain).then(
      (token) => {
        held = token;
        failures = 0;
        return token;
      },
      (error: unknown) => {
        lastError = error;
        pausedUntil = clock.now() + (PAUSES_MS[Math.min(failures, PAUSES_MS.length - 1)] ?? 0);
        failures++;
        throw error;
      },
    );
    running = promise;
    const end = () => {
      running = null;
    };
    promise.then(end, end);
    return promise;
  };

  const fresh = async (): Promise<string> => {
    const stored = await store.read(appId);
    if (stored && stored.expiresAt > clock.now()) {
      held = stored;
      return stored.token;
    }
    return (await renew(stored?.token ?? null)).token;
  };

  let earlyAfter = 0;
  const renewEarly = (token: StoredToken) => {
    const now = clock.now();
    if (running || now < earlyAfter) return;
    earlyAfter = now + 30_000;
    // A failure here costs nothing: the token in hand is still good.
    renew(token.token).catch(() => {});
  };

  return {
    current() {
      const token = held;
      if (!token) return fresh();
      const left = token.expiresAt - clock.now();
      if (left <= 0) {
        held = null;
        return fresh();
      }
      if (left < EARLY_MS) renewEarly(token);
      return token.token;
    },
    async after(failed) {
      if (held && held.token !== failed && held.expiresAt > clock.now()) return held.token;
      return (await renew(failed)).token;
    },
    async renew() {
      const now = held?.token ?? (await store.read(appId))?.token ?? null;
      return renew(now);
    },
    async peek() {
      return held?.token ?? (await store.read(appId))?.token ?? null;
    },
    forget(token) {
      if (held?.token === token) held = null;
    },
  };
}
