import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { PGlite, type Transaction } from '@electric-sql/pglite';
import { drizzle } from 'drizzle-orm/pglite';
import { migrate } from 'drizzle-orm/pglite/migrator';
import type { Database, Orm, Tx } from './client';
import { markTransaction, refuseInsideTransaction } from './current-transaction';
import { keepParametersOutOfErrors, toDatabaseError } from './database-error';
import { DurableFs } from './durable-fs';
import { makeDatabase, seedFile } from './first-start';
import { type FolderLock, lockFolder } from './folder-lock';
import { migrateUp } from './migrate';
import * as schema from './schema/tables';

/** PostgreSQL's major version inside PGlite: it reads the files of no other. */
export const ENGINE_MAJOR = '18';

const START = [
  // Everything PGlite starts with but -F, which turns fsync off.
  ...PGlite.defaultStartParams.filter((parameter) => parameter !== '-F'),
  ...['-c', 'fsync=on', '-c', 'wal_sync_method=fsync', '-c', 'shared_buffers=16MB'],
];

/** Opens the embedded database in `dataDir/pgdata`; see `openDatabase`. `seed`: archive for the first start. */
export async function openEmbedded(where: { dataDir: string; seed?: string }): Promise<Database> {
  keepParametersOutOfErrors();
  const dataDir = resolve(where.dataDir);
  const lock = await lockFolder(dataDir, () => stopAtOnce(dataDir));
  try {
    const engine = await start(dataDir, where.seed ?? seedFile());
    return handle(engine, lock);
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** Two writers destroy the folder, and closing would write: nothing is left but to go. */
function stopAtOnce(dataDir: string): void {
  process.stderr.write(`Muster has lost its lock on ${dataDir} and stops, so that the data stay whole\n`);
  process.exit(1);
}

async function start(dataDir: string, seed: string): Promise<PGlite> {
  const folder = join(dataDir, 'pgdata');
  if (!existsSync(folder)) await makeDatabase(dataDir, folder, seed);
  checkVersion(folder);
  const said: string[] = [];
  const fs = new DurableFs(folder);
  const engine = new PGlite({
    fs,
    startParams: START,
    onStderr: (line) => {
      if (said.push(line) > 5) said.shift();
      return false;
    },
  });
  try {
    await engine.waitReady;
    await assertDurable(engine, fs);
    await migrateUp(
      (statement) => engine.query(statement),
      (migrationsFolder) => migrate(drizzle(engine), { migrationsFolder }),
    );
    return engine;
  } catch (error) {
    if (engine.ready) await engine.close();
    const because = [toDatabaseError(error).message, ...said.filter((line) => /PANIC|FATAL/.test(line))];
    throw new Error(`the database in ${folder} could not be opened: ${because.join('; ')}`);
  }
}

function checkVersion(folder: string): void {
  const file = join(folder, 'PG_VERSION');
  const found = existsSync(file) ? readFileSync(file, 'utf8').trim() : 'nothing';
  if (found === ENGINE_MAJOR) return;
  throw new Error(
    `${folder} holds ${found === 'nothing' ? 'no database' : `a database of PostgreSQL ${found}`}; this version of Muster reads those of PostgreSQL ${ENGINE_MAJOR}`,
  );
}

/**
 * Proves that a commit reaches the disk before anything is entrusted to it.
 * @throws when a setting is off or a commit passed without a sync
 */
export async function assertDurable(engine: PGlite, fs: { syncs: number }): Promise<void> {
  const wanted = { fsync: 'on', wal_sync_method: 'fsync', synchronous_commit: 'on', full_page_writes: 'on' };
  for (const [name, value] of Object.entries(wanted)) {
    const { rows } = await engine.query<{ value: string }>('select current_setting($1) as value', [name]);
    if (rows[0]?.value !== value) throw new Error(`${name} is ${rows[0]?.value}, it must be ${value}`);
  }
  const before = fs.syncs;
  await engine.query(`select pg_logical_emit_message(true, 'muster', 'sync')`);
  if (fs.syncs === before) throw new Error('a commit did not reach the disk: fsync is not called');
}

const YIELD_MS = 8;

/** Statements run in this thread and their promises never let timers in: hand the thread over now and then. */
function breather(): () => Promise<void> | undefined {
  let last = performance.now();
  return () => {
    if (performance.now() - last < YIELD_MS) return undefined;
    return new Promise((resolve) =>
      setImmediate(() => {
        last = performance.now();
        resolve();
      }),
    );
  };
}

function guard(engine: PGlite): PGlite {
  const breathe = breather();
  const polite = (tx: Transaction): Transaction => ({
    ...tx,
    query: async (...call) => {
      await breathe();
      return tx.query(...call);
    },
  });
  return new Proxy(engine, {
    get(target, key) {
      if (key === 'query' || key === 'transaction') refuseInsideTransaction();
      if (key === 'query') {
        return async (...call: Parameters<PGlite['query']>) => {
          await breathe();
          return target.query(...call);
        };
      }
      if (key === 'transaction') {
        return (work: (tx: Transaction) => Promise<unknown>) => target.transaction((tx) => work(polite(tx)));
      }
      const value: unknown = Reflect.get(target, key);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

function handle(engine: PGlite, lock: FolderLock): Database {
  const orm = drizzle(guard(engine), { schema }) as unknown as Orm;
  const run = async (statement: string) => {
    refuseInsideTransaction();
    await engine.exec(statement).catch((error: unknown) => {
      throw toDatabaseError(error);
    });
  };
  let closing: Promise<void> | undefined;
  return {
    kind: 'embedded',
    orm,
    transaction: (work) => orm.transaction((tx) => markTransaction(() => work(tx as unknown as Tx))),
    ping: () => run('select 1'),
    housekeep: () => run('checkpoint'),
    vacuum: () => run('vacuum (analyze)'),
    close: () => {
      closing ??= engine.close().finally(() => lock.release());
      return closing;
    },
  };
}
