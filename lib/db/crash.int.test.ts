import { expect, test } from 'vitest';
import { copyOfTemplate, spawnChild } from './testing';

const KILLS = 30;
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Everything a writer says until it dies, killed `afterMs` after its first acknowledged commit. */
async function writeUntilKilled(
  dataDir: string,
  afterMs: number,
): Promise<{ found: number[]; acked: number[] }> {
  const child = spawnChild('write', dataDir);
  const first = await child.line();
  expect(first).toMatch(/^found/);
  const found = (first ?? '').slice('found '.length).split(',').filter(Boolean).map(Number);
  const acked: number[] = [];
  const killing = (async () => {
    await sleep(afterMs);
    child.kill();
  })();
  for (let line = await child.line(); line !== undefined; line = await child.line()) {
    expect(line).toMatch(/^acked \d+$/);
    acked.push(Number(line.slice('acked '.length)));
  }
  await killing;
  await child.exit;
  return { found, acked };
}

test(`kill -9 in the middle of writing, ${KILLS} times: no acknowledged row is lost, no transaction is half there`, {
  timeout: 300_000,
}, async () => {
  const { dataDir, remove } = copyOfTemplate();
  const acked = new Set<number>();
  let unacknowledged = 0;
  for (let kill = 0; kill < KILLS; kill++) {
    // The next writer counts what the last one left before it writes, so every kill is checked.
    const round = await writeUntilKilled(dataDir, Math.random() * 250);
    const found = new Set(round.found);
    expect([...acked].filter((batch) => !found.has(batch))).toEqual([]);
    unacknowledged += round.found.filter((batch) => !acked.has(batch)).length;
    for (const batch of [...round.found, ...round.acked]) acked.add(batch);
  }
  const last = await writeUntilKilled(dataDir, 0);
  expect([...acked].filter((batch) => !last.found.includes(batch))).toEqual([]);
  // A commit may reach the disk without its answer being heard; at most one per kill.
  expect(unacknowledged).toBeLessThanOrEqual(KILLS);
  expect(acked.size).toBeGreaterThan(KILLS);
  remove();
});
