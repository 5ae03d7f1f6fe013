import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { blacklistEntry } from '@/lib/db/schema/desks';
import { copyOfTemplate, freshPostgres } from '@/lib/db/testing';
import { type Sandbox, startSandbox } from '@/lib/sandbox/server';
import { type Place, Rig, startRigWorker, type Worker } from './testing-rig';

/** Time for a process to start and to order and send what is there. */
const WITHIN_MS = 25_000;
/** Passes while no process runs. */
const EXPIRES_IN_MS = 12_000;

let sandbox: Sandbox;
const workers: Worker[] = [];
beforeAll(async () => {
  sandbox = await startSandbox({ users: 2000, seed: 5 });
});
afterAll(async () => {
  for (const worker of workers) worker.kill();
  await Promise.all(workers.map(({ ended }) => ended));
  await sandbox?.close();
});

const start = async (place: Place) => {
  const worker = await startRigWorker(inject('workScript'), place, sandbox);
  workers.push(worker);
  return worker;
};
const until = async (isTrue: () => boolean) => {
  const deadline = Date.now() + WITHIN_MS;
  while (!isTrue() && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 100));
  expect(isTrue()).toBe(true);
};
const effectsOf = (cid: string) =>
  sandbox.control.effects(0, { cid }).flatMap(({ changes }) => changes.map(({ after }) => after));

/** One process blocks and is killed; the time passes while nobody is there; others come up and release, once. */
async function overARestart(place: Place, cid: string, successors: number): Promise<void> {
  const expiresAt = Date.now() + EXPIRES_IN_MS;
  const rig = await Rig.open(place, sandbox);
  await rig.order('blacklist.add', [{ cid, line: 1, reason: '投诉', ticket: '', expiresAt }]);
  await rig.close();
  const first = await start(place);
  await until(() => effectsOf(cid).length === 1);
  // The answer is settled a moment after it took effect.
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  first.kill();
  await first.ended;
  await new Promise((resolve) => setTimeout(resolve, Math.max(0, expiresAt + 500 - Date.now())));
  expect(effectsOf(cid)).toEqual([true]);
  const later = await Promise.all(Array.from({ length: successors }, () => start(place)));
  await until(() => effectsOf(cid).length === 2);
  await new Promise((resolve) => setTimeout(resolve, 6_000));
  for (const worker of later) worker.kill('SIGTERM');
  await Promise.all(later.map(({ ended }) => ended));
  expect(effectsOf(cid)).toEqual([true, false]);
  const again = await Rig.open(place, sandbox);
  const [entry] = await again.db.orm.select().from(blacklistEntry).where(eq(blacklistEntry.cid, cid));
  expect(entry).toMatchObject({ state: 'released', releasedBy: again.actor.accountId });
  expect(await again.job(entry?.releaseJobId ?? '')).toMatchObject({
    state: 'finished',
    origin: { from: 'expiry' },
  });
  await again.close();
}

describe('an entry whose time passes while no process runs is released by the next one', () => {
  test('PostgreSQL, two processes', async () => {
    const { url, drop } = await freshPostgres();
    const [cid = ''] = sandbox.control.sample().android;
    await overARestart({ url }, cid, 2).finally(drop);
  }, 120_000);

  test('embedded', async () => {
    const { dataDir, remove } = copyOfTemplate();
    const [, cid = ''] = sandbox.control.sample().android;
    await overARestart({ dataDir }, cid, 1).finally(remove);
  }, 120_000);
});
