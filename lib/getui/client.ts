import { type Clock, systemClock } from '../core/clock';
import { single } from '../core/single';
import { authMethods, obtainToken } from './auth';
import { Caller } from './caller';
import { GetuiUsageError } from './errors';
import type { HttpFetch } from './http';
import { Pipeline } from './pipeline';
import { aliasMethods } from './resources/aliases';
import { badgeMethods } from './resources/badge';
import { blacklistMethods } from './resources/blacklist';
import { crowdMethods } from './resources/crowds';
import { deviceTokenMethods } from './resources/device-tokens';
import { tagMethods } from './resources/tags';
import { userMethods } from './resources/users';
import { TokenSource } from './token';
import { createTransport } from './transport';
import type { CallRecord, PushApp, TokenStore } from './types';

export type { CallOptions, CallRecord, Outcome, PushApp, StoredToken, TokenStore } from './types';

export type GetuiOptions = {
  /** Where tokens are kept; `memoryTokenStore()` for one process. */
  readonly tokens: TokenStore;
  readonly fetch?: HttpFetch;
  readonly clock?: Clock;
  /** From 0 to below 1, for the jitter between tries. */
  readonly random?: () => number;
  /** Called after each try, token requests included; what it throws is dropped. */
  readonly onCall?: (record: CallRecord) => void;
  /**
   * Cids per URL to start with, 1–1000, default 200: 1000 would make a request line of 33 kB, which many servers refuse.
   * Halved whenever the upstream answers 414 or 431.
   */
  readonly maxCidsPerUrl?: number;
  /** Limit of a method call when it names none; default 30,000. */
  readonly deadlineMs?: number;
  /** Limit of one try of a read, so that another fits; default 10,000. */
  readonly tryTimeoutMs?: number;
};

export type Getui = ReturnType<typeof createGetui>;

/**
 * A client of the push platform's user API (docs.getui.com/getui/server/rest_v2/user) for one app. Server only. All
 * methods fail with {@link GetuiError}: look at `kind`, and for writes at `outcome`. A write is one upstream call.
 */
export function createGetui(app: PushApp, options: GetuiOptions) {
  if (typeof window !== 'undefined')
    throw new Error('lib/getui holds credentials and does not run in browsers');
  const { origin, root } = addressOf(app);
  const { clock = systemClock, deadlineMs = 30_000, maxCidsPerUrl = 200 } = options;
  if (!Number.isInteger(maxCidsPerUrl) || maxCidsPerUrl < 1 || maxCidsPerUrl > 1000)
    throw new GetuiUsageError('createGetui', 'maxCidsPerUrl: 1 to 1000');
  const pipeline = new Pipeline({
    origin,
    root,
    fetch: options.fetch ?? single('getui.transport', createTransport).fetch,
    clock,
    random: options.random ?? Math.random,
    onCall: options.onCall ?? null,
    secrets: [app.masterSecret, app.appKey],
    deadlineMs,
    tryTimeoutMs: options.tryTimeoutMs ?? 10_000,
  });
  const tokens = new TokenSource(app.appId, options.tokens, clock, () =>
    obtainToken(app, pipeline, clock, deadlineMs),
  );
  const urlLimit = { cids: maxCidsPerUrl };
  const caller = new Caller(pipeline, tokens, urlLimit);
  return {
    aliases: aliasMethods(caller),
    tags: tagMethods(caller),
    blacklist: blacklistMethods(caller),
    users: userMethods(caller),
    badge: badgeMethods(caller),
    deviceTokens: deviceTokenMethods(caller),
    crowds: crowdMethods(caller),
    auth: authMethods(pipeline, tokens),
    /** Cids that fit a URL, as learnt so far: plan blacklist and badge chunks no larger. */
    maxCidsPerUrl: (): number => urlLimit.cids,
  };
}

function addressOf(app: PushApp): { origin: string; root: string } {
  const bad = (rule: string) => new GetuiUsageError('createGetui', rule);
  if (!/^[0-9A-Za-z_-]{1,64}$/.test(app.appId)) throw bad('appId: charset');
  if (app.appKey === '' || app.masterSecret === '') throw bad('credentials: empty');
  if (!URL.canParse(app.baseUrl)) throw bad('baseUrl: not a URL');
  const url = new URL(app.baseUrl);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw bad('baseUrl: not http');
  if (url.username || url.password || url.search || url.hash) throw bad('baseUrl: more than an address');
  return { origin: url.origin, root: `${url.pathname.replace(/\/+$/, '')}/${app.appId}` };
}
