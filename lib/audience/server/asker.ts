import 'server-only';
import { upstreamFailure } from '@/lib/apps/server/failure';
import type { Failure } from '@/lib/core/result';
import { GetuiError } from '@/lib/getui/errors';
import { describeError, log } from '@/lib/log';
import type { Dialect } from '../dialect';
import type { Flat } from '../schema';
import { type Count, type CountPlace, countFlat, digestOf, freshCounts, keyDigest } from './counts';
import { dialectOf } from './dialect-of';

/** What every further count would be answered too. */
const HOPELESS = new Set(['not-enabled', 'credentials', 'wrong-host', 'rate-limited']);
/** So many failures in a row, and the rest is not tried. */
const GIVE_UP = 3;

export type Known = Count & { readonly reused: boolean };
export type Asked =
  | { readonly ok: true; readonly known: Known }
  | { readonly ok: false; readonly failure: Failure };

/**
 * What a request begins with: how the app counts, the counts that are young enough, and which ones those are (by the text
 * of `flatKey`).
 */
export async function begin(
  place: CountPlace,
  maxAgeMs: number,
  signal: AbortSignal,
): Promise<{ dialect: Dialect; asker: Asker; known: (key: string) => boolean }> {
  const [dialect, fresh] = await Promise.all([
    dialectOf(place.db, place.appId),
    freshCounts(place, maxAgeMs),
  ]);
  const asker = new Asker(place, fresh, signal);
  return { dialect, asker, known: (key) => fresh.has(keyDigest(key)) };
}

/** The counts of one request: what was known before, what came since, and why something did not. */
export class Asker {
  /** Calls made so far. */
  calls = 0;
  private readonly known = new Map<string, Known>();
  private failures = 0;
  private given: Failure | null = null;

  constructor(
    private readonly place: CountPlace,
    fresh: ReadonlyMap<string, Count>,
    private readonly signal: AbortSignal,
  ) {
    for (const [key, count] of fresh) this.known.set(key, { ...count, reused: true });
  }

  of(flat: Flat): Known | undefined {
    return this.known.get(digestOf(flat));
  }

  /** Those of some flat counts that are not known, each once. */
  missing(flats: readonly Flat[]): Flat[] {
    const missing = new Map<string, Flat>();
    for (const flat of flats) {
      const key = digestOf(flat);
      if (!this.known.has(key)) missing.set(key, flat);
    }
    return [...missing.values()];
  }

  /** The count, asked unless it is known; `anew`: asked in any case. Throws only when the reader has left. */
  async ask(flat: Flat, anew = false): Promise<Asked> {
    const key = digestOf(flat);
    const known = this.known.get(key);
    if (known && !anew) return { ok: true, known };
    if (this.given) return { ok: false, failure: this.given };
    try {
      this.calls++;
      const count: Known = { ...(await countFlat(this.place, flat, this.signal)), reused: false };
      this.failures = 0;
      this.known.set(key, count);
      return { ok: true, known: count };
    } catch (error) {
      this.signal.throwIfAborted();
      return { ok: false, failure: this.failed(error) };
    }
  }

  private failed(error: unknown): Failure {
    const { requestId } = this.place;
    if (!(error instanceof GetuiError)) {
      log.error({ requestId, ...describeError(error) }, 'counting an audience failed');
      this.given = { code: 'UNEXPECTED', ...(requestId ? { requestId } : {}) };
      return this.given;
    }
    const failure = upstreamFailure(error, requestId);
    if (HOPELESS.has(error.kind) || ++this.failures >= GIVE_UP) this.given = failure;
    return failure;
  }
}
