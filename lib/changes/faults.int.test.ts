import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { systemClock } from '@/lib/core/clock';
import { type Database, openDatabase } from '@/lib/db/client';
import { changeChunk, changeJob, type JobHalt } from '@/lib/db/schema/changes';
import { copyOfTemplate } from '@/lib/db/testing';
import { createGetui, type Getui } from '@/lib/getui/client';
import { memoryTokenStore } from '@/lib/getui/token';
import { createTransport } from '@/lib/getui/transport';
import { type Sandbox, startSandbox } from '@/lib/sandbox/server';
import { resumeJob } from './control';
import type { Engine } from './engine';
import { runHeld } from './pump';
import { changesBench, kindOf } from './testing';
import { CASES, type Case, FAULTS, type Fault, type Row } from './testing-fault-table';
import { FaultyLine } from './testing-faults';

/** Rows of a change, one chunk. */
const ROWS = 4;
/** A call's life where the fault is that no answer comes, and the part of it that one try of a read has. */
const HASTE = { callMs: 700, tryTimeoutMs: 150 };

// One database is enough, and the embedded one is the quicker: what a fault means is decided before anything is stored,
// and how it is stored is asked on both databases in run.int.test.ts and crash.int.test.ts.
const { dataDir, remove } = copyOfTemplate();
let db: Database;
const bench = changesBench(async () => {
  db = await openDatabase({ dataDir });
  return db;
});
const transport = createTransport();
let sandbox: Sandbox;
let line: FaultyLine;
/** The second gives up soon. */
let patient: Getui;
let hasty: Getui;
let nth = 0;

beforeAll(async () => {
  sandbox = await startSandbox({ users: 20_000, seed: 3 });
  line = new FaultyLine(sandbox);
  const { appId, appKey, masterSecret } = sandbox;
  const app = { appId, appKey, masterSecret, baseUrl: await line.listen() };
  const options = { fetch: transport.fetch, random: () => 0, tokens: memoryTokenStore(systemClock) };
  patient = createGetui(app, options);
  hasty = createGetui(app, { ...options, tryTimeoutMs: HASTE.tryTimeoutMs });
  await patient.aliases.byCid(sandbox.sampleCids[0] ?? '');
});
afterAll(async () => {
  await transport.close();
  await line?.close();
  await sandbox?.close();
  await db?.close();
  remove();
});
beforeEach(() => line.mend());

/** What the engine stands on while a fault is in force; without one it has all the time it may want. */
const more = (one: Case, fault?: Fault): Partial<Engine> => ({
  upstreamOf: async () => (one.reads && fault?.failure === 'timeout' ? hasty : patient),
  ...(fault?.failure === 'timeout' ? { callMs: HASTE.callMs } : {}),
  // Pauses between tries are not what is asked here.
  clock: { now: systemClock.now, sleep: (_ms, signal) => systemClock.sleep(10, signal) },
});

/** Holds are a matter of time: it passes. */
async function timePasses(): Promise<void> {
  await db.orm.update(changeJob).set({ holdUntil: null });
  await db.orm.update(changeChunk).set({ notBefore: null });
}

/** Rows over cids of their own, as the sandbox must hold them before. */
function prepare(one: Case) {
  const id = ++nth;
  const { aliases, cid } = sandbox.control.world.users;
  const rows = Array.from({ length: ROWS }, (_, i): Row => {
    const user = id * ROWS + i;
    const row = { cid: cid(user), alias: `a_${id}_${i}`, line: i + 1 };
    const held = one.before(row, id);
    aliases.unbind(user);
    if (held !== null) aliases.bind(user, held);
    return row;
  });
  const params = one.kind === 'alias.release' ? { alias: `group_${id}` } : {};
  return { id, rows, params, change: rows.map((row) => one.row(row, id)) };
}

type Prepared = ReturnType<typeof prepare>;
const VERIFYING = { jobId: 'j', population: ROWS, sample: null, seed: '' };

async function draft(one: Case, { change, params }: Prepared, interactive: boolean) {
  const { draftJob } = await import('./draft');
  const options = interactive ? { interactive, readBack: !one.reads } : {};
  return draftJob<unknown, unknown>(
    db,
    kindOf(one.kind),
    { appId: bench.appId, accountId: bench.actor.accountId },
    {
      rows: change,
      before: change.map(() => null),
      params: one.reads ? VERIFYING : params,
      options,
    },
    bench.now(),
  );
}

/** Each row as it must be told, by what the sandbox holds: confirmed what happened, rejected what did not. */
function truth(one: Case, { id, rows }: Prepared): string {
  return rows
    .map((row) => {
      const held = sandbox.control.user(row.cid)?.alias ?? null;
      if (held === one.after(row, id)) return 'c';
      return held === one.before(row, id) ? 'r' : '?';
    })
    .join('');
}

/** How often each row was set to what it is to hold, by the sandbox's own notes of what it changed. */
function timesDone(one: Case, { id, rows }: Prepared): number[] {
  const effects = sandbox.control.effects(0);
  return rows.map((row) => {
    const changes = effects.flatMap(({ changes }) => changes.filter(({ cid }) => cid === row.cid));
    return changes.filter(({ after }) => after === one.after(row, id)).length;
  });
}

/** Rows of the largest call that took effect. */
function largestCall({ rows }: Prepared): number {
  const cids = new Set(rows.map(({ cid }) => cid));
  const sizes = sandbox.control
    .effects(0)
    .map(({ changes }) => changes.filter(({ cid }) => cids.has(cid ?? '')).length);
  return Math.max(0, ...sizes);
}

const strike = (one: Case, { effect }: Fault) => line.strike(effect, one.match, one.reads ? 0 : 1);
const all = (letter: string) => letter.repeat(ROWS);
const ONCE = Array(ROWS).fill(1);
const NEVER = Array(ROWS).fill(0);

/** Rows that are refused one by one, or all together where they cannot be parted. */
const refusesRows = (one: Case, fault: Fault) =>
  fault[one.reads ? 'read' : 'write'] === 'narrow' && (one.reads || one.indivisible);

describe.each(CASES)('$kind', (one) => {
  describe.each(FAULTS)('$what', (fault) => {
    const meaning = fault[one.reads ? 'read' : 'write'];

    test('a person waits at the screen', async () => {
      const prepared = prepare(one);
      const made = await draft(one, prepared, true);
      const { job, chunk } = await bench.place(made);
      if (!chunk) throw new Error('the one call of a change was not claimed');
      await strike(one, fault);
      await runHeld(bench.engine(more(one, fault)), bench.held, job, chunk);
      const [settled] = await bench.chunksOf(made.jobId);
      const ended = await bench.jobOf(made.jobId);
      const happens = meaning === 'reconcile' || (meaning === 'narrow' && !refusesRows(one, fault));
      expect({
        state: ended.state,
        rows: settled?.outcomes,
        failure: settled?.failure,
        known: settled?.failureKnown,
      }).toEqual({
        state: 'finished',
        rows: all(happens ? 'c' : 'r'),
        ...told(one, fault),
      });
      if (!one.reads) {
        expect(truth(one, prepared)).toBe(settled?.outcomes);
        expect(timesDone(one, prepared)).toEqual(happens ? ONCE : NEVER);
      }
      if (meaning === 'narrow' && happens) expect(largestCall(prepared)).toBe(ROWS / 2);
    });

    test('a bulk change', async () => {
      const prepared = prepare(one);
      const made = await draft(one, prepared, false);
      await bench.place(made);
      await strike(one, fault);
      await bench.drain(more(one, fault));
      const struck = await bench.jobOf(made.jobId);
      const waits = meaning === 'wait' || meaning === 'reconcile';
      expect({ state: struck.state, hold: struck.holdFailure, halt: struck.halt?.why ?? null }).toEqual({
        state: waits ? 'running' : meaning === 'halt' ? 'paused' : 'finished',
        hold: waits ? fault.failure : null,
        halt: meaning === 'halt' ? (fault.failure as JobHalt['why']) : null,
      });
      if (meaning === 'wait' || meaning === 'halt')
        expect(one.reads ? NEVER : timesDone(one, prepared)).toEqual(NEVER);

      await line.mend();
      if (meaning === 'halt') await resumeJob(bench.engine(), bench.by(made.jobId));
      await timePasses();
      await bench.drain(more(one));
      const ended = await bench.jobOf(made.jobId);
      const [settled] = await bench.chunksOf(made.jobId);
      const happens = !refusesRows(one, fault);
      expect({ state: ended.state, rows: settled?.outcomes, troubles: ended.troubles }).toEqual({
        state: 'finished',
        rows: all(happens ? 'c' : 'r'),
        troubles: 0,
      });
      expect([ended.confirmed, ended.rejected]).toEqual(happens ? [ROWS, 0] : [0, ROWS]);
      if (!one.reads) {
        expect(truth(one, prepared)).toBe(settled?.outcomes);
        expect(timesDone(one, prepared)).toEqual(happens ? ONCE : NEVER);
      }
      if (meaning === 'narrow' && happens) expect(largestCall(prepared)).toBe(ROWS / 2);
    });
  });
});

/** What a change of one call says of the fault when it has ended. */
function told(one: Case, fault: Fault): { failure: string | null; known: boolean | null } {
  switch (fault[one.reads ? 'read' : 'write']) {
    case 'reconcile':
      return { failure: fault.failure, known: false };
    case 'narrow':
      // A verification notes it at each row instead.
      return one.indivisible ? { failure: fault.failure, known: true } : { failure: null, known: null };
    default:
      return { failure: fault.failure, known: true };
  }
}
