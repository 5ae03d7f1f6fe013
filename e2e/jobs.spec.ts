import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { freePort, seedDemo, startSandbox, startServer, stopChild } from '../lib/launch/stack.mjs';
import { CidCodec, hash } from '../lib/sandbox/cid';
import { elsewhere, type SandboxControl, sandboxControl } from './fixtures/sandbox';
import { expect, signIn, test } from './fixtures/test';
import { visit } from './fixtures/visit';

const USERS = 60_000;
const ROWS = 50_000;
/** Cids of no user: the upstream refuses each call that holds one, without saying which it is. */
const WRONG = 3;
const BIND = { method: 'POST', endpoint: '/user/alias' } as const;

const codec = new CidCodec(hash(1, 0, 99), USERS);
const cid = (i: number) => codec.encode(i);
const wrongCid = (i: number) => `${'f'.repeat(31)}${i}`;

/** A list of so many pairs, three of them at fault, as a file. */
const list = (): Buffer => {
  const lines = ['cid,alias'];
  for (let i = 0; i < ROWS; i++) {
    const wrong = i % 20_000 === 7_777;
    lines.push(`${wrong ? wrongCid(i % 7) : cid(i)},大批_${i}`);
  }
  return Buffer.from(lines.join('\r\n'));
};

const bindCalls = async (control: SandboxControl) =>
  (await control.calls(0)).filter(({ method, template }) => method === 'POST' && template === BIND.endpoint);

/** From the file to the page of the job that was ordered. */
async function importFile(page: Page, url: string, file: Buffer, rows: number): Promise<string> {
  await visit(page, `${url}/aliases?tab=bind`);
  await page.getByRole('radio', { name: '导入文件' }).click();
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: '选择文件' }).click();
  await (await chooser).setFiles({ name: '名单.csv', mimeType: 'text/csv', buffer: file });
  await page.getByRole('button', { name: '下一步' }).click();
  // So large a file is not read first unless somebody wants it; undoing needs it.
  const readFirst = page.getByRole('checkbox', { name: /先读取它将替换的内容/ });
  if (!(await readFirst.isChecked())) await page.getByText('先读取它将替换的内容').click();
  await expect(readFirst).toBeChecked();
  await page.getByRole('button', { name: '上传并检查' }).click();
  await expect(page.getByText(/行将发送，/)).toBeVisible({ timeout: 60_000 });
  await page.getByRole('button', { name: '下一步' }).click();
  await page.getByRole('button', { name: '下一步' }).click();
  const word = page.getByRole('textbox');
  if (await word.count()) await word.fill(String(rows));
  await page.getByRole('button', { name: new RegExp(`^绑定 ${rows.toLocaleString('en')} 行`) }).click();
  await page.waitForURL(/\/jobs\/[^/]+$/);
  return page.url();
}

const state = (page: Page, text: string) => page.getByText(text, { exact: true }).first();

test('fifty thousand rows: watched live, paused, killed with its server, resumed, cancelled, retried, put right, undone', async ({
  page,
  stack,
  quiet,
}, info) => {
  test.setTimeout(300_000);
  page.setDefaultTimeout(60_000);
  quiet.allow(/ERR_|Failed to load|Failed to fetch|503|network/i);
  const dataDir = mkdtempSync(join(tmpdir(), 'muster-jobs-'));
  await seedDemo(dataDir);
  const sandbox = await startSandbox({ port: await freePort(0), users: USERS });
  const port = await freePort(0);
  const url = `http://localhost:${port}`;
  const begin = () => startServer({ port, dataDir, sandbox, env: { LOG_LEVEL: 'error' } });
  const control = sandboxControl(sandbox.control);
  let server: ChildProcess = await begin();
  try {
    await signIn(page, { ...stack, url }, 'operator@demo.muster', stack.password);
    await control.fault({ match: BIND, times: 0, effect: { kind: 'delay', ms: 2_500 } });
    const job = await importFile(page, url, list(), ROWS);

    // Live without a reload, and held within two seconds.
    await expect(page.getByText('实时更新中')).toBeVisible();
    await expect(page.getByText(/可以关闭这个页面|关闭这个页面/).first()).toBeVisible();
    await expect.poll(async () => (await bindCalls(control)).length, { timeout: 60_000 }).toBeGreaterThan(7);
    await page.getByRole('button', { name: '暂停' }).click();
    await expect(state(page, '已暂停')).toBeVisible();
    await page.waitForTimeout(2_000);
    const held = (await bindCalls(control)).length;
    await page.waitForTimeout(3_000);
    expect((await bindCalls(control)).length).toBe(held);

    // The server dies in the middle of calls, comes back, and goes on by itself.
    await page.getByRole('button', { name: '继续' }).click();
    await expect.poll(async () => (await bindCalls(control)).length).toBeGreaterThan(held);
    server.kill('SIGKILL');
    await new Promise((resolve) => server.once('exit', resolve));
    const before = (await bindCalls(control)).length;
    server = await begin();
    await expect
      .poll(async () => (await bindCalls(control)).length, { timeout: 15_000 })
      .toBeGreaterThan(before);
    await visit(page, job);
    await page.getByRole('button', { name: '取消任务' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: '取消任务' }).click();
    await expect(state(page, '已取消')).toBeVisible({ timeout: 30_000 });
    const sent = (await bindCalls(control)).length;

    // What was not carried out goes again, as a change of its own.
    await control.clearFaults();
    await page.getByRole('button', { name: '重试未成功的行' }).click();
    const retry = page.getByRole('dialog');
    await retry.getByText(/全部未成功的行/).click();
    await retry.getByRole('button', { name: '预览' }).click();
    const go = retry.getByRole('button', { name: /^重试 .* 行$/ });
    await expect(go).toBeVisible();
    const word = retry.getByRole('textbox');
    if (await word.count()) await word.fill(String(ROWS));
    await go.click();
    await page.waitForURL((next) => next.href !== job);
    const retried = page.url();
    await expect(state(page, '已完成')).toBeVisible({ timeout: 120_000 });
    expect((await bindCalls(control)).length).toBeGreaterThan(sent);
    expect((await control.cid(cid(41_234))).alias).toBe('大批_41234');

    // The rows at fault were found, each by itself; put right, they are imported again.
    await page
      .getByRole('radio', { name: /未执行|被拒绝/ })
      .first()
      .click();
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: /下载“.*”的行（CSV）/ }).click();
    const bad = info.outputPath('bad.csv');
    await (await download).saveAs(bad);
    const text = await readFile(bad, 'utf8');
    expect(text.trim().split('\r\n')).toHaveLength(WRONG + 1);
    expect(text).toContain('target user is invalid');
    let fixed = text;
    for (let i = 0; i < WRONG; i++) fixed = fixed.replace(/f{31}\d/, cid(ROWS + i));
    await importFile(page, url, Buffer.from(fixed), WRONG);
    await expect(state(page, '已完成')).toBeVisible({ timeout: 30_000 });
    expect((await control.cid(cid(ROWS))).alias).toMatch(/^大批_/);

    // Somebody else changes one row; the undoing leaves that one alone and puts the others back.
    await elsewhere({ ...stack, control: sandbox.control }).aliases.bind([
      { cid: cid(41_000), alias: '别处改的' },
    ]);
    await visit(page, retried);
    await page.getByRole('button', { name: '撤销' }).click();
    const undo = page.getByRole('dialog');
    await undo.getByRole('button', { name: '预览' }).click();
    await undo.getByRole('button', { name: /^撤销 .* 行$/ }).click();
    await page.waitForURL((next) => next.href !== retried);
    // The page of the undoing names the change it undoes, which has ended too: what counts is what stands upstream.
    await expect
      .poll(async () => (await control.cid(cid(41_234))).alias, { timeout: 120_000 })
      .not.toBe('大批_41234');
    await expect(page.getByRole('heading', { level: 1 }).locator('..').getByText('已完成')).toBeVisible({
      timeout: 120_000,
    });
    expect((await control.cid(cid(41_000))).alias).toBe('别处改的');
  } finally {
    await stopChild(server);
    await stopChild(sandbox.child);
    rmSync(dataDir, { recursive: true, force: true });
  }
});
