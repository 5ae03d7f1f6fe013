import { type ChildProcess, execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startCluster } from '../lib/build/cluster';
import {
  freePort,
  seedDemo,
  startSandbox,
  startServer,
  startWorker,
  stopChild,
} from '../lib/launch/stack.mjs';
import { type Call, type Effect, sandboxControl } from './fixtures/sandbox';
import { expect, signIn, test } from './fixtures/test';

const USERS = 40_000;
const ROWS = 30_000;
const CALLS = 30;
/** Calls that one process makes at once, and how long each takes: so long that the change is seen under way. */
const LANES = 2;
const CALL_MS = 15_000;
const BIND = { method: 'POST', endpoint: '/user/alias' };

const kill = (child: ChildProcess) =>
  new Promise((resolve) => {
    child.once('exit', resolve);
    child.kill('SIGKILL');
  });

test('two servers and three workers on one PostgreSQL share a change; killing one of each loses and repeats nothing', async ({
  browser,
  stack,
}) => {
  test.setTimeout(240_000);
  const dataDir = mkdtempSync(join(tmpdir(), 'muster-scale-'));
  const cluster = await startCluster();
  const databaseUrl = cluster.url;
  const children: ChildProcess[] = [];
  const add = async <T extends ChildProcess>(child: Promise<T>): Promise<T> => {
    children.push(await child);
    return child;
  };
  try {
    await seedDemo(dataDir, databaseUrl);
    const sandbox = await startSandbox({ port: await freePort(0), users: USERS });
    children.push(sandbox.child);
    const control = sandboxControl(sandbox.control);
    const env = { DATABASE_URL: databaseUrl, MUSTER_LANES: String(LANES), LOG_LEVEL: 'error' };
    const serve = (port: number, more: Record<string, string> = {}) =>
      add(startServer({ port, dataDir, sandbox, env: { ...env, ...more } }));
    const work = () => add(startWorker({ dataDir, sandbox, databaseUrl, env }));
    const ports = [await freePort(0), await freePort(0)] as const;
    const [first] = [await serve(ports[0]), await serve(ports[1], { MUSTER_WORKER: '0' })];
    const [worker] = await Promise.all([work(), work(), work()]);

    // Signed in at one server, known to the other: the session lives in the database.
    const context = await browser.newContext();
    const [one, other] = [await context.newPage(), await context.newPage()];
    const url = (port: number) => `http://localhost:${port}`;
    await signIn(one, { ...stack, url: url(ports[0]) }, 'operator@demo.muster', stack.password);
    await other.goto(`${url(ports[1])}/jobs`);
    await expect(other.getByRole('heading', { name: '任务' })).toBeVisible();

    await control.fault({ match: BIND, times: 0, effect: { kind: 'delay', ms: CALL_MS } });
    const jobId = await order(databaseUrl, sandbox.appId);
    await one.goto(`${url(ports[0])}/jobs/${jobId}`);
    await other.goto(`${url(ports[1])}/jobs/${jobId}`);
    for (const page of [one, other]) {
      await expect(page.getByText('实时更新中')).toBeVisible();
      await expect(page.getByText('进行中', { exact: true }).first()).toBeVisible();
    }

    // More calls under way than one process makes: they share.
    let atOnce = 0;
    const bound = async () => (await control.calls(0)).filter(isBind);
    await expect
      .poll(async () => {
        const open = (await bound()).filter(({ http }) => http === null).length;
        atOnce = Math.max(atOnce, open);
        return atOnce;
      })
      .toBeGreaterThan(2 * LANES);
    expect(atOnce).toBeLessThanOrEqual(4 * LANES);

    await Promise.all([kill(first), kill(worker)]);
    await control.clearFaults();
    await expect(other.getByText('已完成', { exact: true }).first()).toBeVisible({ timeout: 120_000 });
    await expect(other.getByText(/共 30,000 行/).first()).toBeVisible();

    // The killed server comes back, and tells the same; the session of before still holds.
    await serve(ports[0]);
    await one.goto(`${url(ports[0])}/jobs/${jobId}`);
    await expect(one.getByText('已完成', { exact: true }).first()).toBeVisible();
    await context.close();

    const calls = await bound();
    const killed = 2 * LANES;
    expect(new Set(calls.map(({ requestId }) => requestId)).size).toBe(calls.length);
    expect(calls.length).toBeLessThanOrEqual(CALLS + killed);
    const times = timesSet(await control.effects(0));
    expect(times.size).toBe(ROWS);
    expect([...times.values()].filter((count) => count > 1).length).toBeLessThanOrEqual(killed * 1_000);
  } finally {
    await Promise.all(children.map(stopChild));
    await cluster.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
});

test('a worker of its own without DATABASE_URL says what it needs and ends', () => {
  const { status, stderr } = spawnSync(process.execPath, ['lib/launch/start.mjs', 'worker'], {
    encoding: 'utf8',
    env: {
      NODE_ENV: 'production',
      PATH: process.env.PATH,
      DATABASE_URL: '',
      NEXTAUTH_URL: 'http://localhost:3000',
      NEXTAUTH_SECRET: 'x'.repeat(40),
      MUSTER_MASTER_KEY: Buffer.alloc(32, 7).toString('base64'),
    },
  });
  expect(stderr).toContain('a worker of its own needs DATABASE_URL');
  expect(status).toBe(1);
});

async function order(databaseUrl: string, appId: string): Promise<string> {
  const script = ['--conditions=react-server', '--import', 'tsx', 'e2e/fixtures/order-bind.ts'];
  const args = [...script, databaseUrl, appId, String(USERS), String(ROWS)];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  return stdout.trim();
}

const isBind = ({ method, template }: Call) => method === BIND.method && template === BIND.endpoint;

/** How often each cid was given the alias it was to have. */
function timesSet(effects: readonly Effect[]): Map<string, number> {
  const times = new Map<string, number>();
  for (const { changes } of effects) {
    for (const { cid, after } of changes)
      if (String(after).startsWith('scale_')) times.set(cid, (times.get(cid) ?? 0) + 1);
  }
  return times;
}
