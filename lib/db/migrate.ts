import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readMigrationFiles } from 'drizzle-orm/migrator';

/** Runs one statement and gives its rows; both drivers and their raw clients fit. */
export type Ask = (statement: string) => Promise<{ rows: unknown[] }>;

/**
 * Where the SQL files lie. The working directory is the project root, or the root of the standalone server, which
 * carries a copy; the place of this module says nothing once it is bundled.
 * @throws when the folder is not there
 */
export function migrationsFolder(): string {
  const folder = join(process.cwd(), 'lib', 'db', 'migrations');
  if (existsSync(join(folder, 'meta', '_journal.json'))) return folder;
  throw new Error(`the migrations are missing: ${folder} (start Muster from its own folder)`);
}

async function applied(ask: Ask): Promise<Set<number>> {
  const known = await ask(`select to_regclass('drizzle.__drizzle_migrations')::text as name`);
  if ((known.rows[0] as { name: string | null } | undefined)?.name == null) return new Set();
  const { rows } = await ask('select created_at from drizzle.__drizzle_migrations');
  return new Set(rows.map((row) => Number((row as { created_at: unknown }).created_at)));
}

/**
 * Brings the schema up to date. Callers hold a lock, so that nobody else migrates.
 * @throws a sentence for people when the database was written by a newer Muster, or when a migration was
 *   generated with an older date than one already applied (drizzle would skip it in silence)
 */
export async function migrateUp(ask: Ask, run: (folder: string) => Promise<void>): Promise<void> {
  const folder = migrationsFolder();
  const ours = new Set(
    readMigrationFiles({ migrationsFolder: folder }).map((migration) => migration.folderMillis),
  );
  const before = await applied(ask);
  const unknown = [...before].filter((when) => !ours.has(when));
  if (unknown.length > 0) {
    throw new Error(
      `this database was written by a newer version of Muster (${unknown.length} unknown migration${unknown.length > 1 ? 's' : ''}): ` +
        'start that version, or restore a backup made before the upgrade',
    );
  }
  await run(folder);
  const after = await applied(ask);
  const skipped = [...ours].filter((when) => !after.has(when));
  if (skipped.length > 0) {
    throw new Error(
      `${skipped.length} migration(s) older than the newest applied one were left out: generate them anew`,
    );
  }
}
