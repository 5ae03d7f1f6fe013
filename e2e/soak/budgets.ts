// tsx --conditions=react-server e2e/soak/budgets.ts [minutes]
// Four processes hammer the tag-batch budget of one app on PostgreSQL, against the sandbox as a process of its own, with
// the real minute, clocks ±30 s apart and answers after 0 to 5 s. Two such worlds run at once: one in peace, one in which
// processes are killed. What is counted are the sandbox's own notes of when calls arrived. Ends with 1 on a miss.
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { registerApp } from '@/lib/apps/server/apps';
import { type Hammer, hammers, mostInAnyWindow, shareUsed } from '@/lib/budgets/testing';
import { startCluster } from '@/lib/build/cluster';
import { type Database, openDatabase } from '@/lib/db/client';
import { pushApp } from '@/lib/db/schema/apps';
import { budgetUse } from '@/lib/db/schema/budgets';
import { sign } from '@/lib/getui/auth';
import { startSandbox, stopChild } from '@/lib/launch/stack.mjs';

const MINUTE_MS = 60_000;
const LIMIT = 100;
const SKEWS_MS = [-30_000, -11_000, 11_000, 30_000];
/** The longest way of a request to the sandbox, and of its answer back: 5 s together. */
const LAG_MS = 500;
const DELAY_MS = 4_500;
const TEMPLATE = '/user/custom_tag/batch/$tag';

const minutes = Number(process.argv[2] ?? 5);
const cluster = await startCluster();
try {
  const [peace, kills] = await Promise.all([world('peace', false), world('kills', true)]);
  process.exitCode = peace && kills ? 0 : 1;
} finally {
  await cluster.stop();
}

async function database(name: string): Promise<string> {
  const admin = new pg.Client({ connectionString: cluster.url });
  await admin.connect();
  await admin.query(`create database ${name} template template0 encoding 'UTF8'`);
  await admin.end();
  return Object.assign(new URL(cluster.url), { pathname: `/${name}` }).href;
}

type Sandbox = Awaited<ReturnType<typeof startSandbox>>;

function post(url: string, body: object): Promise<Response> {
  const headers = { 'content-type': 'application/json' };
  return fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
}

async function tokenOf({ appId, appKey, masterSecret, baseUrl }: Sandbox): Promise<string> {
  const timestamp = String(Date.now());
  const credentials = { appkey: appKey, timestamp, sign: sign(appKey, timestamp, masterSecret) };
  const answer = await post(`${baseUrl}/${appId}/auth`, credentials);
  return ((await answer.json()) as { data: { token: string } }).data.token;
}

/** One fault strikes one call: enough of them for every call of the run. */
async function delayAnswers({ control }: Sandbox): Promise<void> {
  for (let i = 0; i < (minutes + 2) * LIMIT; i++) {
    const effect = { kind: 'delay', ms: Math.round(Math.random() * DELAY_MS) };
    await post(`${control}/faults`, { match: { method: 'PUT', endpoint: TEMPLATE }, effect });
  }
}

/** What each of the hammering processes is told. */
async function orders(sandbox: Sandbox, db: Database, databaseUrl: string) {
  const { appId, appKey, masterSecret, baseUrl } = sandbox;
  const app = { appId, appKey, masterSecret, baseUrl, name: 'soak', environment: 'sandbox' as const };
  await registerApp(db, app, Buffer.alloc(32, 1), new Date());
  const id = (await db.orm.select().from(pushApp))[0]?.id ?? '';
  const token = await tokenOf(sandbox);
  return (index: number): Hammer => ({
    databaseUrl,
    appId: id,
    request: {
      url: `${baseUrl}/${appId}/user/custom_tag/batch/soak`,
      method: 'PUT',
      headers: { token, 'content-type': 'application/json' },
      body: JSON.stringify({ cid: sandbox.sampleCids.slice(0, 1) }),
    },
    skewMs: SKEWS_MS[index] ?? 0,
    lagMs: LAG_MS,
    deadlineMs: 10_000,
    atOnce: 8,
  });
}

/** Runs the processes for so many minutes; answers how many were killed and what they complained of. */
async function hammer(make: (index: number) => Hammer, killing: boolean) {
  const crowd = hammers(SKEWS_MS.length, make);
  let kills = 0;
  try {
    await crowd.start();
    const until = performance.now() + minutes * MINUTE_MS + 2_000;
    while (performance.now() < until) {
      await sleep(killing ? 2_000 + Math.random() * 8_000 : 1_000);
      if (!killing) continue;
      await crowd.kill();
      kills++;
    }
    await crowd.stop();
  } finally {
    crowd.destroy();
  }
  return { kills, complaints: crowd.complaints.length };
}

async function figures({ control }: Sandbox, db: Database) {
  type Call = { at: number; code: number | null };
  const told = await fetch(`${control}/calls?method=PUT&template=${encodeURIComponent(TEMPLATE)}`);
  const { calls } = (await told.json()) as { calls: Call[] };
  const arrivals = calls.map(({ at }) => at);
  const uses = await db.orm.select().from(budgetUse);
  const held = uses.flatMap(({ grantedAt, answeredAt }) =>
    answeredAt ? [answeredAt.getTime() - grantedAt.getTime()] : [],
  );
  const lasts = { from: Math.min(...arrivals), lastsMs: minutes * MINUTE_MS };
  return {
    arrivals: arrivals.length,
    refusedByTheSandbox: calls.filter(({ code }) => code !== null && code !== 0).length,
    mostInAnySliding60s: mostInAnyWindow(arrivals, MINUTE_MS),
    shareUsed: Number(shareUsed(arrivals, { ...lasts, windowMs: MINUTE_MS, limit: LIMIT }).toFixed(4)),
    meanFromGrantToAnswerMs: Math.round(held.reduce((sum, ms) => sum + ms, 0) / held.length),
    unanswered: uses.length - held.length,
  };
}

async function world(name: string, killing: boolean): Promise<boolean> {
  const sandbox = await startSandbox({ port: 0, users: 10_000 });
  const databaseUrl = await database(`soak_${name}`);
  const db = await openDatabase({ url: databaseUrl });
  await delayAnswers(sandbox);
  const ran = await hammer(await orders(sandbox, db, databaseUrl), killing);
  const seen = await figures(sandbox, db);
  await db.close();
  await stopChild(sandbox.child);
  const ok =
    seen.mostInAnySliding60s <= LIMIT &&
    seen.refusedByTheSandbox === 0 &&
    (killing || seen.shareUsed >= 0.97);
  process.stdout.write(`${name} ${JSON.stringify({ minutes, ...ran, ...seen, ok })}\n`);
  return ok;
}
