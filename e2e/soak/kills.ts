// npm run soak -- kills [minutes] [postgres|embedded]
// Random kill -9 while changes of every kind are ordered without end, paused, resumed and cancelled, with delays, broken
// answers and a busy upstream mixed in: three workers on PostgreSQL, then the one process on the embedded database.
// Everything is held against the sandbox's own notes. Ends with 1 on a miss.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startCluster } from '@/lib/build/cluster';
import { type Place, Rig } from '@/lib/launch/testing-rig';
import { startSandbox } from '@/lib/sandbox/server';
import { type Figure, median, report } from '../bench/figures';
import { faultsOf } from './account';
import { type Desk, deskOn, type Order } from './desk';
import { Died, Hand } from './hand';
import { mixFaults } from './mix';
import { type Done, differences, ROUND, replay, round } from './rounds';
import { Watch } from './watch';

const USERS = 1_500_000;
/** Rounds under way at once. */
const ROUNDS = 6;
const RESUME_TARGET_MS = 15_000;
/** Time for what is open when the killing ends. */
const REST_MS = 180_000;

const minutes = Number(process.argv[2] ?? 10);
const only = process.argv[3];
let ok = true;
for (const name of ['postgres', 'embedded'] as const) {
  if (only === undefined || only === name) ok = (await world(name)) && ok;
}
process.exit(ok ? 0 : 1);

async function world(name: 'postgres' | 'embedded'): Promise<boolean> {
  const sandbox = await startSandbox({ users: USERS, seed: 7 });
  const cluster = name === 'postgres' ? await startCluster() : null;
  const dataDir = mkdtempSync(join(tmpdir(), 'muster-soak-'));
  const place: Place = cluster ? { url: cluster.url } : { dataDir };
  const rig = cluster ? await Rig.open(place, sandbox) : null;
  const hands: Hand[] = [];
  try {
    for (let i = 0; i < (cluster ? 3 : 1); i++) hands.push(await Hand.start(place, sandbox));
    const own = rig && deskOn(rig);
    return await soak(name, { sandbox, hands, place, desk: () => own ?? (hands[0] as Hand).desk });
  } finally {
    await Promise.all(hands.map((hand) => hand.kill()));
    await rig?.close();
    await cluster?.stop();
    await sandbox.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

type World = {
  sandbox: Awaited<ReturnType<typeof startSandbox>>;
  hands: Hand[];
  place: Place;
  /** The desk of somebody who lives. */
  desk: () => Desk;
};

async function soak(name: string, { sandbox, hands, place, desk }: World): Promise<boolean> {
  const watch = new Watch(sandbox, name === 'postgres' ? 3_000 : 500);
  const ordered: (Done & { id: string })[] = [];
  const until = Date.now() + minutes * 60_000;
  const going = () => Date.now() < until;
  const seeds = new Map<string, string | null>();
  const starts: number[] = [];

  /** Asks until somebody who lives has answered. */
  async function ask<T>(question: (desk: Desk) => Promise<T>): Promise<T> {
    for (;;) {
      try {
        return await question(desk());
      } catch (error) {
        if (!(error instanceof Died)) throw error;
        await sleep(50);
      }
    }
  }

  async function placed(order: Order): Promise<string> {
    for (let attempt = 0; ; attempt++) {
      const key = `${order.key}-${attempt}`;
      try {
        return await desk().order({ ...order, key });
      } catch (error) {
        if (!(error instanceof Died)) throw error;
        // The order may have been committed before the answer was lost.
        const id = await ask((one) => one.ordered(key));
        if (id) return id;
      }
    }
  }

  async function orderRounds(): Promise<void> {
    for (let n = 0; going() && (n + 1) * ROUND < USERS; n++) {
      for (const order of round(sandbox, n)) {
        for (const { cid } of order.rows as { cid: string }[])
          if (!seeds.has(cid)) seeds.set(cid, sandbox.control.user(cid)?.alias ?? null);
        const id = await placed(order);
        ordered.push({ id, kind: order.kind, rows: order.rows, letters: '' });
      }
      while (going() && (await open()).length > ROUNDS * 7) await sleep(300);
    }
  }
  const open = async () =>
    (await ask((one) => one.jobs())).filter(({ state }) => state !== 'finished' && state !== 'cancelled');

  async function interfere(): Promise<void> {
    while (going()) {
      await sleep(1_500 + Math.random() * 3_000);
      const running = (await open()).filter(({ id, state }) => state === 'running' && !watch.waitsFor(id));
      const job = running[Math.floor(Math.random() * running.length)];
      if (!job) continue;
      const told = (error: unknown) => {
        // It may have ended meanwhile, or the one who was asked has died.
        if (!(error instanceof Died) && !/CONFLICT/.test(String(error))) throw error;
      };
      if (Math.random() < 0.2) {
        await desk().control('cancel', job.id).catch(told);
        continue;
      }
      await desk().control('pause', job.id).catch(told);
      await sleep(500 + Math.random() * 2_000);
      await ask((one) => one.control('resume', job.id)).catch(told);
    }
  }

  async function kill(): Promise<void> {
    while (going()) {
      await sleep(2_000 + Math.random() * 6_000);
      const at = Math.floor(Math.random() * hands.length);
      const hand = hands[at] as Hand;
      const held = await desk().held(hand.pid);
      const now = Date.now();
      await hand.kill();
      watch.killed(now, held);
      hands[at] = await Hand.start(place, sandbox);
      starts.push(Date.now() - now);
    }
  }

  const faults = mixFaults(sandbox, going);
  await Promise.all([orderRounds(), interfere(), kill(), faults]);
  sandbox.control.clearFaults();
  const deadline = Date.now() + REST_MS;
  for (;;) {
    const left = await open();
    for (const { id, state } of left) if (state === 'paused') await desk().control('resume', id);
    if (left.length === 0 || Date.now() > deadline) break;
    await sleep(500);
  }
  watch.stop();
  return told(name, starts, await account(ordered, seeds, { sandbox, desk: desk(), watch }));
}

type Seen = { sandbox: World['sandbox']; desk: Desk; watch: Watch };

async function account(
  ordered: (Done & { id: string })[],
  seeds: Map<string, string | null>,
  { sandbox, desk, watch }: Seen,
) {
  const jobs = new Map((await desk.jobs()).map((job) => [job.id, job]));
  const wrong: string[] = [];
  if (jobs.size !== ordered.length) wrong.push(`${ordered.length} changes ordered, ${jobs.size} known`);
  const sum = { rows: 0, confirmed: 0, rejected: 0, unknown: 0, skipped: 0, cancelled: 0 };
  for (const one of ordered) {
    const job = jobs.get(one.id);
    if (!job) {
      wrong.push(`${one.kind} ${one.id} is gone`);
      continue;
    }
    one.letters = await desk.letters(one.id);
    wrong.push(...faultsOf(job, one.letters));
    sum.rows += job.total;
    for (const key of ['confirmed', 'rejected', 'unknown', 'skipped'] as const) sum[key] += job[key];
    if (job.state === 'cancelled') sum.cancelled++;
  }
  for (const chunk of watch.kills.flatMap(({ held }) => held)) {
    const requestId = await desk.lastRequest(chunk.jobId, chunk.seq);
    if (requestId) watch.alsoCalled(chunk, requestId);
    const ms = (chunk.resumedAt ?? chunk.killedAt) - chunk.killedAt;
    if (ms > RESUME_TARGET_MS)
      console.log(
        `LATE ${ms} ms: ${JSON.stringify({ ...jobs.get(chunk.jobId), ...chunk, tokens: undefined })}`,
      );
  }
  wrong.push(
    ...differences(
      sandbox,
      replay(ordered, (cid) => seeds.get(cid) ?? null),
    ),
  );
  return { jobs: ordered.length, sum, wrong, watch };
}

function told(
  name: string,
  starts: readonly number[],
  { jobs, sum, wrong, watch }: Awaited<ReturnType<typeof account>>,
): boolean {
  const held = watch.kills.flatMap((kill) => kill.held);
  const times = (chunks: typeof held) =>
    chunks.flatMap(({ resumedAt, killedAt }) => (resumedAt === null ? [] : [resumedAt - killedAt]));
  const all = times(held);
  const first = watch.kills.flatMap((kill) => {
    const resumed = times(kill.held);
    return resumed.length > 0 ? [Math.min(...resumed)] : [];
  });
  const calm = times(held.filter((chunk) => chunk.calm));
  const tooMany = watch.kills.filter(
    (kill) => kill.repeated > kill.held.filter(({ sending }) => sending).length,
  );
  const most = (values: readonly number[]) => Math.max(0, ...values);
  const fact = (figure: string, value: number, unit: string, target: number | null = null): Figure => ({
    ...{ figure, value, target, unit },
    ok: target === null || value <= target,
  });
  const figures = [
    fact('length of the run', minutes, 'min'),
    fact('kills', watch.kills.length, ''),
    fact('kill to its successor working, median', median(starts), 'ms'),
    fact('changes', jobs, ''),
    fact('changes cancelled', sum.cancelled, ''),
    fact('rows', sum.rows, ''),
    fact('rows confirmed', sum.confirmed, ''),
    fact('rows rejected', sum.rejected, ''),
    fact('rows unknown', sum.unknown, ''),
    fact('rows skipped', sum.skipped, ''),
    fact('upstream calls', watch.calls, ''),
    fact('things wrong (rows lost or open, totals, state upstream)', wrong.length, '', 0),
    fact('chunks held at kills', held.length, ''),
    fact('chunks on the wire at kills', held.filter(({ sending }) => sending).length, ''),
    fact('sets repeated', watch.repeats.calls, 'calls'),
    fact('sets repeated, rows', watch.repeats.rows, 'rows'),
    fact('sets repeated, per kill, most', most(watch.kills.map(({ repeated }) => repeated)), 'calls'),
    fact('kills with more sets repeated than chunks on the wire', tooMany.length, '', 0),
    fact('sets repeated that no kill accounts for', watch.repeats.strange, 'calls', 0),
    fact('chunks taken up by a call', all.length, ''),
    fact('chunks that needed no further call', held.length - all.length, ''),
    fact('kill to next call of what was held, median', median(first), 'ms', RESUME_TARGET_MS),
    fact('kill to next call of what was held, worst', most(first), 'ms', RESUME_TARGET_MS),
    fact('kill to next call of the chunk, median', median(all), 'ms'),
    fact('kill to next call of the chunk, worst', most(all), 'ms'),
    fact('the same where the upstream gave no trouble, median', median(calm), 'ms', RESUME_TARGET_MS),
    fact('the same where the upstream gave no trouble, worst', most(calm), 'ms', RESUME_TARGET_MS),
  ];
  for (const text of wrong.slice(0, 20)) console.log(`WRONG ${text}`);
  return report(`${name} kills`, figures, `soak-kills-${name}`);
}
