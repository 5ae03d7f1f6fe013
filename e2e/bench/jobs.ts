import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { answered, budgetState, refused, take } from '../../lib/budgets/budgets';
import type { Engine } from '../../lib/changes/engine';
import { heartbeat, startPump } from '../../lib/changes/pump';
import { openDraft } from '../../lib/changes/writer';
import { chunk } from '../../lib/core/chunk';
import { systemClock } from '../../lib/core/clock';
import type { Database } from '../../lib/db/client';
import { createGetui, type Getui } from '../../lib/getui/client';
import { memoryTokenStore } from '../../lib/getui/token';
import { BEAT_MS, enter } from '../../lib/jobs/heartbeat';
import { type Queue, startQueue } from '../../lib/jobs/queue';
import { kindOf } from '../../lib/launch/kinds';
import { freePort, startSandbox, stopChild } from '../../lib/launch/stack.mjs';
import { Rig } from '../../lib/launch/testing-rig';
import { CidCodec, hash } from '../../lib/sandbox/cid';
import { median, report, sideBySide } from './figures';

const LANES = 8;
const ROUNDS = 7;
/** Rows of one round, a thousand a call. */
const ROUND_ROWS = 100_000;
const LATENCY_MS = 50;
/** As over the internet. */
const FAR_MS = 250;
/** Users of the sandbox, by its own seed 1. */
const USERS = 1_000_000;

type Sandbox = Awaited<ReturnType<typeof startSandbox>>;
type Pair = { cid: string; alias: string; line: number };

const control = async (sandbox: Sandbox, method: string, path: string, body?: unknown) => {
  const init = body ? { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } } : {};
  const answer = await fetch(`${sandbox.control}/${path}`, { method, ...init });
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
};
const slow = (sandbox: Sandbox, ms: number) =>
  control(sandbox, 'POST', 'faults', { match: {}, times: 0, effect: { kind: 'delay', ms } });

/** The engine of changes in this process, as the embedded server runs it, with nothing else around it. */
export class Bench {
  #queue: Queue | undefined;

  constructor(
    readonly rig: Rig,
    readonly upstream: Getui,
    readonly cids: readonly string[],
  ) {}

  async engine(upstream = this.upstream): Promise<Engine> {
    const { db } = this.rig;
    return {
      db,
      clock: systemClock,
      workerId: await enter(db, LANES),
      kindOf,
      upstreamOf: async () => upstream,
      budgets: {
        take: (ask) => take(db, ask),
        answered: (id) => answered(db, id),
        refused: (appId, family, refusal) => refused(db, appId, family, refusal),
        state: (appId, family) => budgetState(db, appId, family),
      },
      queue: await this.queue(),
    };
  }

  async queue(): Promise<Queue> {
    this.#queue ??= await startQueue(this.rig.db);
    return this.#queue;
  }

  pairs(rows: number, name: string): Pair[] {
    return Array.from({ length: rows }, (_, i) => ({
      cid: this.cids[i % this.cids.length] ?? '',
      alias: `${name}_${i}`,
      line: i + 1,
    }));
  }

  /** A draft of so many rows, `perCall` of them a call. */
  async draft(rows: Iterable<Pair>, perCall = 1000) {
    const kind = { ...kindOf('alias.bind'), rowsPerCall: perCall };
    const by = { appId: this.rig.appId, accountId: this.rig.actor.accountId };
    const writer = await openDraft(this.rig.db, kind, by, { params: {} }, new Date());
    for (const row of rows) await writer.add(row, row.line, null);
    return writer.finish();
  }

  /** Milliseconds from the order of a draft until every row is settled and on disk. */
  async run(made: { jobId: string; rowsHash: string }, upstream?: Getui): Promise<number> {
    const engine = await this.engine(upstream);
    const began = performance.now();
    await this.rig.orderDraft(made);
    const held = new Set<string>();
    const pump = startPump(engine, held, LANES);
    const beats = setInterval(() => void heartbeat(engine, held, LANES), BEAT_MS);
    for (;;) {
      const job = await this.rig.job(made.jobId);
      if (job.state === 'finished') {
        if (job.confirmed !== job.total) throw new Error(`${job.confirmed} of ${job.total} confirmed`);
        break;
      }
      if (job.state !== 'running') throw new Error(`the change is ${job.state}`);
      await systemClock.sleep(100);
    }
    const ms = performance.now() - began;
    clearInterval(beats);
    await pump.stop();
    return ms;
  }
}

/** The same calls from a plain pool: no database, no queue, nothing remembered. */
async function plainLoop(upstream: Getui, pairs: readonly Pair[]): Promise<number> {
  const began = performance.now();
  const parts = chunk(pairs, 1000);
  let next = 0;
  const lane = async () => {
    for (let part = parts[next++]; part; part = parts[next++]) await upstream.aliases.bind(part);
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return performance.now() - began;
}

/** A change of `chunks` calls to an upstream that answers at once, of which `sample` are run: ms a call. */
async function costOfAChunk(bench: Bench, rows: number): Promise<number> {
  const made = await bench.draft(someRows(bench.cids, rows));
  const sample = Math.min(made.calls, 100);
  const { db } = bench.rig;
  // All but the first calls are settled beforehand; what is left costs what it costs in a change of this size.
  const { sql } = await import('drizzle-orm');
  await db.orm.execute(sql`update change_chunk set state = 'settled', outcomes = repeat('c', row_count)
    where job_id = ${made.jobId} and seq >= ${sample}`);
  await db.orm.execute(sql`update change_job set settled_chunks = ${made.calls - sample},
    confirmed = total - (select coalesce(sum(row_count), 0) from change_chunk where job_id = ${made.jobId} and seq < ${sample})
    where id = ${made.jobId}`);
  const instant = { aliases: { bind: async () => undefined } } as unknown as Getui;
  const ms = await bench.run(made, instant);
  await forget(db, made.jobId);
  return ms / sample;
}

function* someRows(cids: readonly string[], rows: number): Generator<Pair> {
  const codec = new CidCodec(77, 20_000_000);
  for (let i = 0; i < rows; i++) yield { cid: cids[i] ?? codec.encode(i), alias: `cost_${i}`, line: i + 1 };
}

async function forget(db: Database, jobId: string): Promise<void> {
  const { sql } = await import('drizzle-orm');
  await db.orm.execute(sql`delete from fact`);
  await db.orm.execute(sql`delete from change_job where id = ${jobId}`);
  await db.vacuum();
  await db.housekeep();
}

/** The engine of changes against plain loops, and what a call costs at every size. On the embedded database. */
export async function benchJobs(): Promise<boolean> {
  const dataDir = mkdtempSync(join(tmpdir(), 'muster-bench-jobs-'));
  const sandbox = await startSandbox({ port: await freePort(0), users: USERS, log: 'ignore' });
  const rig = await Rig.open({ dataDir }, sandbox);
  let queue: Queue | undefined;
  try {
    const upstream = createGetui(sandbox, { tokens: memoryTokenStore() });
    const codec = new CidCodec(hash(1, 0, 99), USERS);
    const cids = Array.from({ length: USERS }, (_, i) => codec.encode(i));
    const bench = new Bench(rig, upstream, cids);
    queue = await bench.queue();
    await slow(sandbox, LATENCY_MS);
    let round = 0;
    const sides = await sideBySide(
      ROUNDS,
      () => plainLoop(upstream, bench.pairs(ROUND_ROWS, `plain${round++}`)),
      async () => {
        const made = await bench.draft(bench.pairs(ROUND_ROWS, `durable${round++}`));
        const ms = await bench.run(made);
        await forget(rig.db, made.jobId);
        return ms;
      },
    );
    const million = await bench.draft(bench.pairs(1_000_000, 'million'));
    const millionMs = await bench.run(million);
    await forget(rig.db, million.jobId);
    const plainMillionMs = await plainLoop(upstream, bench.pairs(1_000_000, 'plainmillion'));
    await control(sandbox, 'DELETE', 'faults');
    await slow(sandbox, FAR_MS);
    const far = await bench.draft(bench.pairs(ROUND_ROWS, 'far'));
    const farMs = await bench.run(far);
    await forget(rig.db, far.jobId);
    const plainFarMs = await plainLoop(upstream, bench.pairs(ROUND_ROWS, 'plainfar'));
    await control(sandbox, 'DELETE', 'faults');
    const calls = 3_000;
    const small = await bench.draft(bench.pairs(calls * 10, 'small'), 10);
    const smallMs = await bench.run(small);
    await forget(rig.db, small.jobId);
    const costs: [number, number][] = [];
    for (const rows of [1_000, 10_000, 100_000, 1_000_000, 10_000_000])
      costs.push([rows, await costOfAChunk(bench, rows)]);
    const middle = costs.find(([rows]) => rows === 100_000)?.[1] ?? 1;
    const ratio = median(sides.a.map((plain, i) => (sides.b[i] ?? 0) / plain));
    const unit = `${LANES} lanes, ${LATENCY_MS} ms upstream, embedded database`;
    const perSecond = (calls / smallMs) * 1000;
    return report('jobs', [
      {
        figure: 'engine-over-plain-loop',
        value: ratio,
        target: 1.25,
        ok: ratio <= 1.25,
        unit: `${ROUND_ROWS} rows; ${unit}`,
      },
      {
        figure: 'engine-over-plain-loop-million',
        value: millionMs / plainMillionMs,
        target: 1.25,
        ok: millionMs / plainMillionMs <= 1.25,
        unit: `1,000,000 rows once; ${unit}`,
      },
      {
        figure: 'engine-over-plain-loop-far',
        value: farMs / plainFarMs,
        target: 1.25,
        ok: farMs / plainFarMs <= 1.25,
        unit: `${ROUND_ROWS} rows once; ${LANES} lanes, ${FAR_MS} ms upstream, embedded database`,
      },
      {
        figure: 'million-rows-s',
        value: millionMs / 1000,
        target: null,
        ok: true,
        unit: 's on this machine',
      },
      {
        figure: 'durable-calls-per-second',
        value: perSecond,
        target: 300,
        ok: perSecond >= 300,
        unit: 'upstream without delay, 10 rows a call',
      },
      ...costs.map(([rows, ms]) => ({
        figure: `chunk-cost-at-${rows}-rows`,
        value: ms / middle,
        target: 1.5,
        ok: ms / middle <= 1.5,
        unit: `times the cost at 100,000 rows (${ms.toFixed(1)} ms a call of 1000 rows, upstream answers at once)`,
      })),
    ]);
  } finally {
    await queue?.stop();
    await rig.close();
    await stopChild(sandbox.child);
    rmSync(dataDir, { recursive: true, force: true });
  }
}
