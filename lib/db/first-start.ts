import { existsSync, lstatSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { NodeFS } from '@electric-sql/pglite/nodefs';
import { syncPath } from './sync-path';

const UNFINISHED = 'pgdata.new';

/** The archive a build leaves behind: with it a first start needs half the memory that initdb takes. */
export const seedFile = (): string => join(process.cwd(), 'lib', 'db', 'seed', 'pgdata.tar.gz');

/**
 * Makes an empty database in `dataDir/pgdata` so that a crash at any moment leaves either none or a whole one:
 * built beside its place by an engine of its own, every file and folder synced, then renamed.
 * Callers hold the folder's lock.
 */
export async function makeDatabase(dataDir: string, target: string, seed: string): Promise<void> {
  const building = join(dataDir, UNFINISHED);
  rmSync(building, { recursive: true, force: true });
  const loadDataDir = existsSync(seed)
    ? new Blob([readFileSync(seed)], { type: 'application/x-gzip' })
    : undefined;
  const startParams = [...PGlite.defaultStartParams, '-c', 'shared_buffers=16MB'];
  const engine = await PGlite.create({ fs: new NodeFS(building), loadDataDir, startParams });
  await engine.close();
  syncTree(building);
  renameSync(building, target);
  syncPath(dataDir);
}

function syncTree(folder: string): void {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (lstatSync(path).isDirectory()) syncTree(path);
    else syncPath(path);
  }
  syncPath(folder);
}
