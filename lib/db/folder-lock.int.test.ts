import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { openDatabase } from './client';
import { FolderInUse, lockFolder } from './folder-lock';
import { ownerIsDead, thisProcess } from './process-identity';
import { copyOfTemplate, scratchFolder, spawnChild, spawnPatchedChild } from './testing';

const root = scratchFolder();
afterAll(() => rmSync(root, { recursive: true, force: true }));

let folders = 0;
const newFolder = () => {
  const folder = join(root, String(++folders));
  mkdirSync(folder);
  return folder;
};
const never = () => expect.fail('the lock was lost');
const locksIn = (folder: string) => readdirSync(folder).filter((name) => name.startsWith('lock'));
const dead = { ...thisProcess(), born: '1' };
const far = { ...thisProcess(), host: 'elsewhere', space: 'another', pid: 7 };
const quick = { heartbeatMs: 50, silenceMs: 400 };

function plant(folder: string, owner: object | string, ageMs = 0): string {
  const path = join(folder, 'lock.1');
  writeFileSync(path, typeof owner === 'string' ? owner : JSON.stringify(owner));
  const at = new Date(Date.now() - ageMs);
  utimesSync(path, at, at);
  return path;
}

describe('a folder lock in one process', () => {
  test('is refused twice, names folder and pid, and is free after its release', async () => {
    const folder = newFolder();
    const first = await lockFolder(folder, never);
    const refused = await lockFolder(folder, never).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(FolderInUse);
    expect(String(refused)).toContain(folder);
    expect(String(refused)).toContain(`process ${process.pid} on ${hostname()}`);
    first.release();
    first.release();
    const again = await lockFolder(folder, never);
    expect(locksIn(folder)).toEqual(['lock.2']);
    again.release();
  });

  test('goes to exactly one of many tries at once', async () => {
    const folder = newFolder();
    const tries = await Promise.allSettled(Array.from({ length: 20 }, () => lockFolder(folder, never)));
    const owners = tries.filter((one) => one.status === 'fulfilled');
    expect(owners).toHaveLength(1);
    owners[0]?.value.release();
  });

  test('is taken from a dead process at once, also when its pid is in use again', async () => {
    const folder = newFolder();
    plant(folder, dead);
    const from = Date.now();
    const lock = await lockFolder(folder, never);
    expect(Date.now() - from).toBeLessThan(1_000);
    expect(locksIn(folder)).toEqual(['lock.2']);
    expect(JSON.parse(readFileSync(join(folder, 'lock.2'), 'utf8'))).toMatchObject({ pid: process.pid });
    lock.release();
  });

  test('of another machine is refused while its heart beats', async () => {
    const folder = newFolder();
    const path = plant(folder, far);
    const beat = setInterval(() => utimesSync(path, new Date(), new Date()), quick.heartbeatMs);
    await expect(lockFolder(folder, never, quick)).rejects.toThrow('process 7 on elsewhere');
    clearInterval(beat);
  });

  test.each([
    ['of another machine', JSON.stringify(far), 0, quick.silenceMs],
    [
      'of another machine that fell silent long ago: one more beat is waited for',
      JSON.stringify(far),
      60_000,
      quick.heartbeatMs,
    ],
    ['torn by a power cut', '', 0, quick.silenceMs],
  ])('%s is taken after its silence', async (_, owner, ageMs, leastMs) => {
    const folder = newFolder();
    plant(folder, owner, ageMs);
    const from = Date.now();
    const lock = await lockFolder(folder, never, quick);
    expect(Date.now() - from).toBeGreaterThanOrEqual(leastMs);
    lock.release();
  });

  test('tells its owner when somebody else has taken it', async () => {
    const folder = newFolder();
    await new Promise<void>((lost) => {
      lockFolder(folder, lost, quick).then(() => writeFileSync(join(folder, 'lock.9'), JSON.stringify(far)));
    });
  });
});

describe('a folder lock between processes', () => {
  test('refuses a second process by name, and is taken over at once after kill -9', async () => {
    const { dataDir, remove } = copyOfTemplate();
    const owner = spawnChild('keep', dataDir);
    expect(await owner.line()).toBe('open');
    const refused = await openDatabase({ dataDir }).catch((error: unknown) => error);
    expect(String(refused)).toContain(
      `the data folder ${dataDir} is in use by process ${owner.pid} on ${hostname()}`,
    );
    owner.kill();
    await owner.exit;
    const from = Date.now();
    const db = await openDatabase({ dataDir });
    expect(Date.now() - from).toBeLessThan(5_000);
    await db.close();
    remove();
  });

  test('is given back by an orderly end', async () => {
    const { dataDir, remove } = copyOfTemplate();
    const owner = spawnChild('keep', dataDir);
    expect(await owner.line()).toBe('open');
    owner.endInput();
    expect(await owner.line()).toBe('closed');
    expect(await owner.exit).toBe(0);
    const [name = ''] = locksIn(dataDir);
    expect(JSON.parse(readFileSync(join(dataDir, name), 'utf8'))).toMatchObject({
      pid: owner.pid,
      released: true,
    });
    remove();
  });

  test('is not given to a process that looked before two others had come and gone', async () => {
    const folder = newFolder();
    plant(folder, dead);
    const slow = `const real = fs.linkSync; const cell = new Int32Array(new SharedArrayBuffer(4));
      fs.linkSync = (...call) => { fs.writeFileSync(call[1] + '-seen', ''); Atomics.wait(cell, 0, 0, 500); return real(...call); }`;
    const late = spawnPatchedChild(slow, 'race');
    expect(await late.line()).toBe('ready');
    late.tell(folder);
    while (!existsSync(join(folder, 'lock.2-seen'))) await new Promise((resolve) => setTimeout(resolve, 5));
    (await lockFolder(folder, never)).release();
    const owner = await lockFolder(folder, never);
    expect(await late.line()).toBe('refused');
    owner.release();
    late.endInput();
    await late.exit;
  });

  test('goes to exactly one of six processes racing over a dead lock, round after round', async () => {
    // Pauses before each step: without them the window is too narrow for a wrong lock to be caught.
    const slow = `for (const name of ['readdirSync', 'linkSync', 'rmSync']) {
      const real = fs[name]; const cell = new Int32Array(new SharedArrayBuffer(4));
      fs[name] = (...call) => { Atomics.wait(cell, 0, 0, Math.random() * 6); return real(...call); };
    }`;
    const racers = Array.from({ length: 6 }, () => spawnPatchedChild(slow, 'race'));
    for (const racer of racers) expect(await racer.line()).toBe('ready');
    const shared = newFolder();
    for (let round = 0; round < 40; round++) {
      // Half of the rounds share one folder, so that numbers rise while slow racers still look at old ones.
      const folder = round % 2 ? shared : newFolder();
      if (folder !== shared) plant(folder, dead);
      for (const racer of racers) racer.tell(folder);
      const answers = await Promise.all(racers.map((racer) => racer.line()));
      expect(answers.toSorted()).toEqual(['own', ...Array<string>(5).fill('refused')]);
      expect(locksIn(folder)).toHaveLength(1);
      for (const racer of racers) racer.tell('release');
      for (const racer of racers) expect(await racer.line()).toBe('released');
    }
    for (const racer of racers) racer.endInput();
    expect(await Promise.all(racers.map((racer) => racer.exit))).toEqual(Array(6).fill(0));
  });
});

test('a process is told from another one with the same pid', () => {
  expect(ownerIsDead(thisProcess())).toBe(false);
  expect(ownerIsDead({ ...thisProcess(), pid: 0x3fffffff })).toBe(true);
  if (process.platform !== 'win32') expect(ownerIsDead(dead)).toBe(true);
});
