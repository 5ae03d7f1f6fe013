import type { FailPoint } from '@/lib/changes/fail-point';
import { kindOf } from '@/lib/launch/kinds';
import type { Sandbox } from '@/lib/sandbox/server';
import { type Case, check, type Match, many, type Place, ROWS } from './case-kit';
import type { Order } from './desk';
import { differences, replay } from './rounds';
import { tagCase } from './tag-case';

/** Points that a change of this kind does not pass: it reads nothing, before or after, or has no rows to tell apart. */
export function notPassed(kindId: string): readonly FailPoint[] {
  const kind = kindOf(kindId);
  const points: FailPoint[] = [];
  if (!kind.current) points.push('before-read');
  if (!kind.readBack) points.push('read-back');
  if (kind.indivisible || kind.rowsPerCall === 1 || kindId.endsWith('.verify')) points.push('narrowed');
  // A refused call of several rows that add up is in doubt as a whole, and nothing is done again.
  if (kind.effect !== 'set') points.push('answer-stored', 'narrowed', 'put-back');
  if (kindId === 'blacklist.declare') points.push('narrowed', 'put-back', 'on-the-wire', 'answer-stored');
  return points;
}

/** The case of a kind. @throws for a kind that has none yet: give it one */
export function caseOf(sandbox: Sandbox, kind: string, nth: number): Case {
  const first = nth * ROWS;
  const { users } = sandbox.control.world;
  const at: Place = { sandbox, nth, cid: (i) => users.cid(first + i), user: (i) => first + i };
  const made =
    aliasCase(at, kind) ??
    registerCase(at, kind) ??
    badgeCase(at, kind) ??
    tokenCase(at, kind) ??
    tagCase(at, kind);
  if (!made) throw new Error(`no change of the kind ${kind} here: give it one`);
  return made;
}

function aliasCase(at: Place, kind: string): Case | null {
  const { sandbox, nth } = at;
  const { aliases } = sandbox.control.world.users;
  const seeds = new Map<string, string | null>();
  const rows = (name: string, count = ROWS) =>
    many((i) => ({ cid: at.cid(i), alias: `${name}_${nth}_${i}`, line: i + 1 }), count);
  const hold = <R extends { alias: string }>(held: R[]): R[] => {
    for (const [i, { alias }] of held.entries()) aliases.bind(at.user(i), alias);
    return held;
  };
  const writes = [
    { method: 'POST', endpoint: '/user/alias' },
    { method: 'DELETE', endpoint: '/user/alias' },
  ];
  const make = (more: Omit<Case['order'], 'kind' | 'options'>, calls: readonly Match[] = writes): Case => {
    for (const { cid } of more.rows as { cid: string }[])
      seeds.set(cid, sandbox.control.user(cid)?.alias ?? null);
    const options = { readFirst: true, readBack: true };
    return {
      order: { kind, options, ...more },
      calls,
      ...(kind === 'alias.verify' ? { busy: 40 } : {}),
      wrong: (letters) =>
        differences(
          sandbox,
          replay([{ kind, rows: more.rows, letters }], (cid) => seeds.get(cid) ?? null),
        ),
    };
  };
  switch (kind) {
    case 'alias.bind':
      return make({ rows: rows('p') });
    case 'alias.unbind':
      return make({ rows: hold(rows('p')) });
    case 'alias.release': {
      const held = hold(rows('p', 3).map((one) => ({ ...one, alias: `p_${nth}` })));
      const call = { method: 'DELETE', endpoint: '/user/alias/$alias' };
      return make({ rows: held, params: { alias: `p_${nth}` } }, [call]);
    }
    case 'alias.restore': {
      hold(rows('e'));
      const back = rows('p').map((one, i) => ({ ...one, expected: `e_${nth}_${i}` }));
      const half = (i: number) => i < ROWS / 2;
      return make({
        rows: back.map((one, i) =>
          half(i) ? { ...one, op: 'unbind', alias: one.expected } : { ...one, op: 'bind' },
        ),
      });
    }
    case 'alias.verify': {
      const params = { jobId: 'soak', population: ROWS, sample: null, seed: '' };
      const call = { method: 'GET', endpoint: '/user/alias/cid/$cid' };
      return make({ rows: hold(rows('p')).map((one) => ({ ...one, holds: true })), params }, [call]);
    }
    default:
      return null;
  }
}

function registerCase(at: Place, kind: string): Case | null {
  if (!kind.startsWith('blacklist.')) return null;
  const { black } = at.sandbox.control.world.users;
  const noted = { reason: '投诉', ticket: 'T-1', expiresAt: null };
  const base = many((i) => ({ cid: at.cid(i), line: i + 1 }));
  const calls = [
    { method: 'POST', endpoint: '/user/black/cid/$cids' },
    { method: 'DELETE', endpoint: '/user/black/cid/$cids' },
  ];
  const make = (rows: { cid: string }[], listed: (i: number) => boolean): Case => ({
    order: { kind, rows, ...(kind === 'blacklist.add' ? { params: { reason: '投诉' } } : {}) },
    calls,
    wrong: check(at, rows, (user, i) => user.black === listed(i)),
  });
  switch (kind) {
    case 'blacklist.add':
      return make(
        base.map((row) => ({ ...row, ...noted })),
        () => true,
      );
    case 'blacklist.remove':
      for (const i of base.keys()) black.add(at.user(i));
      return make(base, () => false);
    case 'blacklist.reassert':
      return make(base, () => true);
    case 'blacklist.restore': {
      for (const i of base.keys()) if (i % 2) black.add(at.user(i));
      const rows = base.map((row, i) => ({ ...row, to: i % 2 ? null : noted, from: i % 2 ? noted : null }));
      return make(rows, (i) => i % 2 === 0);
    }
    case 'blacklist.declare': {
      // Nothing is sent: everybody stays as they were.
      const listed = base.map((_, i) => black.has(at.user(i)));
      return make(
        base.map((row) => ({ ...row, ...noted, withdrawn: false })),
        (i) => listed[i] === true,
      );
    }
    default:
      return null;
  }
}

function badgeCase(at: Place, kind: string): Case | null {
  if (!kind.startsWith('badge.')) return null;
  const calls = [{ method: 'POST', endpoint: '/user/badge/cid/$cids' }];
  const base = many((i) => ({ cid: at.cid(i), line: i + 1 }));
  const make = (more: Partial<Order>, is: (badge: number, i: number, letter: string) => boolean): Case => {
    const rows = (more.rows ?? base) as { cid: string }[];
    return {
      order: { kind, rows, ...more },
      calls: kind === 'badge.add' ? [] : calls,
      wrong: check(at, rows, (user, i, letter) => is(user.badge, i, letter)),
    };
  };
  switch (kind) {
    case 'badge.set':
      return make({ params: { value: 7 } }, (badge) => badge === 7);
    case 'badge.restore':
      return make(
        { rows: base.map((row, i) => ({ ...row, value: String(3 + (i % 2)) })) },
        (badge, i) => badge === 3 + (i % 2),
      );
    case 'badge.add':
      // What adds up is done once, or left in doubt and done at most once.
      return make({ params: { by: 2 } }, (badge, _i, letter) =>
        letter === 'c' ? badge === 2 : letter === 'u' && (badge === 0 || badge === 2),
      );
    default:
      return null;
  }
}

function tokenCase(at: Place, kind: string): Case | null {
  if (!kind.startsWith('device-token.')) return null;
  at.sandbox.control.setDialect({ vendorTokens: 'accept' });
  const { users } = at.sandbox.control.world;
  const row = (i: number) => ({
    ...{ cid: at.cid(i), channel: 'hw' as const, token: `new_${at.nth}_${i}`, line: i + 1 },
  });
  const held = (i: number) => `HW_old_${at.nth}_${i}`;
  const hold = () => {
    for (let i = 0; i < ROWS; i++) users.setToken(at.user(i), false, held(i));
  };
  const write = [{ method: 'POST', endpoint: '/user/bind_dt/$type' }];
  const make = (
    rows: { cid: string }[],
    token: (i: number) => string | null,
    more: Partial<Case> = {},
  ): Case => ({
    order: { kind, rows, params: { channel: 'hw' }, options: { readFirst: true, readBack: true } },
    calls: write,
    wrong: check(at, rows, (user, i) => user.deviceToken === token(i)),
    ...more,
  });
  const fresh = (i: number) => `HW_new_${at.nth}_${i}`;
  switch (kind) {
    case 'device-token.bind':
      return make(many(row), fresh);
    case 'device-token.unbind':
      hold();
      return make(
        many((i) => ({ ...row(i), token: '' })),
        () => null,
      );
    case 'device-token.restore':
      hold();
      return make(
        many((i) => ({ ...row(i), op: 'bind', expected: held(i) })),
        fresh,
      );
    case 'device-token.verify': {
      hold();
      const rows = many((i) => ({ ...row(i), token: `old_${at.nth}_${i}`, holds: true }));
      const made = make(rows, held, {
        calls: [{ method: 'GET', endpoint: '/user/detail/$cids' }],
        busy: 4,
      });
      const params = { jobId: 'soak', population: ROWS, sample: null, seed: '' };
      return { ...made, order: { ...made.order, params } };
    }
    default:
      return null;
  }
}
