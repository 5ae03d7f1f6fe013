import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { openDatabase } from './client';
import { describeEachDatabase, freshPostgres, scratchFolder, spawnChild } from './testing';

/** Newer than every migration of the project. */
const later = Date.now() + 1_000;

afterEach(() => vi.restoreAllMocks());

/** Pretends that the program stands in a folder whose migrations `change` has altered. */
function standIn(change: (folder: string) => void): () => void {
  const root = scratchFolder();
  const folder = join(root, 'lib/db/migrations');
  mkdirSync(join(root, 'lib/db'), { recursive: true });
  cpSync('lib/db/migrations', folder, { recursive: true });
  change(folder);
  vi.spyOn(process, 'cwd').mockReturnValue(root);
  return () => rmSync(root, { recursive: true, force: true });
}

type Journal = {
  entries: { idx: number; when: number; tag: string; breakpoints: boolean; version: string }[];
};

/** Adds a migration dated `when` that runs `statement`. */
function addMigration(folder: string, tag: string, when: number, statement: string): void {
  const file = join(folder, 'meta/_journal.json');
  const journal = JSON.parse(readFileSync(file, 'utf8')) as Journal;
  journal.entries.push({ idx: journal.entries.length, version: '7', when, tag, breakpoints: true });
  writeFileSync(file, JSON.stringify(journal));
  writeFileSync(join(folder, `${tag}.sql`), statement);
}

describeEachDatabase('migrations', (open) => {
  test('are applied at start; a database of a newer version is refused; an old-dated one is not skipped in silence', async () => {
    const db = await open();
    await db.close();
    const removeNewer = standIn((folder) =>
      addMigration(folder, '9000_newer', later, 'create table from_the_future (a int)'),
    );
    const newer = await open();
    expect(await newer.orm.execute('select * from from_the_future')).toMatchObject({ rows: [] });
    await newer.close();
    vi.restoreAllMocks();
    removeNewer();

    await expect(open()).rejects.toThrow('written by a newer version of Muster (1 unknown migration)');

    const removeOld = standIn((folder) => {
      addMigration(folder, '9000_newer', later, 'select 1');
      addMigration(folder, '9001_late', 1_000, 'create table from_the_past (a int)');
    });
    await expect(open()).rejects.toThrow('generate them anew');
    removeOld();
  });

  test('that fail leave nothing behind, and the place is free again', async () => {
    const remove = standIn((folder) => {
      addMigration(folder, '9000_newer', later, 'select 1');
      addMigration(
        folder,
        '9002_broken',
        later + 1_000,
        'create table half (a int);--> statement-breakpoint\nselect nonsense',
      );
    });
    await expect(open()).rejects.toThrow('nonsense');
    await expect(open()).rejects.toThrow('nonsense');
    remove();
  });
});

describe('PostgreSQL', () => {
  test('takes six processes that start together on an empty database', async () => {
    const { url, drop } = await freshPostgres();
    const children = Array.from({ length: 6 }, () => spawnChild('migrate', url));
    expect(await Promise.all(children.map((child) => child.line()))).toEqual(Array(6).fill('done'));
    expect(await Promise.all(children.map((child) => child.exit))).toEqual(Array(6).fill(0));
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    const { rows } = await client.query(
      'select created_at, count(*)::int as n from drizzle.__drizzle_migrations group by 1',
    );
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.every((row) => row.n === 1)).toBe(true);
    await client.end();
    await drop();
  });

  test('that is not UTF8 or not there is refused with a sentence, without the password', async () => {
    const { url, drop } = await freshPostgres();
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    const latin = `muster_latin_${Date.now()}`;
    await client.query(`create database ${latin} template template0 encoding 'LATIN1' locale 'C'`);
    const other = new URL(url);
    other.pathname = `/${latin}`;
    await expect(openDatabase({ url: other.href })).rejects.toThrow('must be UTF8, this one is LATIN1');
    await client.query(`drop database ${latin} with (force)`);
    await client.end();
    await drop();
    const gone = await openDatabase({ url }).catch((error: unknown) => error);
    expect(String(gone)).toContain('(3D000)');
    expect(String(gone)).not.toContain(new URL(url).password);
    await expect(openDatabase({ url: 'postgres://x:y@127.0.0.1:1/x' })).rejects.toThrow(
      'PostgreSQL could not be opened',
    );
  });

  test('connections lost while idle are replaced', async () => {
    const { url, drop } = await freshPostgres();
    const db = await openDatabase({ url, maxConnections: 2 });
    const other = await openDatabase({ url, maxConnections: 1 });
    await db.ping();
    await other.orm.execute(
      'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
    );
    await new Promise((resolve) => setTimeout(resolve, 100));
    await db.ping();
    await db.close();
    await other.close();
    await drop();
  });
});
