import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, inject, test } from 'vitest';
import { openEmbedded } from './embedded';
import { scratchFolder, spawnChild } from './testing';

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

test('kill -9 at any moment of the first start leaves a folder that opens', async () => {
  const dataDir = scratchFolder();
  const seed = inject('seedFile');
  const seen = new Set<string>();
  for (let kill = 0; kill < 8; kill++) {
    rmSync(dataDir, { recursive: true, force: true });
    const child = spawnChild('open', dataDir, seed);
    // From the first file in the folder on, so that the loading of the program does not count.
    while (!existsSync(dataDir) && process.kill(child.pid, 0)) await sleep(5);
    await sleep(kill * 120);
    child.kill();
    await child.exit;
    const left = readdirSync(dataDir).filter((name) => name.startsWith('pgdata'));
    seen.add(left.join() || 'nothing');
    expect(left.length).toBeLessThanOrEqual(1);
    if (kill % 4 === 0 || left[0] === 'pgdata') await opensWhole(dataDir, seed);
  }
  expect([...seen].some((state) => state === 'pgdata.new')).toBe(true);
  rmSync(dataDir, { recursive: true, force: true });
});

async function opensWhole(dataDir: string, seed: string): Promise<void> {
  const db = await openEmbedded({ dataDir, seed });
  expect(await db.orm.execute(`select count(*) as n from pg_class where relname = 'meta'`)).toMatchObject({
    rows: [{ n: 1 }],
  });
  await db.close();
  expect(readdirSync(dataDir).filter((name) => name.startsWith('pgdata'))).toEqual(['pgdata']);
}

test('a first start without a seed archive runs initdb', async () => {
  const dataDir = scratchFolder();
  const child = spawnChild('open', dataDir, join(dataDir, 'no-seed'));
  expect(await child.line()).toBe('done');
  expect(await child.exit).toBe(0);
  await opensWhole(dataDir, '');
  rmSync(dataDir, { recursive: true, force: true });
});
