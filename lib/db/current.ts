import 'server-only';
import type { Database } from './client';

const KEY = Symbol.for('muster.database');
const store = globalThis as unknown as Record<symbol, Database | undefined>;

/** The database that {@link setDatabase} opened at start. @throws before the start has finished */
export function database(): Database {
  const db = store[KEY];
  if (!db) throw new Error('the database is not open yet');
  return db;
}

/** Called once at start, and with undefined at the end. */
export function setDatabase(db: Database | undefined): void {
  store[KEY] = db;
}
