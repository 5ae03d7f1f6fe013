import type { ClockMove } from './clock';
import type { ResetChange } from './control';
import { readDialect } from './dialect';
import type { FaultEffect, FaultSpec } from './faults';

// Readers of what comes to the control routes. Each throws an Error whose message says what is wrong.

export const MOST_USERS = 5_000_000;

function objectOf(value: unknown, known: readonly string[], what: string): Record<string, unknown> {
  if (value === undefined) return {};
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Error(`${what} must be an object`);
  const unknown = Object.keys(value).find((key) => !known.includes(key));
  if (unknown !== undefined)
    throw new Error(`${what} has no member "${unknown}"; it has ${known.join(', ')}`);
  return value as Record<string, unknown>;
}

function whole(
  value: unknown,
  name: string,
  least: number,
  most = Number.MAX_SAFE_INTEGER,
): number | undefined {
  if (value === undefined) return undefined;
  if (typeof value !== 'number' || !Number.isInteger(value) || value < least || value > most)
    throw new Error(`${name} must be a whole number from ${least} to ${most}`);
  return value;
}

function flag(value: unknown, name: string): boolean | undefined {
  if (value !== undefined && typeof value !== 'boolean') throw new Error(`${name} must be true or false`);
  return value;
}

function text(value: unknown, name: string): string | undefined {
  if (value !== undefined && typeof value !== 'string') throw new Error(`${name} must be a text`);
  return value;
}

export function readReset(given: unknown): ResetChange {
  const body = objectOf(given, ['users', 'seed', 'dialect', 'keepTokens'], 'a reset');
  return {
    users: whole(body.users, 'users', 1, MOST_USERS),
    seed: whole(body.seed, 'seed', 0, 0xffffffff),
    dialect: readDialect(body.dialect),
    keepTokens: flag(body.keepTokens, 'keepTokens'),
  };
}

export function readClockMove(given: unknown): ClockMove {
  const body = objectOf(given, ['set', 'advanceMs', 'frozen'], 'a clock move');
  return {
    set: whole(body.set, 'set', 0, 8_000_000_000_000),
    advanceMs: whole(body.advanceMs, 'advanceMs', 0, 400 * 86_400_000),
    frozen: flag(body.frozen, 'frozen'),
  };
}

export function readSince(query: URLSearchParams): number {
  const since = query.get('since') ?? '0';
  if (!/^\d{1,15}$/.test(since)) throw new Error('since must be a whole number ≥ 0');
  return Number(since);
}

/** What a log is narrowed by beside `since`. */
export function readFilter<K extends string>(
  query: URLSearchParams,
  names: readonly K[],
): { [N in K]?: string } {
  const unknown = [...query.keys()].find((name) => name !== 'since' && !names.some((one) => one === name));
  if (unknown !== undefined)
    throw new Error(`there is no filter "${unknown}"; there are since, ${names.join(', ')}`);
  const given = names.filter((name) => query.has(name)).map((name) => [name, query.get(name)]);
  return Object.fromEntries(given) as { [N in K]?: string };
}

export function readFault(given: unknown): FaultSpec {
  const body = objectOf(given, ['match', 'times', 'effect'], 'a fault');
  const match = objectOf(body.match, ['method', 'endpoint', 'skip'], 'match');
  return {
    match: {
      method: text(match.method, 'match.method')?.toUpperCase(),
      endpoint: text(match.endpoint, 'match.endpoint'),
      skip: whole(match.skip, 'match.skip', 0),
    },
    times: whole(body.times, 'times', 0),
    effect: readEffect(body.effect),
  };
}

function readEffect(given: unknown): FaultEffect {
  const known = ['kind', 'http', 'code', 'msg', 'data', 'apply', 'ms'];
  const body = objectOf(given, known, 'effect');
  const http = () => whole(body.http, 'effect.http', 200, 599) ?? missing('http');
  const ms = () => whole(body.ms, 'effect.ms', 0, 600_000) ?? missing('ms');
  const apply = flag(body.apply, 'effect.apply');
  switch (body.kind) {
    case 'status': {
      const code = whole(body.code, 'effect.code', 0) ?? missing('code');
      return {
        kind: 'status',
        http: http(),
        code,
        msg: text(body.msg, 'effect.msg') ?? '',
        data: body.data,
        apply,
      };
    }
    case 'html':
      return { kind: 'html', http: body.http === undefined ? 502 : http(), apply };
    case 'delay':
    case 'stall':
      return { kind: body.kind, ms: ms() };
    case 'reset-before':
    case 'reset-after':
    case 'garbage':
    case 'truncate':
    case 'expire-tokens':
      return { kind: body.kind };
    default:
      throw new Error(
        'effect.kind must be status, delay, reset-before, reset-after, garbage, html, truncate, stall or expire-tokens',
      );
  }
}

function missing(name: string): never {
  throw new Error(`effect.${name} is missing`);
}
