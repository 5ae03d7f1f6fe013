import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../lib/launch/stack.mjs';
import { expect, signIn, test } from './fixtures/test';

/** `npm start` as a company would run it, with nothing in its environment but what is given. */
function start(env: Record<string, string>) {
  const child: ChildProcess = spawn(process.execPath, ['lib/launch/start.mjs'], {
    env: { NODE_ENV: 'production', PATH: process.env.PATH ?? '', MUSTER_HOST: '127.0.0.1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (part) => (text += part));
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  return {
    said: () => text,
    says: (what: RegExp) => expect.poll(() => text, { timeout: 30_000 }).toMatch(what),
    stop: () => child.kill('SIGTERM'),
    ended,
  };
}

const keys = {
  NEXTAUTH_SECRET: 'a secret of more than thirty-two characters',
  MUSTER_MASTER_KEY: Buffer.alloc(32, 5).toString('base64'),
};

test('a wrong or missing variable stops the start with its name and reason, never its value', async () => {
  const port = String(await freePort(0));
  const server = start({
    PORT: port,
    NEXTAUTH_SECRET: 'short-canary',
    MUSTER_MASTER_KEY: 'canary-key',
    DATABASE_URL: 'mysql://canary:canary@db',
  });
  expect(await server.ended).toBe(1);
  for (const line of [
    'NEXTAUTH_URL: is missing',
    'NEXTAUTH_SECRET: must have at least 32 characters',
    'MUSTER_MASTER_KEY: must be 32 bytes in base64',
    'DATABASE_URL: must be a postgres:// address',
  ]) {
    expect(server.said()).toContain(line);
  }
  expect(server.said()).not.toContain('canary');
});

test('the first start prints a link that makes the first administrator; a second process is refused by name', async ({
  page,
}) => {
  const dataDir = mkdtempSync(join(tmpdir(), 'muster-start-'));
  const port = await freePort(0);
  const url = `http://localhost:${port}`;
  const env = { ...keys, PORT: String(port), NEXTAUTH_URL: url, MUSTER_DATA_DIR: join(dataDir, 'db') };
  const server = start(env);
  try {
    await server.says(/\/setup#[\w-]{43}/);
    const link = /http\S+setup#[\w-]{43}/.exec(server.said())?.[0] ?? '';
    await page.goto(link);
    await page.getByLabel('邮箱').fill('boss@example.cn');
    await page.getByLabel('姓名').fill('老板');
    await page.getByLabel('新密码').fill('第一位管理员 记得住的话');
    await page.getByRole('button', { name: '设置密码' }).click();
    await expect(page.getByText('设置完成，请用新密码登录。')).toBeVisible();
    await page.goto(link);
    await page.reload();
    await expect(page.getByText('链接无效或已过期')).toBeVisible();
    const stack = { url, control: '', password: '' };
    await signIn(page, stack, 'boss@example.cn', '第一位管理员 记得住的话');
    await expect(page.getByRole('navigation', { name: '主导航' })).toBeVisible();

    const second = start({ ...env, PORT: String(await freePort(0)) });
    expect(await second.ended).toBe(1);
    expect(second.said()).toMatch(/in use by process \d+/);

    const stopped = Date.now();
    server.stop();
    expect(await server.ended).toBe(0);
    expect(Date.now() - stopped).toBeLessThan(20_000);
    const again = start({ ...env, MUSTER_MASTER_KEY: Buffer.alloc(32, 5).toString('base64') });
    await again.says(/Ready/);
    expect(again.said()).not.toContain('/setup#');
    again.stop();
    await again.ended;
  } finally {
    server.stop();
    await server.ended;
    rmSync(dataDir, { recursive: true, force: true });
  }
});
