import { type ChildProcess, spawn } from 'node:child_process';
import { afterEach, describe, expect, test } from 'vitest';
import { startSandbox } from './server';

const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

/** Runs the npm script's launcher; `line` waits for the first line on stdout, `ended` for the end. */
function run(...args: string[]) {
  const child = spawn(process.execPath, ['lib/launch/sandbox.mjs', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  const said = { out: '', err: '' };
  child.stdout.on('data', (part: Buffer) => {
    said.out += part;
  });
  child.stderr.on('data', (part: Buffer) => {
    said.err += part;
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const line = new Promise<string>((resolve, reject) => {
    child.stdout.on('data', () => said.out.includes('\n') && resolve(said.out));
    ended.then((code) => reject(new Error(`ended with ${code}: ${said.err}`)));
  });
  line.catch(() => undefined);
  return { child, said, ended, line };
}

describe('npm run sandbox', () => {
  test('says one line of JSON when ready, serves what it says, and ends on a signal', async () => {
    const started = run(
      '--port',
      '0',
      '--users',
      '500',
      '--seed',
      '3',
      '--dialect',
      'countShape=text',
      'notMeaning=not-all',
    );
    const ready = JSON.parse(await started.line) as Record<string, string> & { sampleCids: string[] };
    expect(Object.keys(ready)).toEqual([
      'baseUrl',
      'appId',
      'appKey',
      'masterSecret',
      'sampleCids',
      'inspector',
      'control',
    ]);
    expect(ready.sampleCids).toHaveLength(20);
    const { dialect } = (await (await fetch(`${ready.control}/dialect`)).json()) as { dialect: object };
    expect(dialect).toMatchObject({ countShape: 'text', notMeaning: 'not-all' });
    expect((await fetch(ready.inspector ?? '')).status).toBe(200);
    expect((await fetch(`${ready.baseUrl}/${ready.appId}/user/alias/cid/x`)).status).toBe(401);
    started.child.kill('SIGINT');
    expect(await started.ended).toBe(0);
    expect(started.said.out.trim().split('\n')).toHaveLength(1);
    await expect(fetch(ready.inspector ?? '')).rejects.toThrow();
  });

  test.each([
    [['--port', 'x'], '--port must be a whole number from 0 to 65535'],
    [['--users', '5000001'], '--users must be a whole number from 1 to 5000000'],
    [['--dialect', 'nothing=1'], 'no dialect switch "nothing"'],
    [['--dialect', 'notMeaning'], '"notMeaning" is not understood'],
    [['--app-id', 'a/b'], '--app-id must be 1 to 64 letters and digits'],
    [['--color'], '--color'],
    [['stray'], '"stray" is not understood'],
  ])('%j: a sentence, and exit code 2', async (args, text) => {
    const { ended, said } = run(...args);
    expect(await ended).toBe(2);
    expect(said.err).toContain(text);
    expect(said.err).toContain('usage: npm run sandbox');
    expect(said.out).toBe('');
  });

  test('plays an app of your own', async () => {
    const started = run(
      '--port',
      '0',
      '--users',
      '20',
      '--app-id',
      'Mine',
      '--app-key',
      'K',
      '--master-secret',
      'S',
    );
    expect(JSON.parse(await started.line)).toMatchObject({ appId: 'Mine', appKey: 'K', masterSecret: 'S' });
    started.child.kill('SIGTERM');
    expect(await started.ended).toBe(0);
  });

  test('--help tells how to call it', async () => {
    const { ended, said } = run('--help');
    expect(await ended).toBe(0);
    expect(said.out).toContain('usage: npm run sandbox');
  });

  test('a taken port: a sentence, and exit code 1', async () => {
    const other = await startSandbox({ users: 10 });
    const port = new URL(other.url).port;
    const { ended, said } = run('--port', port, '--users', '10');
    expect(await ended).toBe(1);
    expect(said.err.trim()).toBe(`Port ${port} is taken; choose another with --port.`);
    await other.close();
  });
});
