import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate } from 'drizzle-orm/node-postgres/migrator';
import pg from 'pg';
import type { Database, Orm, Tx } from './client';
import { markTransaction, refuseInsideTransaction } from './current-transaction';
import { keepParametersOutOfErrors, toDatabaseError } from './database-error';
import { migrateUp } from './migrate';
import * as schema from './schema/tables';

/** Any fixed number: processes that start together queue on it. */
const MIGRATION_LOCK = 7_286_510_421;
const CONNECT_TIMEOUT_MS = 10_000;
const INT8 = 20;

/** Opens a PostgreSQL database; see `openDatabase`. At most `maxConnections` (10) at a time. */
export async function openPostgres(where: { url: string; maxConnections?: number }): Promise<Database> {
  keepParametersOutOfErrors();
  // Counts arrive as numbers, as the embedded database gives them; ours stay far below 2^53.
  pg.types.setTypeParser(INT8, Number);
  const connection: pg.ClientConfig = {
    connectionString: where.url,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    application_name: 'muster',
    // Every statement here is short: compiling one takes longer than running it.
    options: '-c TimeZone=UTC -c jit=off',
    keepAlive: true,
  };
  await prepare(connection);
  const pool = new pg.Pool({ ...connection, max: where.maxConnections ?? 10 });
  // A connection lost while idle is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => {});
  return handle(pool);
}

/** Checks and migrates over one connection of its own: the advisory lock belongs to a session. */
async function prepare(connection: pg.ClientConfig): Promise<void> {
  const client = new pg.Client(connection);
  client.on('error', () => {});
  try {
    await client.connect();
    const { rows } = await client.query('show server_encoding');
    if (rows[0]?.server_encoding !== 'UTF8') {
      throw new Error(
        `the database must be UTF8, this one is ${rows[0]?.server_encoding}: create it with ENCODING 'UTF8'`,
      );
    }
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await migrateUp(
      (statement) => client.query(statement),
      (migrationsFolder) => migrate(drizzle(client), { migrationsFolder }),
    );
  } catch (error) {
    const { message, code } = toDatabaseError(error);
    throw new Error(`PostgreSQL could not be opened: ${message}${code ? ` (${code})` : ''}`);
  } finally {
    // The session takes the lock with it.
    await client.end().catch(() => {});
  }
}

function handle(pool: pg.Pool): Database {
  const guarded = new Proxy(pool, {
    get(target, key) {
      if (key === 'query' || key === 'connect') refuseInsideTransaction();
      const value: unknown = Reflect.get(target, key);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
  const orm = drizzle(guarded, { schema }) as unknown as Orm;
  let closing: Promise<void> | undefined;
  return {
    kind: 'postgres',
    orm,
    session: {
      query: (text, values) => guarded.query(text, values),
      exec: async (text) => {
        // The driver answers several statements with a list.
        const answer: unknown = await guarded.query(text);
        return (Array.isArray(answer) ? answer : [answer]) as { rows: unknown[] }[];
      },
    },
    transaction: (work) => orm.transaction((tx) => markTransaction(() => work(tx as unknown as Tx))),
    ping: async () => {
      await orm.execute('select 1');
    },
    housekeep: async () => {},
    vacuum: async () => {},
    close: () => {
      closing ??= pool.end();
      return closing;
    },
  };
}
