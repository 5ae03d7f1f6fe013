import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { seedFile } from './first-start';

/** Writes an archive of an empty database, from which first starts copy instead of running initdb. */
async function makeSeed(file: string): Promise<void> {
  const engine = await PGlite.create();
  await engine.exec('vacuum (freeze, analyze)');
  await engine.exec('checkpoint');
  const archive = await engine.dumpDataDir('gzip');
  await engine.close();
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, Buffer.from(await archive.arrayBuffer()));
  renameSync(`${file}.new`, file);
}

// Called by the build: tsx --conditions=react-server lib/db/make-seed.ts [file]
await makeSeed(resolve(process.argv[2] ?? seedFile()));
