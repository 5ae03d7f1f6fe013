import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { openDatabase } from './client';
import { DurableFs } from './durable-fs';
import { openEmbedded } from './embedded';
import { assertDurable, ENGINE_MAJOR } from './engine';
import { childArguments, copyOfTemplate, scratchFolder, spawnPatchedChild } from './testing';

test('every commit calls fsync on the disk', async () => {
  const { dataDir, remove } = copyOfTemplate();
  const fs = new DurableFs(join(dataDir, 'pgdata'));
  const startParams = [
    ...PGlite.defaultStartParams.filter((flag) => flag !== '-F'),
    '-c',
    'wal_sync_method=fsync',
  ];
  const engine = await PGlite.create({ fs, startParams });
  const before = fs.syncs;
  for (let i = 0; i < 50; i++) await engine.query('insert into meta values ($1, $2)', [`sync-${i}`, '']);
  expect(fs.syncs - before).toBeGreaterThanOrEqual(50);
  const idle = fs.syncs;
  await engine.query('select * from meta');
  expect(fs.syncs).toBe(idle);
  await engine.close();
  remove();
});

const strace = spawnSync('strace', ['-e', 'trace=fsync', '-o', '/dev/null', 'true']).status === 0;
test.runIf(strace)('the kernel sees a sync for every commit', () => {
  const { dataDir, remove } = copyOfTemplate();
  const log = join(dataDir, 'strace');
  const writer = [process.execPath, ...childArguments('write', dataDir, '60')];
  const traced = spawnSync('strace', ['-f', '-c', '-e', 'trace=fsync', '-o', log, ...writer], {
    encoding: 'utf8',
  });
  expect(traced.stdout.match(/acked/g)).toHaveLength(60);
  expect(Number(/(\d+)\s+fsync$/m.exec(readFileSync(log, 'utf8'))?.[1])).toBeGreaterThanOrEqual(60);
  remove();
});

test('a disk that fails to sync ends the process; nothing it acknowledged is missing', async () => {
  const { dataDir, remove } = copyOfTemplate();
  const failing = `const real = fs.fsyncSync; let calls = 0;
    fs.fsyncSync = (fd) => { if (++calls > 40) throw Object.assign(new Error('EIO'), { code: 'EIO' }); real(fd); }`;
  const child = spawnPatchedChild(failing, 'write', dataDir);
  expect(await child.line()).toMatch(/^found/);
  const said: string[] = [];
  for (let line = await child.line(); line !== undefined; line = await child.line()) said.push(line);
  expect(await child.exit).toBe(1);
  expect(child.complaint()).toMatch(
    /^Muster stops at once: the database in .* has failed: could not fsync file/,
  );
  expect(said.length).toBeGreaterThan(0);
  const db = await openEmbedded({ dataDir });
  const { rows } = await db.orm.execute<{ batch: number }>(
    'select batch from crash_row group by batch having count(*) = 5',
  );
  const kept = new Set(rows.map((row) => `acked ${row.batch}`));
  expect(said.filter((line) => !kept.has(line))).toEqual([]);
  await db.close();
  remove();
});

test('an engine that does not sync is refused', async () => {
  const engine = await PGlite.create();
  await expect(assertDurable(engine, { syncs: 0 })).rejects.toThrow('fsync is off');
  await engine.close();
  const claims = {
    query: async (_: string, [name]: unknown[] = []) => ({
      rows: [{ value: name === 'wal_sync_method' ? 'fsync' : 'on' }],
    }),
  };
  await expect(assertDurable(claims as unknown as PGlite, { syncs: 3 })).rejects.toThrow(
    'a commit did not reach the disk',
  );
});

test('a folder of another PostgreSQL, or of none, is refused and left alone', async () => {
  const dataDir = scratchFolder();
  mkdirSync(join(dataDir, 'pgdata'));
  await expect(openDatabase({ dataDir })).rejects.toThrow('holds no database');
  writeFileSync(join(dataDir, 'pgdata/PG_VERSION'), '17\n');
  await expect(openDatabase({ dataDir })).rejects.toThrow(
    `a database of PostgreSQL 17; this version of Muster reads those of PostgreSQL ${ENGINE_MAJOR}`,
  );
  await expect(openDatabase({ dataDir })).rejects.toThrow('PostgreSQL 17');
  rmSync(dataDir, { recursive: true, force: true });
});

test('the engine is the one the folder check names, and a damaged folder is refused with its reason', async () => {
  const { dataDir, remove } = copyOfTemplate();
  const db = await openEmbedded({ dataDir });
  const { rows } = await db.orm.execute<{ major: string }>(
    sql`select split_part(current_setting('server_version'), '.', 1) as major`,
  );
  expect(rows[0]?.major).toBe(ENGINE_MAJOR);
  await db.close();
  rmSync(join(dataDir, 'pgdata/global/pg_control'));
  const refused = await openDatabase({ dataDir }).catch((error: unknown) => error);
  expect(String(refused)).toContain(`the database in ${join(dataDir, 'pgdata')} could not be opened`);
  expect(String(refused)).toContain('pg_control');
  remove();
});
