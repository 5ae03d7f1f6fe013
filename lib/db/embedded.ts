import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { PGlite, Transaction } from '@electric-sql/pglite';
import { drizzle } from 'drizzle-orm/pglite';
import { migrate } from 'drizzle-orm/pglite/migrator';
import type { Database, Orm, Tx } from './client';
import { markTransaction, refuseInsideTransaction } from './current-transaction';
import { keepParametersOutOfErrors, toDatabaseError } from './database-error';
import { startEngine, stopAtOnce } from './engine';
import { makeDatabase, seedFile } from './first-start';
import { type FolderLock, lockFolder } from './folder-lock';
import { migrateUp } from './migrate';
import * as schema from './schema/tables';

/** Opens the embedded database in `dataDir/pgdata`; see `openDatabase`. `seed`: archive for the first start. */
export async function openEmbedded(where: { dataDir: string; seed?: string }): Promise<Database> {
  keepParametersOutOfErrors();
  const dataDir = resolve(where.dataDir);
  const lock = await lockFolder(dataDir, () => stopAtOnce(`it has lost its lock on ${dataDir}`));
  try {
    const engine = await start(dataDir, where.seed ?? seedFile());
    return handle(engine, lock);
  } catch (error) {
    lock.release();
    throw error;
  }
}

async function start(dataDir: string, seed: string): Promise<PGlite> {
  const folder = join(dataDir, 'pgdata');
  let engine: PGlite | undefined;
  try {
    if (!existsSync(folder)) await makeDatabase(dataDir, folder, seed);
    const started = await startEngine(folder);
    engine = started;
    await migrateUp(
      (statement) => started.query(statement),
      (migrationsFolder) => migrate(drizzle(started), { migrationsFolder }),
    );
    return started;
  } catch (error) {
    await engine?.close();
    throw new Error(`the database in ${folder} could not be opened: ${toDatabaseError(error).message}`);
  }
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
  const guarded = guard(engine);
  const orm = drizzle(guarded, { schema }) as unknown as Orm;
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
    session: {
      query: (text, values) => guarded.query(text, values),
      exec: (text) => {
        refuseInsideTransaction();
        return engine.exec(text);
      },
    },
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
