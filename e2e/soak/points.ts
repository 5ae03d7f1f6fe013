// npm run soak -- points [postgres|embedded] [beginning of the kinds, such as alias.]
// Every fail point × every kind of change × both databases: one process that ends there as kill -9 would, and another
// that takes up what it held. Ends with 1 on a miss.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startCluster } from '@/lib/build/cluster';
import { FAIL_POINTS, type FailPoint } from '@/lib/changes/fail-point';
import { KINDS, kindOf } from '@/lib/launch/kinds';
import { type Place, Rig } from '@/lib/launch/testing-rig';
import { type Sandbox, startSandbox } from '@/lib/sandbox/server';
import { type Figure, report } from '../bench/figures';
import { faultsOf } from './account';
import type { Case } from './case-kit';
import { caseOf, notPassed } from './cases';
import { deskOn } from './desk';
import { Died, Hand } from './hand';

const DIES_WITHIN_MS = 15_000;
const ENDS_WITHIN_MS = 60_000;
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
        if (notPassed(kind).includes(point)) continue;
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

type Death = { sandbox: Sandbox; place: Place; rig: Rig | null; kind: string; point: FailPoint; nth: number };

async function dieAndGoOn({ sandbox, place, rig, kind, point, nth }: Death) {
  const made = caseOf(sandbox, kind, nth);
  const order = { ...made.order, key: `point-${nth}` };
  trouble(sandbox, made, !notPassed(kind).includes('narrowed'));
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
    const settled = kindOf(kind).effect === 'set' ? now.confirmed : now.confirmed + now.unknown;
    if (settled !== now.total) wrong.push(`${settled} of ${now.total} rows settled as they should`);
    wrong.push(...made.wrong(letters));
    return { died, wrong: died ? wrong : [...wrong, 'nobody died'] };
  } finally {
    sandbox.control.clearFaults();
    await hand.kill();
    await own?.forgetProcess(hand.pid);
  }
}

/** So that chunks are narrowed down and given back, too. */
function trouble(sandbox: Sandbox, { calls, busy = 1 }: Case, narrows: boolean): void {
  const { addFault } = sandbox.control;
  const status = (http: number, code: number) => ({ kind: 'status', http, code, msg: 'no' }) as const;
  for (const match of calls) {
    if (narrows) addFault({ match, effect: status(400, 20001) });
    addFault({ match, effect: status(200, 2), times: busy });
  }
}
