import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { DurableFs } from './durable-fs';

/** PostgreSQL's major version inside PGlite: it reads the files of no other. */
export const ENGINE_MAJOR = '18';

const START = [
  // Everything PGlite starts with but -F, which turns fsync off.
  ...PGlite.defaultStartParams.filter((parameter) => parameter !== '-F'),
  ...['-c', 'fsync=on', '-c', 'wal_sync_method=fsync', '-c', 'shared_buffers=16MB'],
];

/** Ends the process with a sentence: for when any further write, even an orderly close, could harm the data. */
export function stopAtOnce(because: string): void {
  process.stderr.write(`Muster stops at once: ${because}\n`);
  process.exit(1);
}

/**
 * Starts PGlite on a folder whose lock the caller holds, proven to sync. Should the engine die later (the disk
 * refuses a write or a sync), the process ends: nothing was acknowledged, and the next start recovers.
 * @throws a sentence with PostgreSQL's own reason
 */
export async function startEngine(folder: string): Promise<PGlite> {
  checkVersion(folder);
  const reasons: string[] = [];
  const fs = new DurableFs(folder);
  const engine = new PGlite({
    fs,
    startParams: START,
    onStderr: (line) => {
      const reason = /(?:FATAL|PANIC): +(.*)/.exec(line)?.[1];
      if (reason) reasons.push(reason);
      // A dead engine would spin for ever on the next statement.
      if (line.startsWith('Aborted(') && engine.ready) {
        stopAtOnce(`the database in ${folder} has failed: ${reasons.at(-1) ?? line}`);
      }
      return false;
    },
  });
  try {
    await engine.waitReady;
    await assertDurable(engine, fs);
    return engine;
  } catch (error) {
    if (engine.ready) await engine.close();
    throw new Error([error instanceof Error ? error.message : String(error), ...reasons].join('; '));
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
