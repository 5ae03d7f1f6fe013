import {
  type Ask,
  bodyOf,
  DONE,
  endpointOf,
  type Handler,
  listIn,
  param,
  type Reply,
  refuseRepeats,
} from '../ask';
import { type ApiError, isEmpty, isInvalid, refusal, wrongType } from '../errors';
import type { Change } from '../journal';
import { lengthOf } from '../tag-book';
import type { World } from '../world';

const MOST_CIDS = 10;
type Pair = { readonly cid: string; readonly alias: string };

const CHARSETS = {
  strict: /^[A-Za-z0-9_\p{Script=Han}]+$/u,
  email: /^[A-Za-z0-9_\p{Script=Han}@.+-]+$/u,
  any: /^\S+$/u,
} as const;

function pairsIn(world: World, ask: Ask): Pair[] {
  const pairs = listIn(bodyOf(world, ask), 'data_list', 1000).map((row): Pair => {
    if (typeof row !== 'object' || row === null || Array.isArray(row)) throw wrongType('data_list');
    return { cid: textOf(row, 'cid'), alias: textOf(row, 'alias') };
  });
  refuseRepeats(
    world,
    pairs.map((pair) => pair.cid),
  );
  return pairs;
}

function textOf(row: object, name: 'cid' | 'alias'): string {
  const value = (row as Record<string, unknown>)[name];
  if (value === undefined || value === null || value === '') throw isEmpty(name);
  if (typeof value !== 'string') throw wrongType(name);
  return value;
}

function isLegalAlias(world: World, alias: string): boolean {
  const { aliasLength, aliasCharset } = world.dialect;
  const short = aliasLength === 'bytes' ? Buffer.byteLength(alias) <= 40 : lengthOf(alias) < 40;
  return short && CHARSETS[aliasCharset].test(alias);
}

/** The alias in the path, if there can be one of that name. */
function aliasInPath(world: World, ask: Ask): string {
  const alias = param(ask, 'alias');
  const { illegalAlias } = world.dialect;
  if (illegalAlias !== 'accept' && !isLegalAlias(world, alias))
    throw refusal(illegalAlias, 'alias is invalid');
  return alias;
}

type Move = Pair & { readonly user: number };

/** The pairs that can be bound, up to the first that cannot, and why that one cannot. */
function plan(world: World, pairs: readonly Pair[]): { fit: Move[]; error: ApiError | null } {
  const { users, dialect } = world;
  const fit: Move[] = [];
  const moved = new Map<number, string>();
  const counts = new Map<string, number>();
  const count = (alias: string) => counts.get(alias) ?? users.aliases.countOf(alias);
  for (const { cid, alias } of pairs) {
    const user = users.find(cid);
    if (user < 0) {
      if (dialect.unknownCid === 'accept') continue;
      return { fit, error: refusal(dialect.unknownCid, 'target user is invalid') };
    }
    if (!isLegalAlias(world, alias)) return { fit, error: isInvalid('alias') };
    const before = moved.get(user) ?? users.aliases.aliasOf(user);
    if (before === alias) {
      fit.push({ cid, alias, user });
      continue;
    }
    if (count(alias) >= MOST_CIDS && dialect.aliasFull !== 'accept')
      return { fit, error: refusal(dialect.aliasFull, 'alias size over limit') };
    if (before !== null) counts.set(before, count(before) - 1);
    counts.set(alias, count(alias) + 1);
    moved.set(user, alias);
    fit.push({ cid, alias, user });
  }
  return { fit, error: null };
}

/** POST /user/alias: a user's former alias gives way; `alias_type` is accepted and has no meaning here. */
export const bindAliases: Handler = (world, ask) => {
  const { fit, error } = plan(world, pairsIn(world, ask));
  if (error && (world.dialect.bindAtomic || fit.length === 0)) throw error;
  const changes = fit.map(({ cid, alias, user }): Change => {
    const before = world.users.aliases.aliasOf(user);
    world.users.aliases.bind(user, alias);
    return { cid, field: 'alias', before, after: alias };
  });
  world.record(endpointOf(ask), ask.seq, changes);
  if (error) throw error;
  return DONE;
};

/** GET /user/alias/cid/$cid */
export const aliasOfCid: Handler = (world, ask): Reply => {
  const { users, dialect } = world;
  const user = users.find(param(ask, 'cid'));
  if (user < 0 && dialect.unknownCid !== 'accept')
    throw refusal(dialect.unknownCid, 'target user is invalid');
  const alias = user < 0 ? null : users.aliases.aliasOf(user);
  if (alias !== null) return { data: { alias } };
  if (dialect.cidWithoutAlias === 'empty') return { data: {} };
  if (dialect.cidWithoutAlias === 'blank') return { data: { alias: '' } };
  throw refusal(dialect.cidWithoutAlias, 'target user is invalid');
};

/** GET /user/cid/alias/$alias; the page: the order of the cids is not that of binding. */
export const cidsOfAlias: Handler = (world, ask): Reply => {
  const { users, dialect } = world;
  const cid = users.aliases.usersOf(aliasInPath(world, ask)).map(users.cid).sort();
  if (cid.length > 0 || dialect.unboundAlias === 'list') return { data: { cid } };
  if (dialect.unboundAlias === 'empty') return { data: {} };
  throw refusal(dialect.unboundAlias, 'target user is invalid');
};

function release(world: World, ask: Ask, users: readonly number[]): void {
  const changes = users.map((user): Change => {
    const before = world.users.aliases.aliasOf(user);
    world.users.aliases.unbind(user);
    return { cid: world.users.cid(user), field: 'alias', before, after: null };
  });
  world.record(endpointOf(ask), ask.seq, changes);
}

/** DELETE /user/alias with a body: only pairs that are bound as named are taken apart. */
export const unbindAliases: Handler = (world, ask) => {
  const { users, dialect } = world;
  const bound: number[] = [];
  for (const { cid, alias } of pairsIn(world, ask)) {
    const user = users.find(cid);
    if (user < 0) {
      if (dialect.unknownCid === 'accept') continue;
      throw refusal(dialect.unknownCid, 'target user is invalid');
    }
    if (users.aliases.aliasOf(user) === alias) bound.push(user);
    else if (dialect.unbindAbsent !== 'accept') throw refusal(dialect.unbindAbsent, 'target user is invalid');
  }
  release(world, ask, [...new Set(bound)]);
  return DONE;
};

/** DELETE /user/alias/$alias */
export const unbindAlias: Handler = (world, ask) => {
  const users = world.users.aliases.usersOf(aliasInPath(world, ask));
  if (users.length === 0 && world.dialect.unbindAbsent !== 'accept')
    throw refusal(world.dialect.unbindAbsent, 'target user is invalid');
  release(world, ask, users);
  return DONE;
};
