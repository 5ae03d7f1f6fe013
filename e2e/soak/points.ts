// npm run soak -- points [postgres|embedded] [beginning of the kinds, such as alias.]
// Every fail point × every kind of change × both databases: one process that ends there as kill -9 would, and another
// that takes up what it held. Ends with 1 on a miss.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startCluster } from '@/lib/build/cluster';
import { FAIL_POINTS, type FailPoint } from '@/lib/changes/fail-point';
import { KINDS } from '@/lib/launch/kinds';
import { type Place, Rig } from '@/lib/launch/testing-rig';
import { type Sandbox, startSandbox } from '@/lib/sandbox/server';
import { type Figure, report } from '../bench/figures';
import { faultsOf } from './account';
import { deskOn, type Order } from './desk';
import { Died, Hand } from './hand';
import { differences, replay } from './rounds';

const ROWS = 120;
const DIES_WITHIN_MS = 15_000;
const ENDS_WITHIN_MS = 60_000;
/** Points that a change of this kind does not pass: it reads nothing first, has no rows to tell apart, is a read itself. */
const NOT_PASSED: Record<string, readonly FailPoint[]> = {
  'alias.release': ['before-read', 'narrowed'],
  'alias.verify': ['before-read', 'narrowed', 'read-back'],
};

const [only, beginning = ''] = process.argv.slice(2);
let ok = true;
for (const name of ['postgres', 'embedded'] as const) {
  if (only === undefined || only === name) ok = (await world(name)) && ok;
}
process.exit(ok ? 0 : 1);

async function world(name: 'postgres' | 'embedded'): Promise<boolean> {
  const sandbox = await startSandbox({ users: 60_000, seed: 11 });
  const cluster = name === 'postgres' ? await startCluster() : null;
  const dataDir = mkdtempSync(join(tmpdir(), 'muster-points-'));
  const place: Place = cluster ? { url: cluster.url } : { dataDir };
  const rig = cluster ? await Rig.open(place, sandbox) : null;
  const wrong: string[] = [];
  let deaths = 0;
  let survived = 0;
  try {
    let nth = 0;
    for (const { id: kind } of KINDS.filter(({ id }) => id.startsWith(beginning))) {
      for (const point of FAIL_POINTS) {
        if (NOT_PASSED[kind]?.includes(point)) continue;
        const told = await dieAndGoOn({ sandbox, place, rig, kind, point, nth: nth++ });
        if (told.died) deaths++;
        else survived++;
        for (const text of told.wrong) {
          wrong.push(text);
          console.log(`WRONG ${kind} at ${point}: ${text}`);
        }
      }
    }
  } finally {
    await rig?.close();
    await cluster?.stop();
    await sandbox.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
  const fact = (figure: string, value: number, target: number | null): Figure => ({
    ...{ figure, value, target, unit: '' },
    ok: target === null || value === target,
  });
  const figures = [
    fact('processes that died at their point', deaths, null),
    fact('points nobody died at', survived, 0),
    fact('things wrong (rows lost or open, totals, state upstream)', wrong.length, 0),
  ];
  return report(`${name} points`, figures, `soak-points-${name}`);
}

type Case = { sandbox: Sandbox; place: Place; rig: Rig | null; kind: string; point: FailPoint; nth: number };

async function dieAndGoOn({ sandbox, place, rig, kind, point, nth }: Case) {
  const order = orderOf(sandbox, kind, nth);
  const cids = order.rows.map((row) => (row as { cid: string }).cid);
  const seeds = new Map(cids.map((cid) => [cid, sandbox.control.user(cid)?.alias ?? null]));
  trouble(sandbox, kind);
  const own = rig && deskOn(rig);
  const dying = await Hand.start(place, sandbox, { MUSTER_FAIL_POINT: point, MUSTER_LANES: '1' });
  await (own ?? dying.desk).order(order).catch((error: unknown) => {
    if (!(error instanceof Died)) throw error;
  });
  const late = sleep(DIES_WITHIN_MS, 'late' as const);
  const died = (await Promise.race([dying.ended, late])) === 'SIGKILL';
  await dying.kill();
  await own?.forgetProcess(dying.pid);

  const hand = await Hand.start(place, sandbox);
  const desk = own ?? hand.desk;
  try {
    const id = (await desk.ordered(order.key)) ?? (await desk.order({ ...order, key: `${order.key}-again` }));
    const deadline = Date.now() + ENDS_WITHIN_MS;
    const job = async () => (await desk.jobs()).find((one) => one.id === id);
    while ((await job())?.state !== 'finished' && Date.now() < deadline) await sleep(50);
    const now = await job();
    if (!now) return { died, wrong: ['the change is gone'] };
    const letters = await desk.letters(id);
    const wrong = faultsOf(now, letters);
    if (now.confirmed !== now.total) wrong.push(`${now.confirmed} of ${now.total} rows confirmed`);
    const done = [{ kind, rows: order.rows, letters }];
    wrong.push(
      ...differences(
        sandbox,
        replay(done, (cid) => seeds.get(cid) ?? null),
      ),
    );
    return { died, wrong: died ? wrong : [...wrong, 'nobody died'] };
  } finally {
    sandbox.control.clearFaults();
    await hand.kill();
    await own?.forgetProcess(hand.pid);
  }
}

/** A change of this kind over users of its own, and what the sandbox has to hold for it. */
function orderOf(sandbox: Sandbox, kind: string, nth: number): Order {
  const { cid, aliases } = sandbox.control.world.users;
  const first = nth * ROWS;
  const row = (i: number, alias: string) => ({ cid: cid(first + i), alias, line: i + 1 });
  const rows = (name: string, count = ROWS) =>
    Array.from({ length: count }, (_, i) => row(i, `${name}_${nth}_${i}`));
  const hold = (held: { alias: string }[]) => {
    for (const [i, { alias }] of held.entries()) aliases.bind(first + i, alias);
  };
  const base = { key: `point-${nth}`, kind, options: { readFirst: true, readBack: true } };
  switch (kind) {
    case 'alias.bind':
      return { ...base, rows: rows('p') };
    case 'alias.unbind':
      hold(rows('p'));
      return { ...base, rows: rows('p') };
    case 'alias.release': {
      const held = rows('p', 3).map((one) => ({ ...one, alias: `p_${nth}` }));
      hold(held);
      return { ...base, rows: held, params: { alias: `p_${nth}` } };
    }
    case 'alias.restore': {
      hold(rows('e'));
      const back = rows('p').map((one, i) => ({ ...one, expected: `e_${nth}_${i}` }));
      return {
        ...base,
        rows: back.map((one, i) =>
          i < ROWS / 2 ? { ...one, op: 'unbind', alias: one.expected } : { ...one, op: 'bind' },
        ),
      };
    }
    case 'alias.verify': {
      hold(rows('p'));
      const params = { jobId: 'soak', population: ROWS, sample: null, seed: '' };
      return { ...base, rows: rows('p').map((one) => ({ ...one, holds: true })), params };
    }
    default:
      throw new Error(`no change of the kind ${kind} here: give it one`);
  }
}

/** So that chunks are narrowed down and given back, too. */
function trouble(sandbox: Sandbox, kind: string): void {
  const { addFault } = sandbox.control;
  const status = (http: number, code: number) => ({ kind: 'status', http, code, msg: 'no' }) as const;
  const matches = {
    'alias.release': [{ method: 'DELETE', endpoint: '/user/alias/$alias' }],
    'alias.verify': [{ method: 'GET', endpoint: '/user/alias/cid/$cid' }],
  }[kind] ?? [
    { method: 'POST', endpoint: '/user/alias' },
    { method: 'DELETE', endpoint: '/user/alias' },
  ];
  for (const match of matches) {
    if (!NOT_PASSED[kind]) addFault({ match, effect: status(400, 20001) });
    // A read is tried three times by the client, in several lanes.
    addFault({ match, effect: status(200, 2), times: kind === 'alias.verify' ? 40 : 1 });
  }
}
