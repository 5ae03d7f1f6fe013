import type { Sandbox } from '@/lib/sandbox/server';
import type { Order } from './desk';

const ROWS = 3_000;
/** Users of the sandbox that one round needs. */
export const ROUND = ROWS + 3;
type Row = { cid: string; alias: string; line: number; op?: 'bind' | 'unbind'; expected?: string };

/**
 * Changes of every kind, to be ordered one after another without waiting: most touch cids of those before them, so they
 * have to wait their turn, and every cid ends as the last of them leaves it.
 */
export function round(sandbox: Sandbox, n: number): Order[] {
  const { cid } = sandbox.control.world.users;
  const first = n * ROUND;
  const pairs = (from: number, to: number, name: string): Row[] =>
    Array.from({ length: to - from }, (_, i) => ({
      cid: cid(first + from + i),
      alias: `${name}_${n}_${from + i}`,
      line: i + 1,
    }));
  const bound = pairs(0, ROWS, 'b');
  const group = pairs(ROWS, ROWS + 3, 'g').map((row) => ({ ...row, alias: `g_${n}` }));
  const expected = (row: Row) => `b_${n}_${row.alias.split('_')[2]}`;
  const taken = pairs(1_000, 1_200, 'b').map((row) => ({ ...row, op: 'unbind', expected: row.alias }));
  const given = pairs(1_200, 1_400, 'r').map((row) => ({ ...row, op: 'bind', expected: expected(row) }));
  const again = [...pairs(0, 50, 'a'), ...pairs(1_380, 1_420, 'a'), ...pairs(2_500, 2_550, 'a')];
  const verified = pairs(2_000, 2_100, 'b').map((row) => ({ ...row, holds: true }));
  const checks = { jobId: 'soak', population: verified.length, sample: null, seed: '' };
  const orders: Omit<Order, 'key'>[] = [
    { kind: 'alias.bind', rows: bound, options: n % 10 === 0 ? { readFirst: true } : {} },
    { kind: 'alias.bind', rows: group },
    { kind: 'alias.unbind', rows: bound.slice(0, 1_000) },
    { kind: 'alias.release', rows: group, params: { alias: `g_${n}` } },
    { kind: 'alias.restore', rows: [...taken, ...given] },
    { kind: 'alias.verify', rows: verified, params: checks },
    { kind: 'alias.bind', rows: again, options: { readBack: true } },
  ];
  return orders.map((order, i) => ({ ...order, key: `round-${n}-${i}` }));
}

export type Done = { kind: string; rows: readonly unknown[]; letters: string };

/**
 * What every touched cid must hold after these changes, one after another: two values where a row ended as unknown and
 * nothing later settled the matter.
 */
export function replay(done: readonly Done[], seeded: (cid: string) => string | null) {
  const holds = new Map<string, Set<string | null>>();
  for (const { kind, rows, letters } of done) {
    for (const [i, given] of rows.entries()) {
      const { cid, alias, op } = given as Row;
      const letter = letters[i];
      if (kind === 'alias.verify' || (letter !== 'c' && letter !== 'u')) continue;
      const now = holds.get(cid) ?? new Set([seeded(cid)]);
      const binds = kind === 'alias.bind' || op === 'bind';
      const then = binds ? [alias] : [...now].map((held) => (held === alias ? null : held));
      holds.set(cid, new Set(letter === 'c' ? then : [...now, ...then]));
    }
  }
  return holds;
}

/** The first cids at which the sandbox holds something else than it must. */
export function differences(sandbox: Sandbox, want: ReturnType<typeof replay>): string[] {
  return [...want].flatMap(([cid, may]) => {
    const held = sandbox.control.user(cid)?.alias ?? null;
    return may.has(held) ? [] : [`${cid} holds ${held}, not ${[...may].join(' or ')}`];
  });
}
