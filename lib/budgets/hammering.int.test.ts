import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { registerApp } from '@/lib/apps/server/apps';
import { type Database, openDatabase } from '@/lib/db/client';
import { pushApp } from '@/lib/db/schema/apps';
import { budget, budgetUse } from '@/lib/db/schema/budgets';
import { freshPostgres } from '@/lib/db/testing';
import { type Hammer, hammers, mostInAnyWindow, shareUsed } from './testing';

// A minute of five seconds: delays of 0 to 3 s shrink to 250 ms. (`e2e/soak/budgets.ts` runs the real minute, 0 to 5 s.)
const WINDOW_MS = 5_000;
const LIMIT = 20;
const DELAY_MS = WINDOW_MS / 20;
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** An upstream that notes when calls arrive and answers late. */
async function upstream() {
  const arrivals: number[] = [];
  const server = createServer((request, response) => {
    arrivals.push(performance.now());
    request.resume();
    setTimeout(() => response.end('{"code":0}'), Math.random() * DELAY_MS * 0.9);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  return { arrivals, url, close: () => server.closeAllConnections() };
}

type World = { make: (url: string, deadlineMs: number) => (index: number) => Hammer; db: Database };

async function withBudget(work: (world: World) => Promise<void>) {
  const { url, drop } = await freshPostgres();
  const db = await openDatabase({ url });
  try {
    const app = { appId: 'a', appKey: 'k', masterSecret: 's', name: 'A', environment: 'test' as const };
    await registerApp(db, { ...app, baseUrl: 'http://127.0.0.1:1/v2' }, Buffer.alloc(32, 1), new Date());
    const appId = (await db.orm.select().from(pushApp))[0]?.id ?? '';
    const row = { appId, family: 'tag-batch', perMinute: LIMIT, perDay: null, reserve: 10 };
    await db.orm.insert(budget).values({ ...row, windowMs: WINDOW_MS });
    const make: World['make'] = (upstreamUrl, deadlineMs) => (index) => ({
      databaseUrl: url,
      appId,
      request: { url: upstreamUrl, method: 'PUT' },
      skewMs: [-30_000, -11_000, 11_000, 30_000][index] ?? 0,
      lagMs: DELAY_MS * 0.1,
      deadlineMs,
      atOnce: 4,
    });
    await work({ make, db });
  } finally {
    await db.close();
    await drop();
  }
}

const LASTS_MS = 5 * WINDOW_MS;

test('four processes, clocks a minute apart, late answers: never above the limit, 97 % used', async () => {
  await withBudget(async ({ make, db }) => {
    const seen = await upstream();
    const crowd = hammers(4, make(seen.url, 10_000));
    try {
      await crowd.start();
      await sleep(LASTS_MS + 1_000);
      await crowd.stop();
    } finally {
      crowd.destroy();
      seen.close();
    }
    expect(crowd.complaints).toEqual([]);
    expect(mostInAnyWindow(seen.arrivals, WINDOW_MS)).toBeLessThanOrEqual(LIMIT);
    const from = seen.arrivals[0] ?? 0;
    const used = shareUsed(seen.arrivals, { from, lastsMs: LASTS_MS, windowMs: WINDOW_MS, limit: LIMIT });
    const uses = await db.orm.select().from(budgetUse);
    const held = uses.map((use) => (use.answeredAt?.getTime() ?? 0) - use.grantedAt.getTime());
    const mean = held.reduce((sum, ms) => sum + ms, 0) / held.length;
    // A machine too busy to answer in time is too busy to ask in time: then close to what its latency allows.
    const busy = mean > DELAY_MS;
    expect(used).toBeGreaterThanOrEqual(busy ? (0.95 * WINDOW_MS) / (WINDOW_MS + mean) : 0.97);
  });
});

test('the same while processes are killed and started: never above the limit', async () => {
  await withBudget(async ({ make }) => {
    const seen = await upstream();
    const crowd = hammers(4, make(seen.url, 1_500));
    try {
      await crowd.start();
      const until = performance.now() + LASTS_MS;
      while (performance.now() < until) {
        await sleep(500 + Math.random() * 1_500);
        await crowd.kill();
      }
    } finally {
      crowd.destroy();
      seen.close();
    }
    expect(seen.arrivals.length).toBeGreaterThan(LIMIT);
    expect(mostInAnyWindow(seen.arrivals, WINDOW_MS)).toBeLessThanOrEqual(LIMIT);
  });
});
