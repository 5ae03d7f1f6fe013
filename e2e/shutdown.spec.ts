import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, seedDemo, startSandbox, startServer, stopChild } from '../lib/launch/stack.mjs';
import { sandboxControl } from './fixtures/sandbox';
import { expect, signIn, test } from './fixtures/test';
import { visit } from './fixtures/visit';

test('a server that is told to end settles the change under way, takes no new one, and says so', async ({
  page,
  stack,
  quiet,
}) => {
  quiet.allow(/503|ERR_|Failed to load/);
  const dataDir = mkdtempSync(join(tmpdir(), 'muster-end-'));
  await seedDemo(dataDir);
  const sandbox = await startSandbox({ port: await freePort(0), users: 2_000 });
  const port = await freePort(0);
  const begin = () => startServer({ port, dataDir, sandbox, env: { LOG_LEVEL: 'error' } });
  const url = `http://localhost:${port}`;
  const control = sandboxControl(sandbox.control);
  try {
    const server = await begin();
    await signIn(page, { ...stack, url }, 'operator@demo.muster', stack.password);
    const { withoutAlias } = await control.sample();
    await visit(page, `${url}/aliases?tab=bind`);
    await page.getByRole('textbox', { name: 'cid 与别名，每行一对' }).fill(`${withoutAlias[0]}, 收尾`);
    await page.getByRole('button', { name: '预览（只读）' }).click();
    await control.fault({
      match: { method: 'POST', endpoint: '/user/alias' },
      effect: { kind: 'stall', ms: 3_000 },
    });
    await page.getByRole('button', { name: '绑定 1 行' }).click();
    await expect(page.getByText('正在发送…').first()).toBeVisible();
    const ended = stopChild(server);
    await expect.poll(async () => (await fetch(`${url}/api/readyz`)).status).toBe(503);
    // The page that waits is told the outcome before the line closes.
    await expect(page.getByText('1 行已回读核实')).toBeVisible();
    await ended;
    expect(server.exitCode).toBe(0);
    expect(await control.effects(0)).toHaveLength(1);

    const again = await begin();
    await page.goto(`${url}/jobs`);
    await expect(page.getByRole('row').filter({ hasText: '绑定别名' }).getByText('已完成')).toBeVisible();
    expect(await control.effects(0)).toHaveLength(1);
    await stopChild(again);
  } finally {
    await stopChild(sandbox.child);
    rmSync(dataDir, { recursive: true, force: true });
  }
});
