import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chownSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';

const DEBIAN = '/usr/lib/postgresql';
const MISSING =
  'the integration tests need a PostgreSQL: run `apt-get install postgresql`, or name one in DATABASE_URL_TEST';

function binaries(): string {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN) : [];
  const newest = versions
    .sort((a, b) => Number(b) - Number(a))
    .find((name) => existsSync(join(DEBIAN, name, 'bin/initdb')));
  if (!newest) throw new Error(MISSING);
  return join(DEBIAN, newest, 'bin');
}

type Ids = { uid?: number; gid?: number };

/** PostgreSQL refuses to run as root: then Debian's own user runs it. */
function ordinaryUser(): Ids {
  if (process.getuid?.() !== 0) return {};
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith('postgres:'));
  const [, , uid, gid] = line?.split(':') ?? [];
  if (!uid || !gid) throw new Error(MISSING);
  return { uid: Number(uid), gid: Number(gid) };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}

/** The exit code of a process, null when a signal ended it; also of one that has ended already. */
export const ended = (child: ChildProcess) =>
  new Promise<number | null>((resolve) =>
    child.exitCode === null ? child.once('exit', resolve) : resolve(child.exitCode),
  );

export type Cluster = { url: string; stop: () => Promise<void> };

/**
 * A private PostgreSQL on a free loopback port, run by an ordinary user, with syncing off: for tests and soaks. It ends
 * with this process, however that ends.
 * @throws a sentence when PostgreSQL is not installed or does not start
 */
export async function startCluster(): Promise<Cluster> {
  const bin = binaries();
  const ids = ordinaryUser();
  let log = '';
  // Somebody else may take the port between asking and using it.
  for (let attempt = 1; attempt <= 3; attempt++) {
    const home = mkdtempSync(join(tmpdir(), 'muster-postgres-'));
    if (ids.uid !== undefined && ids.gid !== undefined) chownSync(home, ids.uid, ids.gid);
    try {
      const password = randomBytes(16).toString('hex');
      await initialise(bin, home, password, ids);
      const port = await freePort();
      const server = runServer(bin, home, port, ids);
      const url = `postgres://muster:${password}@127.0.0.1:${port}/postgres`;
      if (await answers(url, server)) return { url, stop: () => stop(server, home) };
      log = readFileSync(join(home, 'log'), 'utf8').slice(-1000);
      await stop(server, home);
    } catch (error) {
      rmSync(home, { recursive: true, force: true });
      throw error;
    }
  }
  throw new Error(`the test PostgreSQL did not start: ${log}`);
}

async function initialise(bin: string, home: string, password: string, ids: Ids): Promise<void> {
  const passwordFile = join(home, 'password');
  writeFileSync(passwordFile, password);
  if (ids.uid !== undefined && ids.gid !== undefined) chownSync(passwordFile, ids.uid, ids.gid);
  const flags = [
    '-U',
    'muster',
    '--auth=scram-sha-256',
    `--pwfile=${passwordFile}`,
    '-E',
    'UTF8',
    '--locale=C.UTF-8',
    '-N',
  ];
  const child = spawn(join(bin, 'initdb'), [...flags, '-D', join(home, 'data')], {
    ...ids,
    cwd: home,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (part: Buffer) => {
    said += part.toString();
  });
  if ((await ended(child)) !== 0) throw new Error(`initdb failed: ${said}`);
}

/**
 * The shell stands between so that the server ends with us, however we end: when its input closes it stops the
 * server by its pid and removes the folder.
 */
const UNTIL_INPUT_ENDS =
  'home=$1; shift; "$@" >"$home/log" 2>&1 & server=$!; cat >/dev/null; kill -INT $server 2>/dev/null; wait $server';

function runServer(bin: string, home: string, port: number, ids: Ids): ChildProcess {
  const settings = {
    fsync: 'off',
    synchronous_commit: 'off',
    full_page_writes: 'off',
    max_connections: '200',
    shared_buffers: '64MB',
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const server = [
    join(bin, 'postgres'),
    '-D',
    join(home, 'data'),
    '-h',
    '127.0.0.1',
    '-p',
    String(port),
    '-k',
    home,
    ...flags,
  ];
  return spawn('/bin/sh', ['-c', `${UNTIL_INPUT_ENDS}; rm -rf "$home"`, 'sh', home, ...server], {
    ...ids,
    cwd: home,
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
}

/** Waits until the server takes queries; false when it is not ours or does not come up within 20 s. */
async function answers(url: string, server: ChildProcess): Promise<boolean> {
  for (let waited = 0; waited < 20_000 && server.exitCode === null; waited += 100) {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
    client.on('error', () => {});
    try {
      await client.connect();
      await client.query('select 1');
      return true;
    } catch (error) {
      // A wrong password means that another server has the port.
      if ((error as { code?: string }).code === '28P01') return false;
      await new Promise((resolve) => setTimeout(resolve, 100));
    } finally {
      await client.end().catch(() => {});
    }
  }
  return false;
}

async function stop(server: ChildProcess, home: string): Promise<void> {
  server.stdin?.end();
  await ended(server);
  rmSync(home, { recursive: true, force: true });
}
