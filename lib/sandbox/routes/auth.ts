import { createHash, timingSafeEqual } from 'node:crypto';
import { type Ask, bodyOf, type Handler, param, type Reply, spend } from '../ask';
import { ApiError, isEmpty, isNull, refusal, wrongType } from '../errors';
import type { World } from '../world';

/** POST /auth (rest_v2/token): sign = sha256(appkey + timestamp + mastersecret), lower-case hex. */
export const authenticate: Handler = (world, ask) => {
  const { dialect, credentials } = world;
  const body = bodyOf(world, ask);
  const appKey = text(body, 'appkey');
  const sign = text(body, 'sign');
  const timestamp = timestampIn(body);
  spend(world, 'auth');
  if (appKey !== credentials.appKey) throw refusal(dialect.badAppKey, 'appkey is invalid');
  const due = createHash('sha256')
    .update(appKey + timestamp + credentials.masterSecret)
    .digest();
  const given = Buffer.from(/^[0-9a-f]{64}$/.test(sign) ? sign : '', 'hex');
  const now = world.clock.now();
  // A client keeps to the machine's time when a test moves the sandbox's clock: either one will do.
  const skew = Math.min(...[now, world.clock.real()].map((time) => Math.abs(Number(timestamp) - time)));
  // Issue 30 of the Java client: a clock that differs and a wrong secret read the same.
  const skewed = skew > dialect.timestampSkewMs;
  if (skewed || given.length !== due.length || !timingSafeEqual(given, due))
    throw refusal(dialect.badSign, 'sign is invalid');
  const old = dialect.sameToken ? world.tokens.newest(now) : null;
  if (!old && dialect.newTokenKillsOld) world.tokens.killAll();
  const { token, expiresAt } = old ?? world.tokens.issue(now, dialect.tokenLifeMs);
  // token page: msg is empty, expire_time a String.
  return { msg: '', data: { expire_time: String(expiresAt), token } };
};

/** DELETE /auth/$token: the page's request carries no token header; official clients send one all the same. */
export const revoke: Handler = (world, ask): Reply => {
  if (!world.tokens.kill(param(ask, 'token'), world.clock.now())) throw deadToken();
  return { msg: '' };
};

/** code page: 10001 token错误/失效, HTTP 401. */
const deadToken = () => new ApiError(401, 10001, 'token is invalid');

/** Lets a call pass that carries a live token. */
export function admit(world: World, ask: Pick<Ask, 'token'>): void {
  if (ask.token === undefined || ask.token === '')
    throw refusal(world.dialect.missingToken, 'token is invalid');
  if (!world.tokens.isAlive(ask.token, world.clock.now())) throw deadToken();
}

function text(body: Record<string, unknown>, name: string): string {
  const value = body[name];
  if (value === undefined || value === null) throw isNull(name);
  if (typeof value !== 'string') throw wrongType(name);
  if (value === '') throw isEmpty(name);
  return value;
}

/** The Java client sends a number, the PHP client text. */
function timestampIn(body: Record<string, unknown>): string {
  const value = body.timestamp;
  if (value === undefined || value === null) throw isNull('timestamp');
  if (typeof value !== 'number' && typeof value !== 'string') throw wrongType('timestamp');
  const digits = String(value);
  if (!/^\d{13}$/.test(digits)) throw refusal('20001/400', 'timestamp is invalid');
  return digits;
}
