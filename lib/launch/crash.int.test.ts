import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { FAIL_POINTS, type FailPoint } from '@/lib/changes/fail-point';
import { copyOfTemplate, freshPostgres } from '@/lib/db/testing';
import { type Sandbox, startSandbox } from '@/lib/sandbox/server';
import { type Place, Rig, startRigWorker, type Worker } from './testing-rig';
import { checkRun, orderRun, type Run } from './testing-run';

const ROWS = 60;
/** Time for a process to start, find work and pass its point; a token's lease of 8 s may stand in its way. */
const DIES_WITHIN_MS = 20_000;
/** Longer than it takes to declare a process dead and take up what it held. */
const RESUMED_MS = 40_000;

let sandbox: Sandbox;
const workers: Worker[] = [];

beforeAll(async () => {
  sandbox = await startSandbox({ users: 60_000, seed: 5 });
});
afterAll(async () => {
  for (const worker of workers) worker.kill();
  await Promise.all(workers.map(({ ended }) => ended));
  await sandbox?.close();
});

const start = async (place: Place, more: Record<string, string> = {}) => {
  const worker = await startRigWorker(inject('workScript'), place, sandbox, more);
  workers.push(worker);
  return worker;
};
const dying = (point: FailPoint) => ({ MUSTER_FAIL_POINT: point, MUSTER_LANES: '2' });

const bind = { method: 'POST', endpoint: '/user/alias' };
/** What makes a chunk pass these two edges: one refusal in all, or several would narrow a call down to a good row. */
const trouble = (point: FailPoint) => {
  const answer = (http: number, code: number) => ({ kind: 'status', http, code, msg: 'no' }) as const;
  if (point === 'narrowed') sandbox.control.addFault({ match: bind, effect: answer(400, 20001), times: 1 });
  if (point === 'put-back') sandbox.control.addFault({ match: bind, effect: answer(200, 2), times: 1 });
};

/** For each point: more work, and a process that dies there. Gives the runs, and the points nobody died at. */
async function killAtEach(
  place: Place,
  withRig: <T>(work: (rig: Rig) => Promise<T>) => Promise<T>,
  first: number,
) {
  const runs: Run[] = [];
  const survived: FailPoint[] = [];
  for (const [i, point] of FAIL_POINTS.entries()) {
    runs.push(await withRig((rig) => orderRun(rig, sandbox, first + i, ROWS)));
    trouble(point);
    const worker = await start(place, dying(point));
    const late = new Promise<'late'>((resolve) => setTimeout(resolve, DIES_WITHIN_MS, 'late'));
    if ((await Promise.race([worker.ended, late])) !== 'SIGKILL') survived.push(point);
    worker.kill();
    await worker.ended;
  }
  sandbox.control.clearFaults();
  return { runs, survived };
}

describe('kill -9 at every fail point', () => {
  test('PostgreSQL: another process takes up what the dead one held', async () => {
    const { url, drop } = await freshPostgres();
    const rig = await Rig.open({ url }, sandbox);
    try {
      const { runs, survived } = await killAtEach({ url }, (work) => work(rig), 0);
      expect(survived).toEqual([]);
      const last = await start({ url });
      await rig.ended(
        runs.flatMap(({ ids }) => ids),
        RESUMED_MS,
      );
      for (const run of runs) await checkRun(rig, sandbox, run);
      last.kill('SIGTERM');
      await last.ended;
    } finally {
      await rig.close();
      await drop();
    }
  }, 300_000);

  test('embedded: the same process comes back and goes on at once', async () => {
    const { dataDir, remove } = copyOfTemplate();
    const withRig = async <T>(work: (rig: Rig) => Promise<T>): Promise<T> => {
      const rig = await Rig.open({ dataDir }, sandbox);
      return work(rig).finally(() => rig.close());
    };
    const { runs, survived } = await killAtEach({ dataDir }, withRig, 20);
    expect(survived).toEqual([]);
    const last = await start({ dataDir });
    // Nothing can look into its database from outside: it has finished when it asks the upstream no more.
    const calls = () => sandbox.control.calls().length;
    for (let quiet = 0, seen = -1; quiet < 15; ) {
      quiet = calls() === seen ? quiet + 1 : 0;
      seen = calls();
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    last.kill('SIGTERM');
    await last.ended;
    await withRig(async (rig) => {
      await rig.ended(
        runs.flatMap(({ ids }) => ids),
        100,
      );
      for (const run of runs) await checkRun(rig, sandbox, run);
    });
    remove();
  }, 300_000);
});

test('a process that slept past its lease and woke says and sends nothing more', async () => {
  const { url, drop } = await freshPostgres();
  const place = { url };
  const rig = await Rig.open(place, sandbox);
  try {
    const run = await orderRun(rig, sandbox, 50, ROWS);
    sandbox.control.addFault({
      match: { method: 'POST', endpoint: '/user/alias' },
      effect: { kind: 'delay', ms: 3_000 },
      times: 1,
    });
    const sleeper = await start(place, { MUSTER_LANES: '1' });
    while ((await rig.chunks(run.bind))[0]?.state !== 'sending') await new Promise((r) => setTimeout(r, 20));
    sleeper.kill('SIGSTOP');
    const other = await start(place);
    await rig.ended(run.ids, RESUMED_MS);
    const settled = await rig.chunks(run.bind);
    const calls = sandbox.control.calls().length;
    sleeper.kill('SIGCONT');
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    expect(sandbox.control.calls().length).toBe(calls);
    expect(await rig.chunks(run.bind)).toEqual(settled);
    await checkRun(rig, sandbox, run);
    for (const worker of [sleeper, other]) worker.kill('SIGTERM');
    await Promise.all([sleeper.ended, other.ended]);
  } finally {
    await rig.close();
    await drop();
  }
}, 120_000);
