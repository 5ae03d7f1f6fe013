import 'server-only';
import { createHash } from 'node:crypto';
import { and, eq, gte, lt } from 'drizzle-orm';
import type { Clock } from '@/lib/core/clock';
import { single } from '@/lib/core/single';
import type { Database } from '@/lib/db/client';
import { flatCount } from '@/lib/db/schema/audiences';
import type { Getui } from '@/lib/getui/client';
import { describeError, log } from '@/lib/log';
import { flatKey } from '../flat';
import type { Flat } from '../schema';

/** Where counting happens: an app, its upstream and the counts that are kept of it. */
export type CountPlace = {
  readonly db: Database;
  readonly appId: string;
  readonly upstream: Pick<Getui, 'users'>;
  readonly clock: Clock;
  readonly requestId?: string;
};
/** Users, and when the answer came (ms). */
export type Count = { readonly count: number; readonly at: number };

/** Counts of an app that are under way at once in this process, whoever asked. */
const APP_LANES = 8;
/** Counts are kept so long: an older one is of no use even to compare with. */
const KEPT_MS = 7 * 86_400_000;
const TIMES_KEPT = 21;
const FIRST_GUESS_MS = 120;

type Flight = { answer: Promise<Count>; abort: AbortController; waiting: number };
type OfApp = {
  free: number;
  queue: (() => void)[];
  flights: Map<string, Flight>;
  times: number[];
  /** Answers that are being kept. */
  writes: Set<Promise<void>>;
};
const state = () => single('audience.counts', () => new Map<string, OfApp>());
function ofApp(appId: string): OfApp {
  const known = state().get(appId);
  if (known) return known;
  const made: OfApp = {
    free: APP_LANES,
    queue: [],
    flights: new Map(),
    times: [],
    writes: new Set(),
  };
  state().set(appId, made);
  return made;
}

/** A short name of a flat count; equal counts have equal ones. */
export const digestOf = (flat: Flat): string => keyDigest(flatKey(flat));
/** The same from the text of {@link flatKey}. */
export const keyDigest = (key: string): string =>
  createHash('sha256').update(key).digest('base64url').slice(0, 32);

/** What was counted within the last `maxAgeMs`, by digest. */
export async function freshCounts(
  { db, appId, clock }: CountPlace,
  maxAgeMs: number,
): Promise<Map<string, Count>> {
  if (maxAgeMs === 0) return new Map();
  const since = new Date(clock.now() - maxAgeMs);
  await allKept(appId);
  const rows = await db.orm
    .select({ key: flatCount.key, value: flatCount.value, at: flatCount.at })
    .from(flatCount)
    .where(and(eq(flatCount.appId, appId), gte(flatCount.at, since)));
  return new Map(rows.map(({ key, value, at }) => [key, { count: value, at: at.getTime() }]));
}

/** What was counted within the last `maxAgeMs`, by the text of {@link flatKey}. */
export async function freshFlats(
  { db, appId, clock }: CountPlace,
  maxAgeMs: number,
): Promise<Map<string, number>> {
  if (maxAgeMs === 0) return new Map();
  await allKept(appId);
  const rows = await db.orm
    .select({ flat: flatCount.flat, value: flatCount.value })
    .from(flatCount)
    .where(and(eq(flatCount.appId, appId), gte(flatCount.at, new Date(clock.now() - maxAgeMs))));
  return new Map(rows.map(({ flat, value }) => [flatKey(flat), value]));
}

/** Resolves when every answer of this app that has come to this process is kept. */
export async function allKept(appId: string): Promise<void> {
  await Promise.all(ofApp(appId).writes);
}

/** Milliseconds that a count of this app took lately: the middle of the last ones. */
export function usualMs(appId: string): number {
  const sorted = [...ofApp(appId).times].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? FIRST_GUESS_MS;
}

/** Seconds that so many counts will take, `lanes` at a time. */
export const secondsOf = (appId: string, calls: number, lanes: number): number =>
  (Math.ceil(calls / lanes) * usualMs(appId)) / 1000;

/**
 * Counts anew (one POST user/count); the answer is kept meanwhile. Whoever asks for the same meanwhile shares the call; it ends
 * when the last of them has left.
 * @throws GetuiError, or the signal's reason
 */
export async function countFlat(place: CountPlace, flat: Flat, signal: AbortSignal): Promise<Count> {
  const app = ofApp(place.appId);
  const key = digestOf(flat);
  const flight = app.flights.get(key) ?? takeOff(place, app, flat, key);
  flight.waiting++;
  const left = new Promise<never>((_, reject) => {
    const leave = () => {
      if (--flight.waiting === 0) flight.abort.abort(signal.reason);
      reject(signal.reason);
    };
    if (signal.aborted) leave();
    else signal.addEventListener('abort', leave, { once: true });
    flight.answer.finally(() => signal.removeEventListener('abort', leave)).catch(() => undefined);
  });
  return Promise.race([flight.answer, left]);
}

function takeOff(place: CountPlace, app: OfApp, flat: Flat, key: string): Flight {
  const abort = new AbortController();
  const answer = fly(place, app, flat, key, abort.signal).finally(() => {
    if (app.flights.get(key) === flight) app.flights.delete(key);
  });
  // Those who wait hear of it; a flight that everybody left fails unheard.
  answer.catch(() => undefined);
  const flight: Flight = { answer, abort, waiting: 0 };
  // A flight that is being given up is not joined.
  abort.signal.addEventListener('abort', () => app.flights.delete(key), { once: true });
  app.flights.set(key, flight);
  return flight;
}

async function fly(
  place: CountPlace,
  app: OfApp,
  flat: Flat,
  key: string,
  signal: AbortSignal,
): Promise<Count> {
  const { upstream, clock, requestId } = place;
  await takeLane(app);
  try {
    signal.throwIfAborted();
    const began = performance.now();
    const users = await upstream.users.count(flat, { signal, ...(requestId ? { requestId } : {}) });
    app.times = [...app.times, performance.now() - began].slice(-TIMES_KEPT);
    const count = { count: users, at: clock.now() };
    // Nobody waits for it but the next one who looks for what is kept.
    const write = keep(place, flat, key, count).finally(() => app.writes.delete(write));
    app.writes.add(write);
    return count;
  } finally {
    const next = app.queue.shift();
    if (next) next();
    else app.free++;
  }
}

/** Keeps an answer for whoever asks the same soon; without it they ask again. */
async function keep({ db, appId, requestId }: CountPlace, flat: Flat, key: string, { count, at }: Count) {
  const row = { value: count, at: new Date(at) };
  try {
    await db.orm
      .insert(flatCount)
      .values({ appId, key, flat, ...row })
      .onConflictDoUpdate({ target: [flatCount.appId, flatCount.key], set: row });
  } catch (error) {
    log.error({ requestId, ...describeError(error) }, 'keeping a count failed');
  }
}

async function takeLane(app: OfApp): Promise<void> {
  if (app.free > 0) app.free--;
  else await new Promise<void>((resolve) => app.queue.push(resolve));
}

/** Forgets counts that nobody will use any more. */
export async function dropOldCounts(db: Database, now: number): Promise<void> {
  await db.orm.delete(flatCount).where(lt(flatCount.at, new Date(now - KEPT_MS)));
}
