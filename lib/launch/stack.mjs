// The demo's processes: sandbox upstream and web server with its worker. Used by `npm run demo` and the browser tests.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { root, runTool } from './steps.mjs';

/** The demo's one password; its accounts are `<role>@demo.muster`. */
export const DEMO_PASSWORD = '点兵-demo-2026';

const stopping = new Set();

/** Starts a child that is stopped by pid when this process ends, whatever the reason. */
function start(command, args, options) {
  // A group of its own: Ctrl-C reaches the parent alone, which ends its children in the right order.
  const child = spawn(command, args, { cwd: root, detached: true, ...options });
  stopping.add(child);
  child.once('exit', () => stopping.delete(child));
  return child;
}
process.once('exit', () => {
  for (const child of stopping) child.kill('SIGKILL');
});

/** Ends a child: SIGTERM, and SIGKILL when it takes longer than its own patience of twenty seconds. */
export function stopChild(child) {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    const hard = setTimeout(() => child.kill('SIGKILL'), 25_000);
    child.once('exit', () => {
      clearTimeout(hard);
      resolve();
    });
    child.kill('SIGTERM');
  });
}

/** `wanted` when nobody listens there on loopback, else any free port. */
export function freePort(wanted) {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error) =>
      error.code === 'EADDRINUSE' && wanted ? freePort(0).then(resolve, reject) : reject(error),
    );
    probe.listen(wanted, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

/** Starts the sandbox as its own process; resolves with its ready line. */
export function startSandbox({ port, users, log = 'inherit' }) {
  // Node itself, not the tsx command: that one starts a process of its own, which a kill would leave behind.
  const args = ['--import', 'tsx', 'lib/sandbox/cli.ts', '--port', String(port), '--users', String(users)];
  const child = start(process.execPath, args, { stdio: ['ignore', 'pipe', log] });
  return new Promise((resolve, reject) => {
    let text = '';
    child.stdout.on('data', (part) => {
      text += part;
      const line = text.split('\n').find((candidate) => candidate.trim().startsWith('{'));
      if (line && text.includes('\n')) resolve({ child, ...JSON.parse(line) });
    });
    child.once('exit', (code) => reject(new Error(`the sandbox ended with exit code ${code}`)));
  });
}

/** Keys of a demo folder, made once and kept with mode 0600. */
function demoKeys(dataDir) {
  const file = join(dataDir, 'demo-keys.json');
  mkdirSync(dataDir, { recursive: true });
  if (!existsSync(file)) {
    const keys = {
      NEXTAUTH_SECRET: randomBytes(32).toString('base64'),
      MUSTER_MASTER_KEY: randomBytes(32).toString('base64'),
    };
    writeFileSync(file, JSON.stringify(keys), { mode: 0o600 });
  }
  return JSON.parse(readFileSync(file, 'utf8'));
}

/** Makes the demo accounts when the database has none; `databaseUrl` for a PostgreSQL instead of the folder's own. */
export async function seedDemo(dataDir, databaseUrl) {
  const code = await runTool('tsx', [
    '--conditions=react-server',
    'lib/launch/seed-demo.ts',
    databaseUrl ?? join(dataDir, 'db'),
    DEMO_PASSWORD,
  ]);
  if (code !== 0) throw new Error('making the demo accounts failed');
}

/** Starts a built worker beside the servers of this folder; resolves once it works. */
export async function startWorker({ dataDir, sandbox, databaseUrl, env = {}, stdio = 'inherit' }) {
  // It finds its migrations from where it stands.
  const child = start(process.execPath, ['lib/launch/worker.mjs'], {
    cwd: join(root, '.next/standalone'),
    stdio: ['ignore', 'pipe', stdio],
    env: {
      PATH: process.env.PATH,
      NODE_ENV: 'production',
      DATABASE_URL: databaseUrl,
      NEXTAUTH_URL: 'http://localhost',
      GETUI_ALLOWED_HOSTS: new URL(sandbox.baseUrl).host,
      LOG_LEVEL: 'error',
      ...demoKeys(dataDir),
      ...env,
    },
  });
  await new Promise((resolve, reject) => {
    child.stdout.once('data', resolve);
    child.once('exit', (code) => reject(new Error(`the worker ended with exit code ${code}`)));
  });
  return child;
}

/** Starts the built server on `port` against a sandbox; resolves once it is ready to serve. */
export async function startServer({ port, dataDir, sandbox, env = {}, stdio = 'inherit' }) {
  const upstream = new URL(sandbox.baseUrl);
  const child = start(process.execPath, ['.next/standalone/lib/launch/server.mjs'], {
    stdio: ['ignore', stdio, stdio],
    env: {
      PATH: process.env.PATH,
      NODE_ENV: 'production',
      PORT: String(port),
      // The demo's password is published: only this machine reaches it, unless somebody wants otherwise.
      MUSTER_HOST: process.env.MUSTER_HOST ?? '127.0.0.1',
      MUSTER_DATA_DIR: join(dataDir, 'db'),
      NEXTAUTH_URL: `http://localhost:${port}`,
      GETUI_APP_ID: sandbox.appId,
      GETUI_APP_KEY: sandbox.appKey,
      GETUI_MASTER_SECRET: sandbox.masterSecret,
      GETUI_APP_NAME: '演示应用',
      GETUI_APP_ENVIRONMENT: 'sandbox',
      GETUI_BASE_URL: sandbox.baseUrl,
      GETUI_ALLOWED_HOSTS: upstream.host,
      LOG_LEVEL: 'warn',
      ...demoKeys(dataDir),
      ...env,
    },
  });
  await new Promise((resolve, reject) => {
    const give = setTimeout(() => reject(new Error('the server did not get ready within 60 s')), 60_000);
    child.once('exit', (code) => reject(new Error(`the server ended with exit code ${code}`)));
    const ask = async () => {
      const answer = await fetch(`http://127.0.0.1:${port}/api/readyz`).catch(() => null);
      if (answer?.ok) {
        clearTimeout(give);
        resolve();
      } else setTimeout(ask, 100);
    };
    ask();
  });
  return child;
}
