import { expect } from 'vitest';
import type { Sandbox } from '@/lib/sandbox/server';
import type { Rig } from './testing-rig';

type Pair = { cid: string; alias: string; line: number };

/** Changes of several kinds that were ordered together, and what the sandbox must hold when they have ended. */
export type Run = {
  ids: string[];
  bind: string;
  /** What every cid that any of them touched must hold at the end; null for no alias. */
  want: Map<string, string | null>;
};

/** The cids of so many users of the sandbox, from the `from`-th. */
export const cidsOf = (sandbox: Sandbox, from: number, count: number): string[] => {
  const { cids } = sandbox.control.world.users;
  return Array.from({ length: count }, (_, i) => cids.encode(from + i));
};

/** Orders a bind, an unbind and, over rows of both, a second bind that has to wait for them. */
export async function orderRun(rig: Rig, sandbox: Sandbox, nth: number, rows: number): Promise<Run> {
  const from = nth * rows * 2;
  const { aliases } = sandbox.control.world.users;
  const pairs = (start: number, name: string): Pair[] =>
    cidsOf(sandbox, start, rows).map((cid, i) => ({ cid, alias: `${name}_${nth}_${i}`, line: i + 1 }));
  const bound = pairs(from, 'bound');
  const taken = pairs(from + rows, 'taken');
  for (const [i, { alias }] of taken.entries()) aliases.bind(from + rows + i, alias);
  const again = [...bound.slice(0, 50), ...taken.slice(0, 50)].map(({ cid }, i) => ({
    cid,
    alias: `again_${nth}_${i}`,
    line: i + 1,
  }));
  const bind = await rig.order('alias.bind', bound, { options: { readFirst: true } });
  const unbind = await rig.order('alias.unbind', taken);
  const later = await rig.order('alias.bind', again, { options: { readBack: true } });
  const want = new Map<string, string | null>();
  for (const { cid, alias } of bound) want.set(cid, alias);
  for (const { cid } of taken) want.set(cid, null);
  for (const { cid, alias } of again) want.set(cid, alias);
  return { ids: [bind, unbind, later], bind, want };
}

/** No row lost, none left open, every figure adds up, and upstream stands what one after the other would have left. */
export async function checkRun(rig: Rig, sandbox: Sandbox, run: Run): Promise<void> {
  for (const id of run.ids) {
    const job = await rig.job(id);
    const { confirmed, rejected, unknown, skipped, total, settledChunks, chunks } = job;
    expect({ id, sum: confirmed + rejected + unknown + skipped, settledChunks }).toEqual({
      id,
      sum: total,
      settledChunks: chunks,
    });
    const letters = (await rig.chunks(id)).map(({ outcomes }) => outcomes ?? '').join('');
    expect(letters).toHaveLength(total);
    expect(letters).not.toContain('.');
    const count = (letter: string) => [...letters].filter((one) => one === letter).length;
    expect([count('c'), count('r'), count('u'), count('n')]).toEqual([confirmed, rejected, unknown, skipped]);
    expect({ unknown, rejected }).toEqual({ unknown: 0, rejected: 0 });
  }
  const wrong = [...run.want].filter(([cid, alias]) => (sandbox.control.user(cid)?.alias ?? null) !== alias);
  expect(wrong.slice(0, 3)).toEqual([]);
}
