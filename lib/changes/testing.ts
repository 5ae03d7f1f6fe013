import { eq } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { bindAliases, releaseAlias, unbindAliases } from '@/lib/aliases/kinds';
import { restoreAliases } from '@/lib/aliases/restore-kind';
import { verifyAliases } from '@/lib/aliases/verify-kind';
import { registerApp } from '@/lib/apps/server/apps';
import { createAccount } from '@/lib/auth/server/accounts';
import type { Actor } from '@/lib/auth/server/session';
import { systemClock } from '@/lib/core/clock';
import { newId } from '@/lib/core/ids';
import type { Database } from '@/lib/db/client';
import { pushApp } from '@/lib/db/schema/apps';
import { changeChunk, changeJob, type JobOptions } from '@/lib/db/schema/changes';
import type { Getui } from '@/lib/getui/client';
import { GetuiError } from '@/lib/getui/errors';
import { beat, enter } from '@/lib/jobs/heartbeat';
import { type Queue, startQueue } from '@/lib/jobs/queue';
import { draftJob } from './draft';
import type { Budgets, Engine, RunEvent } from './engine';
import { feed } from './feed';
import { claimNext } from './hold';
import type { AnyKind, CallOptions } from './kind';
import { type Order, orderJob } from './order';
import { type Held, runHeld } from './pump';

const kinds: AnyKind[] = [bindAliases, unbindAliases, releaseAlias, restoreAliases, verifyAliases];
export const kindOf = (id: string) => {
  const kind = kinds.find((one) => one.id === id);
  if (!kind) throw new Error(id);
  return kind;
};

type Wrong = 'refused' | 'lost-before' | 'lost-after' | 'unreachable' | 'credentials';

/** An upstream of one map, with a switch for what goes wrong; the real client meets the sandbox in other suites. */
export function fakeUpstream() {
  const aliasOf = new Map<string, string>();
  const state = {
    calls: 0,
    /** What goes wrong with writes, `times` times; 0: always. */
    wrong: null as null | Wrong,
    times: 0,
    /** A call that holds one of these is refused as a whole. */
    bad: new Set<string>(),
    /** Cids of every call, in the order of sending. */
    sent: [] as string[][],
    /** Awaited by every write before it takes effect. */
    gate: Promise.resolve() as Promise<unknown>,
    /** How long every write takes. */
    pauseMs: 0,
  };
  const facts = { endpoint: 'POST /user/alias', requestId: 'r' } as const;
  const refused = { ...facts, kind: 'refused', outcome: 'not-applied' } as const;
  const error = (kind: 'unreachable' | 'credentials') =>
    new GetuiError({ ...facts, kind, outcome: 'not-applied' });
  const write = async (cids: string[], apply: () => void, options?: CallOptions) => {
    await state.gate;
    if (state.pauseMs > 0) await systemClock.sleep(state.pauseMs);
    if (options?.sendBefore !== undefined && Date.now() > options.sendBefore)
      throw new GetuiError({ ...facts, kind: 'timeout', outcome: 'not-applied' });
    const wrong = state.wrong;
    if (wrong && state.times > 0 && --state.times === 0) state.wrong = null;
    if (wrong === 'unreachable' || wrong === 'credentials') throw error(wrong);
    state.calls++;
    state.sent.push(cids);
    if (wrong === 'refused' || cids.some((cid) => state.bad.has(cid)))
      throw new GetuiError({ ...refused, code: 20001, httpStatus: 400, msg: 'target user is invalid' });
    if (wrong !== 'lost-before') apply();
    if (wrong) throw new GetuiError({ ...facts, kind: 'lost', outcome: 'unknown' });
  };
  type Pairs = { cid: string; alias: string }[];
  const cidsOf = (pairs: Pairs) => pairs.map(({ cid }) => cid);
  const aliases = {
    bind: (pairs: Pairs, options?: CallOptions) =>
      write(
        cidsOf(pairs),
        () => {
          for (const { cid, alias } of pairs) aliasOf.set(cid, alias);
        },
        options,
      ),
    unbind: (pairs: Pairs, options?: CallOptions) =>
      write(
        cidsOf(pairs),
        () => {
          for (const { cid, alias } of pairs) if (aliasOf.get(cid) === alias) aliasOf.delete(cid);
        },
        options,
      ),
    release: (alias: string, options?: CallOptions) =>
      write(
        [alias],
        () => {
          for (const [cid, held] of aliasOf) if (held === alias) aliasOf.delete(cid);
        },
        options,
      ),
    byCid: async (cid: string) => aliasOf.get(cid) ?? null,
    byAlias: async (alias: string) => [...aliasOf].filter(([, held]) => held === alias).map(([cid]) => cid),
  };
  return { aliasOf, state, getui: { aliases } as unknown as Getui };
}

/** Budgets that never run out. */
export const freeBudgets: Budgets = {
  take: async () => ({ granted: true, id: 0, endsBy: performance.now() + 30_000 }),
  answered: async () => undefined,
  refused: async () => undefined,
  state: async () => ({ opensAt: 0, now: 0 }),
};

/** One operator, one app and one upstream for the tests of a suite, made before them and emptied between them. */
export function changesBench(open: () => Promise<Database>) {
  let db: Database;
  let actor: Actor;
  let appId: string;
  const upstream = fakeUpstream();
  const events: RunEvent[] = [];
  let queue: Queue;
  let workerId: string;
  const held: Held = new Set();
  const engine = (more: Partial<Engine> = {}): Engine => ({
    db,
    clock: systemClock,
    workerId,
    kindOf,
    upstreamOf: async () => upstream.getui,
    budgets: freeBudgets,
    queue,
    onEvent: (event) => events.push(event),
    ...more,
  });
  const now = () => new Date();

  beforeAll(async () => {
    db = await open();
    const by = { id: null, name: 'test' };
    const person = { email: 'op@x.cn', name: 'Op', role: 'operator' as const, passwordHash: null };
    const id = await db.transaction((tx) => createAccount(tx, by, person, now()));
    actor = { accountId: id, name: 'Op', email: person.email, role: 'operator', sessionId: '-' };
    const app = {
      appId: 'a',
      appKey: 'k',
      masterSecret: 's',
      name: 'A',
      environment: 'test' as const,
      baseUrl: 'http://127.0.0.1:1/v2',
    };
    await registerApp(db, app, Buffer.alloc(32, 1), now());
    appId = (await db.orm.select().from(pushApp))[0]?.id ?? '';
    queue = await startQueue(db);
    workerId = await enter(db, 4);
  });
  beforeEach(() => beat(db, workerId));
  afterAll(() => queue?.stop());
  afterEach(() => {
    upstream.state.wrong = null;
    upstream.state.times = 0;
    upstream.state.calls = 0;
    upstream.state.sent = [];
    upstream.state.bad.clear();
    upstream.state.gate = Promise.resolve();
    upstream.state.pauseMs = 0;
    upstream.aliasOf.clear();
    events.length = 0;
  });

  const pair = (alias: string, cid: string = newId()) => ({ cid, alias, line: 1 });
  /** A small preview, as the form makes it; `options` {} makes it one for the workers. */
  const draft = (
    rows: { cid: string; alias: string; line: number }[],
    before: (string | null)[] = rows.map(() => ''),
    options: JobOptions = { interactive: true, readBack: true },
    kind: AnyKind = bindAliases,
  ) =>
    draftJob(db, kind, { appId, accountId: actor.accountId }, { rows, before, params: {}, options }, now());
  const place = (made: { jobId: string; rowsHash: string }, more: Partial<Order> = {}, who = actor) =>
    orderJob(engine(), who, { ...made, appId, ...more }, now());
  /** Orders, and runs what was claimed for this process. */
  const order = async (made: { jobId: string; rowsHash: string }, typed?: string, who = actor) => {
    const { first, job, chunk } = await place(made, { typed }, who);
    if (chunk) await runHeld(engine(), held, job, chunk);
    return { first };
  };
  /** Does what the workers do until nothing is left that can be done now. */
  const drain = async (more: Partial<Engine> = {}) => {
    for (;;) {
      const claimed = await claimNext(engine(more), 4);
      await Promise.all(claimed.map(({ job, chunk }) => runHeld(engine(more), held, job, chunk)));
      if (claimed.length === 0 && (await feed(engine(more))) === 0) return;
    }
  };
  const jobOf = async (id: string) => {
    const [job] = await db.orm.select().from(changeJob).where(eq(changeJob.id, id));
    if (!job) throw new Error(`no job ${id}`);
    return job;
  };
  const chunksOf = (id: string) =>
    db.orm.select().from(changeChunk).where(eq(changeChunk.jobId, id)).orderBy(changeChunk.seq);
  const by = (jobId: string) => ({ actor, appId, jobId });
  const refusal = (work: Promise<unknown>) =>
    work.then(
      () => null,
      (error) => error.failure?.code ?? String(error),
    );
  return {
    upstream,
    events,
    engine,
    now,
    pair,
    draft,
    order,
    place,
    drain,
    held,
    jobOf,
    chunksOf,
    by,
    refusal,
    get queue() {
      return queue;
    },
    get workerId() {
      return workerId;
    },
    get db() {
      return db;
    },
    get actor() {
      return actor;
    },
    get appId() {
      return appId;
    },
  };
}
