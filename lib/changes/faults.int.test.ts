import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { systemClock } from '@/lib/core/clock';
import { type Database, openDatabase } from '@/lib/db/client';
import { changeChunk, changeJob, type JobHalt } from '@/lib/db/schema/changes';
import { copyOfTemplate } from '@/lib/db/testing';
import { createGetui, type Getui } from '@/lib/getui/client';
import { memoryTokenStore } from '@/lib/getui/token';
import { createTransport } from '@/lib/getui/transport';
import type { FaultEffect } from '@/lib/sandbox/faults';
import { type Sandbox, startSandbox } from '@/lib/sandbox/server';
import { resumeJob } from './control';
import type { Engine } from './engine';
import { runHeld } from './pump';
import { changesBench, kindOf } from './testing';
import { FaultyLine, type LineFault } from './testing-faults';

/**
 * What a fault of the network or the upstream means for the call it strikes:
 * `reconcile` it may have happened: the rows are read back, and sent again only where they are not as intended ·
 * `wait` it did not happen and may do later: a bulk change is held and goes on by itself, a person is told at once ·
 * `narrow` it did not happen, with fewer rows it may: smaller calls follow; a single row is refused ·
 * `halt` it did not happen and will not until somebody acts: a bulk change pauses, a person is told at once.
 */
type Class = 'reconcile' | 'wait' | 'narrow' | 'halt';
type Fault = {
  what: string;
  effect: FaultEffect | LineFault;
  /** The name under which screens tell it. */
  failure: string;
  write: Class;
  /** A call that only reads never leaves anything open; the client itself has tried it three times by then. */
  read: Class;
};
const status = (http: number, code: number, msg: string): FaultEffect => ({
  kind: 'status',
  http,
  code,
  msg,
});

const FAULTS: readonly Fault[] = [
  { what: 'connection refused', effect: 'refused', failure: 'unreachable', write: 'wait', read: 'wait' },
  {
    what: 'black hole after connect',
    effect: 'black-hole',
    failure: 'timeout',
    write: 'reconcile',
    read: 'wait',
  },
  {
    what: 'RST before the effect',
    effect: { kind: 'reset-before' },
    failure: 'lost',
    write: 'reconcile',
    read: 'wait',
  },
  {
    what: 'RST after the effect',
    effect: { kind: 'reset-after' },
    failure: 'lost',
    write: 'reconcile',
    read: 'wait',
  },
  { what: 'body cut short', effect: { kind: 'truncate' }, failure: 'lost', write: 'reconcile', read: 'wait' },
  {
    what: 'garbage instead of JSON',
    effect: { kind: 'garbage' },
    failure: 'garbled',
    write: 'reconcile',
    read: 'wait',
  },
  {
    what: 'HTML page with 502',
    effect: { kind: 'html', http: 502 },
    failure: 'server-error',
    write: 'reconcile',
    read: 'wait',
  },
  {
    what: '500 with an envelope',
    effect: status(500, 1, 'internal error'),
    failure: 'server-error',
    write: 'reconcile',
    read: 'wait',
  },
  {
    what: 'answer that stalls half-way',
    effect: { kind: 'stall', ms: 20_000 },
    failure: 'timeout',
    write: 'reconcile',
    read: 'wait',
  },
  {
    what: 'answer of one byte a second',
    effect: 'drip',
    failure: 'timeout',
    write: 'reconcile',
    read: 'wait',
  },
  {
    what: 'wrong Content-Length',
    effect: 'wrong-length',
    failure: 'garbled',
    write: 'reconcile',
    read: 'wait',
  },
  { what: '414', effect: { kind: 'html', http: 414 }, failure: 'too-long', write: 'narrow', read: 'narrow' },
  { what: '431', effect: { kind: 'html', http: 431 }, failure: 'too-long', write: 'narrow', read: 'narrow' },
  {
    what: 'minute quota, 10005',
    effect: status(401, 10005, 'limit'),
    failure: 'rate-limited',
    write: 'wait',
    read: 'wait',
  },
  {
    what: 'minute quota, 30012',
    effect: status(403, 30012, 'limit'),
    failure: 'rate-limited',
    write: 'wait',
    read: 'wait',
  },
  {
    what: 'day quota, 30011',
    effect: status(403, 30011, 'limit'),
    failure: 'rate-limited',
    write: 'wait',
    read: 'wait',
  },
  {
    what: '301: the app lives elsewhere',
    effect: status(301, 301, 'wrong host'),
    failure: 'wrong-host',
    write: 'halt',
    read: 'halt',
  },
  { what: 'code 2: busy', effect: status(200, 2, 'busy'), failure: 'busy', write: 'wait', read: 'wait' },
];

/** Rows of a change, one chunk. */
const ROWS = 4;
/** A call's life here; a read's try has a part of it, so that the client's second try fits. */
const CALL_MS = 400;
const TRY_MS = 120;

type Row = { cid: string; alias: string; line: number };
type Case = {
  kind: string;
  /** The call that is struck. */
  match: { method: string; endpoint: string };
  reads?: boolean;
  /** All rows are one request that cannot be parted. */
  indivisible?: boolean;
  params?: Record<string, unknown>;
  /** What the cids hold before; and the row of the change, from where it stands. */
  before: (row: Row, nth: number) => string | null;
  row: (row: Row, nth: number) => unknown;
  /** What a row's cid holds once the change has happened. */
  after: (row: Row, nth: number) => string | null;
};

const CASES: readonly Case[] = [
  {
    kind: 'alias.bind',
    match: { method: 'POST', endpoint: '/user/alias' },
    before: () => null,
    row: (row) => row,
    after: ({ alias }) => alias,
  },
  {
    kind: 'alias.unbind',
    match: { method: 'DELETE', endpoint: '/user/alias' },
    before: ({ alias }) => alias,
    row: (row) => row,
    after: () => null,
  },
  {
    kind: 'alias.release',
    match: { method: 'DELETE', endpoint: '/user/alias/$alias' },
    indivisible: true,
    before: (_, nth) => `group_${nth}`,
    row: (row, nth) => ({ ...row, alias: `group_${nth}` }),
    after: () => null,
  },
  {
    kind: 'alias.restore',
    match: { method: 'POST', endpoint: '/user/alias' },
    before: ({ alias }) => `old_${alias}`,
    row: (row) => ({ ...row, op: 'bind', expected: `old_${row.alias}` }),
    after: ({ alias }) => alias,
  },
  {
    kind: 'alias.verify',
    match: { method: 'GET', endpoint: '/user/alias/cid/$cid' },
    reads: true,
    before: ({ alias }) => alias,
    row: (row) => ({ ...row, holds: true }),
    after: ({ alias }) => alias,
  },
];

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
let getui: Getui;
let nth = 0;

beforeAll(async () => {
  sandbox = await startSandbox({ users: 20_000, seed: 3 });
  line = new FaultyLine(sandbox);
  const { appId, appKey, masterSecret } = sandbox;
  const app = { appId, appKey, masterSecret, baseUrl: await line.listen() };
  const options = { fetch: transport.fetch, random: () => 0, tryTimeoutMs: TRY_MS };
  getui = createGetui(app, { ...options, tokens: memoryTokenStore(systemClock) });
  await getui.aliases.byCid(sandbox.sampleCids[0] ?? '');
});
afterAll(async () => {
  await transport.close();
  await line?.close();
  await sandbox?.close();
  await db?.close();
  remove();
});
beforeEach(() => line.mend());

const more = (): Partial<Engine> => ({
  upstreamOf: async () => getui,
  callMs: CALL_MS,
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
      await runHeld(bench.engine(more()), bench.held, job, chunk);
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
      await bench.drain(more());
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
      await bench.drain(more());
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
