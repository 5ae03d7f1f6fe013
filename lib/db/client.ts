import 'server-only';
import type { ExtractTablesWithRelations } from 'drizzle-orm';
import type { PgDatabase, PgQueryResultHKT, PgTransaction } from 'drizzle-orm/pg-core';
import { openEmbedded } from './embedded';
import { openPostgres } from './postgres';
import type * as schema from './schema/tables';

type Schema = typeof schema;
type Answer<Row> = { readonly rows: Row[] };
/** What both drivers answer to `execute`. */
export interface Rows extends PgQueryResultHKT {
  readonly type: Answer<this['row']>;
}
/** One drizzle type for both drivers. */
export type Orm = PgDatabase<Rows, Schema>;
/** The handle inside a transaction: every statement of the work goes through it. */
export type Tx = PgTransaction<Rows, Schema, ExtractTablesWithRelations<Schema>>;

export type Database = {
  readonly kind: 'embedded' | 'postgres';
  /** Queries outside of transactions. Throws when used inside one. */
  readonly orm: Orm;
  /**
   * Runs `work` in one transaction: committed and on disk when this resolves, undone when `work` throws. Never
   * await the network inside: on the embedded database everything else waits. Statements that fail throw
   * `DatabaseError` (message and code, no parameters).
   */
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /**
   * SQL as text, for libraries that bring their own: `query` one statement with values, `exec` any number without.
   * Outside of transactions, like `orm`.
   */
  readonly session: {
    query(text: string, values?: unknown[]): Promise<{ rows: unknown[] }>;
    exec(text: string): Promise<{ rows: unknown[] }[]>;
  };
  /** Resolves when the database answers. */
  ping(): Promise<void>;
  /** Embedded: a checkpoint, due every 5 minutes or 64 MB (nothing else keeps the log short). PostgreSQL: nothing. */
  housekeep(): Promise<void>;
  /** Embedded: VACUUM (ANALYZE), due nightly. PostgreSQL: nothing, its autovacuum does it. */
  vacuum(): Promise<void>;
  /** Waits for what runs, closes, and gives the folder free. A second call does nothing. */
  close(): Promise<void>;
};

/**
 * Opens a database, locks it (embedded) and brings its schema up to date.
 * @param where `dataDir`: folder of the embedded database, made if missing; `url`: postgres://…
 * @throws a sentence for people: the folder is in use by another process, the disk cannot sync, the database was
 *   written by a newer Muster, PostgreSQL cannot be reached or is not UTF-8
 */
export function openDatabase(
  where: { dataDir: string } | { url: string; maxConnections?: number },
): Promise<Database> {
  return 'url' in where ? openPostgres(where) : openEmbedded(where);
}
