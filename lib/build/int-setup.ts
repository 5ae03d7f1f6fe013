import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { build } from 'esbuild';
import type { TestProject } from 'vitest/node';
import { bundleWork } from './bundle';
import { ended, startCluster } from './cluster';

declare module 'vitest' {
  export interface ProvidedContext {
    /** A superuser's address of the PostgreSQL that the tests make their databases in. */
    postgresUrl: string;
    /** A data folder with an empty, migrated embedded database, to copy and never to open. */
    templateDir: string;
    /** What a build leaves for first starts. */
    seedFile: string;
    /** `lib/db/testing-child.ts` as plain JavaScript: it is started a hundred times. */
    childScript: string;
    /** `lib/launch/testing-process.ts` likewise: a process that runs changes. */
    workScript: string;
  }
}

/** Vitest's global setup: a PostgreSQL, private unless DATABASE_URL_TEST names another, and an embedded template. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const work = mkdtempSync(join(tmpdir(), 'muster-int-'));
  const childScript = join('node_modules', '.cache', basename(work), 'child.mjs');
  const workScript = join('node_modules', '.cache', basename(work), 'work.mjs');
  const given = process.env.DATABASE_URL_TEST;
  const [cluster, template] = await Promise.allSettled([
    given ? { url: given, stop: async () => {} } : startCluster(),
    makeTemplate(work, childScript),
  ]);
  const teardown = async () => {
    if (cluster.status === 'fulfilled') await cluster.value.stop();
    for (const folder of [work, dirname(childScript)]) rmSync(folder, { recursive: true, force: true });
  };
  for (const part of [cluster, template]) {
    if (part.status === 'fulfilled') continue;
    await teardown();
    throw part.reason;
  }
  if (cluster.status === 'fulfilled') project.provide('postgresUrl', cluster.value.url);
  project.provide('templateDir', join(work, 'template'));
  project.provide('seedFile', join(work, 'seed.tar.gz'));
  project.provide('childScript', resolve(childScript));
  await bundleWork(workScript);
  project.provide('workScript', resolve(workScript));
  return teardown;
}

/** In processes of their own: initdb takes most of a gigabyte, and this process lives as long as the run. */
async function makeTemplate(work: string, childScript: string): Promise<void> {
  const seed = join(work, 'seed.tar.gz');
  await script('lib/db/make-seed.ts', seed);
  // Below node_modules, so that it finds its packages.
  await build({
    entryPoints: ['lib/db/testing-child.ts'],
    outfile: childScript,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
  });
  await script(childScript, 'open', join(work, 'template'), seed);
}

async function script(...command: string[]): Promise<void> {
  const child = spawn(process.execPath, ['--conditions=react-server', '--import', 'tsx', ...command]);
  const said: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (part: Buffer) => said.push(part.toString()));
  if ((await ended(child)) !== 0) throw new Error(`${command.join(' ')} failed: ${said.join('')}`);
}
