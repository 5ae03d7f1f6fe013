import { and, desc, eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import type { AppSummary } from '@/lib/apps/server/apps';
import type { AppCtx } from '@/lib/auth/server/doors';
import { draftJob } from '@/lib/changes/draft';
import type { Engine } from '@/lib/changes/engine';
import { orderJob } from '@/lib/changes/order';
import { runHeld } from '@/lib/changes/pump';
import { rowsOf } from '@/lib/changes/rows';
import { changesBench } from '@/lib/changes/testing';
import { draftUndo } from '@/lib/changes/undo';
import { newId } from '@/lib/core/ids';
import type { Database } from '@/lib/db/client';
import { changeJob } from '@/lib/db/schema/changes';
import { createGetui, type Getui } from '@/lib/getui/client';
import { memoryTokenStore } from '@/lib/getui/token';
import { quickDraft } from '@/lib/imports/quick';
import { type Sandbox, startSandbox } from '@/lib/sandbox/server';
import { importSpecOf } from './imports';
import { kindOf } from './kinds';

type Frozen = { jobId: string; rowsHash: string };

/** An operator whose changes, of any kind there is, meet a real sandbox over its socket; emptied before each test. */
export function deskBench(open: () => Promise<Database>) {
  const bench = changesBench(open);
  let sandbox: Sandbox;
  let getui: Getui;
  beforeAll(async () => {
    sandbox = await startSandbox({ users: 2000 });
    const { appId, appKey, masterSecret, baseUrl } = sandbox;
    getui = createGetui({ appId, appKey, masterSecret, baseUrl }, { tokens: memoryTokenStore() });
  });
  afterAll(() => sandbox.close());
  beforeEach(() => sandbox.control.reset({}));

  const engine = (more: Partial<Engine> = {}): Engine =>
    bench.engine({ kindOf, upstreamOf: async () => getui, ...more });
  const ctx = (): AppCtx => ({
    actor: bench.actor,
    app: { id: bench.appId, name: 'A' } as AppSummary,
    apps: [],
    requestId: newId(),
  });
  /** The preview of a few rows, as a page makes it. */
  function quick(kind: string, rows: string[][], params: Record<string, unknown> = {}) {
    const spec = importSpecOf(kind);
    if (!spec) throw new Error(kind);
    const place = { db: bench.db, folder: '', importer: undefined, upstreamOf: async () => getui };
    return quickDraft(place, ctx(), spec, { kind, rows, params });
  }
  /** Orders a preview and does all there is to do; gives its id. */
  async function carryOut(made: Frozen & { confirmWord?: string | null }, more: Partial<Engine> = {}) {
    const { jobId, rowsHash, confirmWord } = made;
    const order = { jobId, rowsHash, appId: bench.appId, ...(confirmWord ? { typed: confirmWord } : {}) };
    const { job, chunk } = await orderJob(engine(more), bench.actor, order, bench.now());
    if (chunk) await runHeld(engine(more), bench.held, job, chunk);
    else await bench.drain(engine(more));
    return jobId;
  }
  return {
    bench,
    engine,
    ctx,
    quick,
    carryOut,
    /** A preview without any check, for the workers. */
    async draft(
      kind: string,
      rows: unknown[],
      params: Record<string, unknown> = {},
      before: (string | null)[] = [],
    ) {
      const by = { appId: bench.appId, accountId: bench.actor.accountId };
      return draftJob(bench.db, kindOf(kind), by, { rows, before, params }, bench.now());
    },
    /** Undoes an ended change. */
    async undo(jobId: string, more: Partial<Engine> = {}) {
      const made = await draftUndo(
        { db: bench.db, kindOf },
        bench.actor,
        { appId: bench.appId, jobId },
        bench.now(),
      );
      return carryOut(made, more);
    },
    /** What became of each row, in order. */
    async outcomes(jobId: string) {
      return (await bench.chunksOf(jobId)).flatMap((chunk) => rowsOf(chunk).map(({ outcome }) => outcome));
    },
    jobsOf: (kind: string) =>
      bench.db.orm
        .select()
        .from(changeJob)
        .where(and(eq(changeJob.appId, bench.appId), eq(changeJob.kind, kind)))
        .orderBy(desc(changeJob.no)),
    /** What took effect at the sandbox in one field, in order. */
    effects: (field: string) =>
      sandbox.control
        .effects()
        .flatMap(({ changes }) => changes)
        .filter((change) => change.field === field)
        .map(({ cid, before, after }) => ({ cid, before, after })),
    get sandbox() {
      return sandbox;
    },
    get getui() {
      return getui;
    },
  };
}
