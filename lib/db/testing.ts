import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import pg from 'pg';
import { afterAll, beforeAll, describe, inject } from 'vitest';
import { type Database, openDatabase } from './client';

/** An empty folder of its own; what a test does not remove goes with the end of the run. */
export const scratchFolder = (): string => mkdtempSync(join(dirname(inject('templateDir')), 'scratch-'));

/** A data folder of its own, with an empty, migrated database copied from the run's template. Remove it at the end. */
export function copyOfTemplate(): { dataDir: string; remove: () => void } {
  const dataDir = scratchFolder();
  cpSync(join(inject('templateDir'), 'pgdata'), join(dataDir, 'pgdata'), { recursive: true });
  return { dataDir, remove: () => rmSync(dataDir, { recursive: true, force: true }) };
}

/** An empty PostgreSQL database of its own. Drop it at the end; that also ends its connections. */
export async function freshPostgres(): Promise<{ url: string; drop: () => Promise<void> }> {
  const name = `muster_${randomBytes(6).toString('hex')}`;
  await asAdmin(`create database ${name} template template0 encoding 'UTF8'`);
  const url = new URL(inject('postgresUrl'));
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => asAdmin(`drop database ${name} with (force)`) };
}

async function asAdmin(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: inject('postgresUrl') });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

type Open = () => Promise<Database>;

function suiteOn(
  title: string,
  prepare: () => Promise<{ where: Parameters<typeof openDatabase>[0]; remove(): void | Promise<void> }>,
  suite: (open: Open) => void,
) {
  describe(title, () => {
    let place: Awaited<ReturnType<typeof prepare>>;
    let current: Database | undefined;
    beforeAll(async () => {
      place = await prepare();
    });
    afterAll(async () => {
      await current?.close();
      await place?.remove();
    });
    suite(async () => {
      if (current) return current;
      const db = await openDatabase(place.where);
      const close = () => {
        current = undefined;
        return db.close();
      };
      current = { ...db, close };
      return current;
    });
  });
}

/**
 * Runs the same tests on the embedded database and on PostgreSQL, each suite on a database of its own. `open`
 * gives the open handle, opening it when there is none (again, after a `close`); the end closes and removes all.
 */
export function describeEachDatabase(name: string, suite: (open: Open) => void): void {
  suiteOn(
    `${name} (embedded)`,
    async () => {
      const { dataDir, remove } = copyOfTemplate();
      return { where: { dataDir }, remove };
    },
    suite,
  );
  suiteOn(
    `${name} (PostgreSQL)`,
    async () => {
      const { url, drop } = await freshPostgres();
      return { where: { url }, remove: drop };
    },
    suite,
  );
}

/** The arguments after `node` of a process that runs `testing-child.ts`. */
export const childArguments = (...command: string[]): string[] => [inject('childScript'), ...command];

/**
 * Starts such a process. `line` waits for the next line it says (undefined at its end), `complaint` gives what it
 * wrote on stderr so far.
 */
export function spawnChild(...command: string[]) {
  return followChild(childArguments(...command));
}

/** As {@link spawnChild}, after `patch` has changed functions of `fs` in the new process. */
export function spawnPatchedChild(patch: string, ...command: string[]) {
  const code = `import fs from 'node:fs'; import { syncBuiltinESMExports } from 'node:module'; ${patch}; syncBuiltinESMExports();`;
  return followChild([
    '--import',
    `data:text/javascript,${encodeURIComponent(code)}`,
    ...childArguments(...command),
  ]);
}

function followChild(args: string[]) {
  const child = spawn(process.execPath, args, { stdio: 'pipe' });
  child.stdin.on('error', () => {});
  let complaint = '';
  child.stderr.on('data', (part: Buffer) => {
    complaint += part.toString();
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const exit = new Promise<number | null>((resolve) => child.once('close', resolve));
  return {
    pid: child.pid ?? 0,
    tell: (line: string) => void child.stdin.write(`${line}\n`),
    endInput: () => child.stdin.end(),
    kill: () => child.kill('SIGKILL'),
    line: async (): Promise<string | undefined> => (await lines.next()).value,
    complaint: () => complaint,
    exit,
  };
}
