import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { eq } from 'drizzle-orm';
import { registerApp } from '@/lib/apps/server/apps';
import { createAccount } from '@/lib/auth/server/accounts';
import type { Actor } from '@/lib/auth/server/session';
import { draftJob } from '@/lib/changes/draft';
import type { Engine } from '@/lib/changes/engine';
import type { AnyKind } from '@/lib/changes/kind';
import { orderJob } from '@/lib/changes/order';
import { systemClock } from '@/lib/core/clock';
import { type Database, openDatabase } from '@/lib/db/client';
import { pushApp } from '@/lib/db/schema/apps';
import { changeChunk, changeJob, type JobOptions } from '@/lib/db/schema/changes';
import type { Sandbox } from '@/lib/sandbox/server';
import { kindOf } from './kinds';

/** Where a rig keeps its database: a folder for the embedded one, an address for PostgreSQL. */
export type Place = { dataDir: string } | { url: string };

const KEYS = {
  NEXTAUTH_URL: 'http://localhost:3000',
  NEXTAUTH_SECRET: 'x'.repeat(40),
  MUSTER_MASTER_KEY: Buffer.alloc(32, 7).toString('base64'),
};

/** The sandbox, or what stands before it. */
export type Upstream = Pick<Sandbox, 'appId' | 'appKey' | 'masterSecret' | 'baseUrl'>;

/** The environment of a process of the rig. */
export const rigEnvironment = (place: Place, sandbox: Upstream): NodeJS.ProcessEnv => ({
  PATH: process.env.PATH ?? '',
  NODE_ENV: 'production',
  LOG_LEVEL: 'error',
  ...KEYS,
  GETUI_ALLOWED_HOSTS: new URL(sandbox.baseUrl).host,
  ...('url' in place ? { DATABASE_URL: place.url } : { MUSTER_DATA_DIR: place.dataDir }),
});

export type Worker = {
  readonly pid: number;
  /** Resolves when it has ended, with the signal that ended it. */
  readonly ended: Promise<NodeJS.Signals | null>;
  readonly alive: () => boolean;
  kill(signal?: NodeJS.Signals): void;
};

/** Starts a process that runs changes, from a bundled `testing-process.ts`; resolves once it works, or has died. */
export async function startRigWorker(
  script: string,
  place: Place,
  sandbox: Upstream,
  more: Record<string, string> = {},
): Promise<Worker> {
  const child: ChildProcess = spawn(process.execPath, [script], {
    env: { ...rigEnvironment(place, sandbox), ...more },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<NodeJS.Signals | null>((resolve) =>
    child.once('exit', (_code, signal) => resolve(signal)),
  );
  const stop = () => child.kill('SIGKILL');
  process.once('exit', stop);
  void ended.then(() => process.off('exit', stop));
  if (child.stdout) await Promise.race([once(child.stdout, 'data'), ended]);
  return {
    pid: child.pid ?? 0,
    ended,
    alive: () => child.exitCode === null && child.signalCode === null,
    kill: (signal = 'SIGKILL') => void child.kill(signal),
  };
}

/** One operator and one app against the sandbox; orders changes for the workers of the rig. */
export class Rig {
  private constructor(
    readonly db: Database,
    readonly actor: Actor,
    readonly appId: string,
  ) {}

  /** Opens the database; the embedded one must not be open elsewhere. */
  static async open(place: Place, upstream: Upstream): Promise<Rig> {
    return Rig.on(await openDatabase(place), upstream);
  }

  /** The rig on a database that is open. */
  static async on(db: Database, upstream: Upstream): Promise<Rig> {
    const now = new Date();
    const person = { email: 'op@rig.cn', name: 'Op', role: 'operator' as const, passwordHash: null };
    const [known] = await db.orm.select().from(pushApp).where(eq(pushApp.appId, upstream.appId));
    if (!known) {
      await db.transaction((tx) => createAccount(tx, { id: null, name: 'rig' }, person, now));
      const { appId, appKey, masterSecret, baseUrl } = upstream;
      const app = { appId, appKey, masterSecret, baseUrl, name: 'Rig', environment: 'sandbox' as const };
      await registerApp(db, app, Buffer.from(KEYS.MUSTER_MASTER_KEY, 'base64'), now);
    }
    const [app] = await db.orm.select().from(pushApp).where(eq(pushApp.appId, upstream.appId));
    const { account } = await import('@/lib/db/schema/accounts');
    const [someone] = await db.orm.select().from(account).where(eq(account.email, person.email));
    if (!app || !someone) throw new Error('the rig could not be set up');
    const actor = {
      accountId: someone.id,
      name: 'Op',
      email: person.email,
      role: person.role,
      sessionId: '-',
    };
    return new Rig(db, actor, app.id);
  }

  /** Orders rows of a kind, for the workers; gives the id of the change. */
  async order(
    kindId: string,
    rows: readonly unknown[],
    {
      params = {},
      options = {},
      clientKey,
    }: { params?: Record<string, unknown>; options?: JobOptions; clientKey?: string | undefined } = {},
  ): Promise<string> {
    const kind: AnyKind = kindOf(kindId);
    const by = { appId: this.appId, accountId: this.actor.accountId };
    const before = rows.map(() => null);
    const made = await draftJob(this.db, kind, by, { rows, before, params, options, clientKey }, new Date());
    await this.orderDraft(made);
    return made.jobId;
  }

  async orderDraft(made: { jobId: string; rowsHash: string }): Promise<void> {
    const order = { ...made, appId: this.appId };
    const engine = { db: this.db, kindOf, clock: systemClock, workerId: 'nobody' } as unknown as Engine;
    await orderJob(engine, this.actor, order, new Date());
  }

  async job(id: string): Promise<typeof changeJob.$inferSelect> {
    const [job] = await this.db.orm.select().from(changeJob).where(eq(changeJob.id, id));
    if (!job) throw new Error(`no job ${id}`);
    return job;
  }

  /** Every chunk of a change with what became of it. */
  chunks(id: string): Promise<(typeof changeChunk.$inferSelect)[]> {
    return this.db.orm.select().from(changeChunk).where(eq(changeChunk.jobId, id)).orderBy(changeChunk.seq);
  }

  /** Waits until these changes have ended. @throws after `ms` */
  async ended(ids: readonly string[], ms: number): Promise<void> {
    const deadline = Date.now() + ms;
    for (;;) {
      const jobs = await Promise.all(ids.map((id) => this.job(id)));
      const open = jobs.filter(({ state }) => state !== 'finished' && state !== 'cancelled');
      if (open.length === 0) return;
      if (Date.now() > deadline) {
        const told = open.map(({ kind, state, settledChunks, chunks, halt, holdFailure }) =>
          JSON.stringify({ kind, state, settledChunks, chunks, halt, holdFailure }),
        );
        throw new Error(`still open after ${ms} ms: ${told.join(' ')}`);
      }
      await systemClock.sleep(200);
    }
  }

  close(): Promise<void> {
    return this.db.close();
  }
}
