import { ApiError, duplicate, isEmpty, isInvalid, isNull, overLimit, refusal, wrongType } from './errors';
import type { Family } from './quotas';
import type { World } from './world';

/** A call as a route sees it. */
export type Ask = {
  readonly seq: number;
  readonly method: string;
  readonly template: string;
  /** Values of the `$…` segments, decoded. */
  readonly params: Readonly<Record<string, string>>;
  readonly token: string | undefined;
  readonly body: Buffer;
};

/** What goes into the envelope of a success. */
export type Reply = { readonly msg?: string; readonly data?: unknown };
export type Handler = (world: World, ask: Ask) => Reply;
export const DONE: Reply = {};

/** Verb and template, as effects and counters name an endpoint. */
export const endpointOf = (ask: Ask): string => `${ask.method} ${ask.template}`;

/** The body as an object. Nothing and `null` count as an empty one; what is not JSON is refused. */
export function bodyOf(world: World, ask: Ask): Record<string, unknown> {
  const text = ask.body.toString('utf8').trim();
  if (text === '') return {};
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw refusal(world.dialect.badJson, 'the body must be json');
  }
  if (value === null) return {};
  if (typeof value !== 'object' || Array.isArray(value))
    throw refusal(world.dialect.badJson, 'the body must be json');
  return value as Record<string, unknown>;
}

/** A list in the body with 1 to `most` entries. */
export function listIn(body: Record<string, unknown>, name: string, most: number): unknown[] {
  const value = body[name];
  if (value === undefined || value === null) throw isNull(name);
  if (!Array.isArray(value)) throw wrongType(name);
  if (value.length === 0) throw isEmpty(name);
  if (value.length > most) throw overLimit(name);
  return value;
}

export function textsIn(body: Record<string, unknown>, name: string, most: number): string[] {
  return listIn(body, name, most).map((value) => {
    if (typeof value !== 'string') throw wrongType(name);
    if (value === '') throw isEmpty(name);
    return value;
  });
}

/** Cids joined with commas in the path; more than `most` are refused. */
export function cidsInPath(ask: Ask, most: number): string[] {
  const cids = (ask.params.cids ?? '').split(',');
  if (cids.some((cid) => cid === '')) throw isEmpty('cid');
  if (cids.length > most) throw overLimit('cid');
  return cids;
}

export function refuseRepeats(world: World, cids: readonly string[]): void {
  if (world.dialect.duplicateCids !== 'accept' && new Set(cids).size < cids.length)
    throw refusal(world.dialect.duplicateCids, duplicate('cid').message);
}

/** The users of these cids. One that is not of this app refuses the whole call, unless the dialect passes it over. */
export function usersOf(world: World, cids: readonly string[]): number[] {
  const users: number[] = [];
  for (const cid of cids) {
    const user = world.users.find(cid);
    if (user >= 0) users.push(user);
    else if (world.dialect.unknownCid !== 'accept')
      throw refusal(world.dialect.unknownCid, 'target user is invalid');
  }
  return users;
}

/** Counts the call against its budget, or refuses it. */
export function spend(world: World, family: Family): void {
  const { dialect } = world;
  const full = world.quotas.take(
    family,
    world.limits(family),
    world.clock.now(),
    dialect.minuteWindow,
    dialect.refusedCallsCount,
  );
  if (full === null) return;
  // token page: 10003 每分钟鉴权频率超限, HTTP 401.
  if (family === 'auth')
    throw full === 'minute'
      ? new ApiError(401, 10003, 'auth frequency over limit per minute')
      : refusal(dialect.authDayExcess, 'auth frequency over limit per day');
  if (family === 'tag-batch' || family === 'tag-query')
    throw full === 'minute'
      ? refusal(dialect.tagMinuteExcess, 'tag operation over limit per minute')
      : refusal(dialect.tagDayExcess, '设置tag操作超过接口每日频次限制');
  throw refusal(dialect.minuteExcess, 'call frequency over limit per minute');
}

/** A path parameter that must be there. */
export function param(ask: Ask, name: string): string {
  const value = ask.params[name];
  if (!value) throw isInvalid(name);
  return value;
}
