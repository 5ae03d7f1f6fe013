import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDatabase } from '@/lib/db/client';
import { copyOfTemplate, freshPostgres } from '@/lib/db/testing';
import { createGetui } from '@/lib/getui/client';
import { type Sandbox, startSandbox } from '@/lib/sandbox/server';
import { sharedTokenStore } from './tokens';

const masterKey = Buffer.alloc(32, 3);
let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, users: 1000 });
});
afterAll(() => sandbox?.close());

const credentials = () => {
  const { appId, appKey, masterSecret, baseUrl } = sandbox;
  return { appId, appKey, masterSecret, baseUrl };
};
type Call = { seq: number; template: string | null };
const control = async <T>(method: string, path: string): Promise<T> =>
  (
    await fetch(`${sandbox.url}/__sandbox/${path}`, { method, ...(method === 'POST' ? { body: '{}' } : {}) })
  ).json() as Promise<T>;
const authCalls = async (since: number) =>
  (await control<{ calls: Call[] }>('GET', `calls?since=${since}`)).calls.filter(
    ({ template }) => template === '/auth',
  ).length;
const lastCall = async () =>
  (await control<{ calls: Call[] }>('GET', 'calls?since=0')).calls.at(-1)?.seq ?? 0;

/** Starts a process that waits at the line, ready to ask. */
function caller(input: object) {
  const child = spawn(
    'node_modules/.bin/tsx',
    ['--conditions=react-server', 'lib/apps/server/testing-caller.ts', JSON.stringify(input)],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  );
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const line = async () => String((await lines.next()).value);
  return {
    ready: line,
    go: async () => {
      child.stdin.write('go\n');
      return JSON.parse(await line()) as { answered: number; failures: string[] };
    },
    stop: () => child.kill('SIGKILL'),
  };
}

describe('one refresh in flight', () => {
  test('4 processes × 50 calls that all meet 10001 at once make exactly one auth call', async () => {
    const { url, drop } = await freshPostgres();
    const first = await openDatabase({ url });
    const cid = sandbox.sampleCids[0] ?? '';
    const tokens = sharedTokenStore(first, masterKey);
    await createGetui(credentials(), { tokens }).aliases.byCid(cid);
    const input = { ...credentials(), url, key: masterKey.toString('base64'), calls: 50, cid };
    const callers = Array.from({ length: 4 }, () => caller(input));
    try {
      expect(await Promise.all(callers.map(({ ready }) => ready()))).toEqual(Array(4).fill('ready'));
      await control('POST', 'tokens/expire');
      const since = await lastCall();
      const answers = await Promise.all(callers.map(({ go }) => go()));
      expect(answers).toEqual(Array(4).fill({ answered: 50, failures: [] }));
      expect(await authCalls(since)).toBe(1);
    } finally {
      for (const { stop } of callers) stop();
      await first.close();
      await drop();
    }
  });

  test('200 calls in the one embedded process make exactly one, again and again', async () => {
    const { dataDir, remove } = copyOfTemplate();
    const db = await openDatabase({ dataDir });
    try {
      const getui = createGetui(credentials(), { tokens: sharedTokenStore(db, masterKey) });
      const cid = sandbox.sampleCids[0] ?? '';
      await getui.aliases.byCid(cid);
      for (let round = 0; round < 5; round++) {
        await control('POST', 'tokens/expire');
        const since = await lastCall();
        await Promise.all(Array.from({ length: 200 }, () => getui.aliases.byCid(cid)));
        expect(await authCalls(since)).toBe(1);
      }
    } finally {
      await db.close();
      remove();
    }
  });

  test('when auth fails, everybody gets that failure from one call, and the next try starts anew', async () => {
    const { dataDir, remove } = copyOfTemplate();
    const db = await openDatabase({ dataDir });
    try {
      const wrong = { ...credentials(), masterSecret: 'wrong' };
      const getui = createGetui(wrong, { tokens: sharedTokenStore(db, masterKey) });
      const since = await lastCall();
      const results = await Promise.allSettled(
        Array.from({ length: 20 }, () => getui.aliases.byCid('a'.repeat(32))),
      );
      expect(results.every(({ status }) => status === 'rejected')).toBe(true);
      expect(await authCalls(since)).toBeLessThanOrEqual(2);
      const right = createGetui(credentials(), { tokens: sharedTokenStore(db, masterKey) });
      await right.aliases.byCid(sandbox.sampleCids[0] ?? '');
    } finally {
      await db.close();
      remove();
    }
  });

  test('the token stands sealed in the database', async () => {
    const { dataDir, remove } = copyOfTemplate();
    const db = await openDatabase({ dataDir });
    try {
      const tokens = sharedTokenStore(db, masterKey);
      await createGetui(credentials(), { tokens }).aliases.byCid(sandbox.sampleCids[0] ?? '');
      const token = (await tokens.read(sandbox.appId))?.token ?? '';
      expect(token.length).toBeGreaterThan(10);
      const { sql } = await import('drizzle-orm');
      const rows = await db.orm.execute(sql`select * from push_app_token`);
      expect(JSON.stringify(rows.rows)).not.toContain(token);
    } finally {
      await db.close();
      remove();
    }
  });
});
