import { readFile } from 'node:fs/promises';
import type { Locator, Page } from '@playwright/test';
import { serious } from './fixtures/axe';
import { gb18030, workbook } from './fixtures/files';
import { expect, test } from './fixtures/test';
import { visit } from './fixtures/visit';

let counter = 0;
/** Aliases and cids no other test uses. */
const freshAlias = () => `导入_${Date.now().toString(36)}_${++counter}`;
let nextFree = 200;
const freeCids = (from: readonly string[], count: number) => {
  nextFree += count;
  return from.slice(nextFree - count, nextFree);
};
let nextHeld = 40;

async function openWizard(page: Page): Promise<void> {
  await visit(page, '/aliases?tab=bind');
  await page.getByRole('radio', { name: '导入文件' }).click();
  await expect(page.getByRole('heading', { name: '选择文件' })).toBeVisible();
}

type Upload = { name: string; mimeType: string; buffer: Buffer };
const csvFile = (buffer: Buffer, name = '名单.csv'): Upload => ({ name, mimeType: 'text/csv', buffer });

async function chooseFile(page: Page, file: Upload | string): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: '选择文件' }).click();
  await (await chooser).setFiles(file);
}

const next = (page: Page) => page.getByRole('button', { name: '下一步' });
const check = async (page: Page) => {
  await page.getByRole('button', { name: '上传并检查' }).click();
  await expect(page.getByText(/行将发送，/)).toBeVisible();
};
const tab = (page: Page, name: string, count: number) =>
  page.getByRole('tab', { name: `${name} ${count}`, exact: true });

/** From the checked file to the page of its job. */
async function orderIt(page: Page, rows: number): Promise<void> {
  await next(page).click();
  await next(page).click();
  await page.getByRole('button', { name: `绑定 ${rows} 行` }).click();
  await page.waitForURL(/\/jobs\/[^/]+$/);
}

test('a GB18030 CSV: its encoding shown and switched live, its rows told apart, its bad rows put right and imported', async ({
  as,
  sandbox,
  since,
}, info) => {
  test.slow();
  const { withAlias, withoutAlias } = await sandbox.sample();
  const [first = '', second = '', third = ''] = freeCids(withoutAlias, 3);
  const held = withAlias[nextHeld++];
  const same = withAlias[nextHeld++];
  if (!held || !same) throw new Error('the sample is too small');
  const [one, two, three] = [freshAlias(), freshAlias(), freshAlias()];
  const page = await as('operator');
  await openWizard(page);
  expect(await serious(page), 'file').toEqual([]);
  await chooseFile(
    page,
    csvFile(
      gb18030([
        '姓名,别名,cid',
        `张三,${one},${first}`,
        `"李四, 女",${two},${held.cid}`,
        '',
        `王五,${one},${first}`,
        `赵六,坏-别名,${third}`,
        `钱七,${three},1.23E+15`,
        `孙八,${same.alias},${same.cid}`,
        `周九,${three},${second}`,
      ]),
    ),
  );

  const preview = page.getByRole('table', { name: /^前 \d+ 行$/ });
  await expect(preview.getByText('李四, 女')).toBeVisible();
  await expect(page.getByRole('button', { name: /GB18030（自动识别）/ })).toBeVisible();
  await expect(page.getByText('有数字被 Excel 改成了科学计数')).toBeVisible();
  await page.getByRole('button', { name: /GB18030（自动识别）/ }).click();
  await page.getByRole('option', { name: 'UTF-8', exact: true }).click();
  await expect(preview.getByText('�').first()).toBeVisible();
  await page.getByRole('button', { name: /UTF-8（手动选择）/ }).click();
  await page.getByRole('option', { name: 'GB18030', exact: true }).click();
  await expect(preview.getByText('李四, 女')).toBeVisible();
  expect(await serious(page), 'preview').toEqual([]);
  await next(page).click();

  await expect(page.getByRole('heading', { name: '对应列' })).toBeFocused();
  await expect(page.getByRole('button', { name: /3 · cid/ })).toBeVisible();
  await expect(page.getByRole('button', { name: /2 · 别名/ })).toBeVisible();
  expect(await serious(page), 'columns').toEqual([]);
  await check(page);

  for (const [name, count] of [
    ['有效', 3],
    ['会替换', 1],
    ['同一 cid 再次出现', 0],
    ['重复', 1],
    ['格式错误', 2],
    ['无变化', 1],
  ] as const)
    await expect(tab(page, name, count)).toBeVisible();
  await expect(page.getByText('第 6 行：别名含有不允许的字符 “-”', { exact: false })).toBeVisible();
  await tab(page, '会替换', 1).click();
  await expect(page.getByRole('cell', { name: held.alias })).toBeVisible();
  expect(await serious(page), 'check').toEqual([]);
  expect(await since.effects()).toEqual([]);

  // The checked file outlives a reload.
  await visit(page);
  await expect(tab(page, '格式错误', 2)).toBeVisible();
  await tab(page, '格式错误', 2).click();
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: '下载这些行（CSV）' }).click();
  const bad = info.outputPath('bad.csv');
  await (await download).saveAs(bad);

  await next(page).click();
  await expect(page.getByRole('heading', { name: '计划' })).toBeFocused();
  expect(await serious(page), 'plan').toEqual([]);
  await next(page).click();
  await expect(page.getByText('其中 1 个 cid 会失去原来的别名', { exact: false })).toBeVisible();
  expect(await serious(page), 'confirm').toEqual([]);
  await page.getByRole('button', { name: '绑定 3 行' }).dblclick();
  await page.waitForURL(/\/jobs\/[^/]+$/);
  await expect.poll(() => sandbox.alias(two)).toEqual([held.cid]);
  expect(await sandbox.alias(one)).toEqual([first]);
  expect(await since.effects()).toHaveLength(1);

  const text = await readFile(bad, 'utf8');
  expect(text).toContain('坏-别名');
  await openWizard(page);
  await chooseFile(page, csvFile(Buffer.from(text.replace('坏-别名', three)), '改好的.csv'));
  await next(page).click();
  await check(page);
  await expect(tab(page, '有效', 1)).toBeVisible();
  await expect(tab(page, '格式错误', 1)).toBeVisible();
  await orderIt(page, 1);
  await expect.poll(async () => (await sandbox.alias(three)).sort()).toEqual([second, third].sort());
});

test('a workbook, and where a file of another kind is refused', async ({ as, sandbox }) => {
  const { withoutAlias } = await sandbox.sample();
  const cids = freeCids(withoutAlias, 2);
  const alias = freshAlias();
  const page = await as('operator');
  await openWizard(page);
  await chooseFile(page, { name: '名单.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF') });
  await expect(page.getByRole('alert').filter({ hasText: '不能导入' })).toBeVisible();
  await chooseFile(page, {
    name: '名单.xlsx',
    mimeType: 'application/octet-stream',
    buffer: workbook([['cid', '别名'], ...cids.map((cid) => [cid, alias])]),
  });
  await expect(page.getByText('Excel 工作簿')).toBeVisible();
  await next(page).click();
  await check(page);
  await orderIt(page, 2);
  await expect.poll(async () => (await sandbox.alias(alias)).sort()).toEqual([...cids].sort());
});

/** Presses Tab until the element has the focus. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let i = 0; i < 40; i++) {
    if (await target.evaluate((node) => node === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  await expect(target).toBeFocused();
}

test('the whole import by keyboard alone, pasted', async ({ as, sandbox, since }) => {
  const { withoutAlias } = await sandbox.sample();
  const [cid = ''] = freeCids(withoutAlias, 1);
  const alias = freshAlias();
  const page = await as('operator');
  await visit(page, '/aliases?tab=bind');
  await tabTo(page, page.getByRole('radio', { name: '直接填写' }));
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await tabTo(page, page.getByRole('textbox', { name: '或者粘贴表格内容' }));
  await page.keyboard.insertText(`${cid}\t${alias}\n`);
  await tabTo(page, page.getByRole('button', { name: '使用粘贴的内容' }));
  await page.keyboard.press('Enter');
  await expect(next(page)).toBeEnabled();
  await tabTo(page, next(page));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: '对应列' })).toBeFocused();
  await tabTo(page, page.getByRole('button', { name: '上传并检查' }));
  await page.keyboard.press('Enter');
  await expect(page.getByText(/1 行将发送/)).toBeVisible();
  await tabTo(page, next(page));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: '计划' })).toBeFocused();
  await tabTo(page, page.getByRole('radio', { name: '普通' }));
  await page.keyboard.press('ArrowUp');
  await expect(page.getByRole('radio', { name: '优先' })).toBeChecked();
  await tabTo(page, next(page));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: '确认' })).toBeFocused();
  await tabTo(page, page.getByRole('button', { name: '绑定 1 行' }));
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/jobs\/[^/]+$/);
  await expect.poll(() => sandbox.alias(alias)).toEqual([cid]);
  expect(await since.effects()).toHaveLength(1);
});

test('an upload that is stopped, one that breaks and one without a session leave nothing behind', async ({
  as,
  quiet,
  since,
}) => {
  quiet.allow(/Failed to load resource/);
  const page = await as('operator');
  await openWizard(page);
  const line = (i: number) => `${i.toString(16).padStart(32, '0')},大文件_${i}`;
  const big = Buffer.from(['cid,别名', ...Array.from({ length: 200_000 }, (_, i) => line(i))].join('\n'));
  await chooseFile(page, csvFile(big, '大文件.csv'));
  await next(page).click();
  await expect(page.getByRole('checkbox', { name: /先读取它将替换的内容/ })).not.toBeChecked();

  const network = await page.context().newCDPSession(page);
  await network.send('Network.enable');
  const speed = (uploadThroughput: number) =>
    network.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: 0,
      downloadThroughput: -1,
      uploadThroughput,
    });
  await speed(1_000_000);
  await page.getByRole('button', { name: '上传并检查' }).click();
  await expect(page.getByRole('progressbar', { name: '正在上传和读取' })).toBeVisible();
  await expect(page.getByText(/大约还要/)).toBeVisible();
  await page.getByRole('button', { name: '停止上传' }).click();
  await expect(page.getByRole('heading', { name: '对应列' })).toBeFocused();
  // A person may have two uploads under way: had the first not ended, these would be one too many.
  for (let i = 0; i < 2; i++) {
    await page.getByRole('button', { name: '上传并检查' }).click();
    await expect(page.getByText(/每秒/)).toBeVisible();
    await page.getByRole('button', { name: '停止上传' }).click();
    await expect(page.getByRole('heading', { name: '对应列' })).toBeFocused();
  }
  expect(new URL(page.url()).searchParams.get('bind-import')).toBe('new');

  await page.route('**/api/uploads', (route) => route.abort('connectionreset'));
  await page.getByRole('button', { name: '上传并检查' }).click();
  await expect(page.getByRole('alert').filter({ hasText: '上传中断' })).toBeVisible();
  await page.unroute('**/api/uploads');

  await speed(-1);
  const cookies = await page.context().cookies();
  await page.context().clearCookies();
  await page.getByRole('button', { name: '重试' }).click();
  await expect(page.getByRole('alert').filter({ hasText: '登录已失效' })).toBeVisible();
  await page.context().addCookies(cookies);
  expect(await since.effects()).toEqual([]);
  await visit(page, '/jobs');
  await expect(page.getByText('大文件')).toHaveCount(0);
});

test('more pairs than the form takes go on as an import, line by line as they were pasted', async ({
  as,
}) => {
  const page = await as('operator');
  await visit(page, '/aliases?tab=bind');
  const line = (i: number) => `${i.toString(16).padStart(32, 'a')}，批量_${i}`;
  const lines = Array.from({ length: 1001 }, (_, i) => line(i));
  await page.getByRole('textbox', { name: 'cid 与别名，每行一对' }).fill(lines.join('\n'));
  await page.getByRole('button', { name: '用导入继续' }).click();
  await expect(
    page.getByRole('table', { name: /^前 \d+ 行$/ }).getByText('批量_3', { exact: true }),
  ).toBeVisible();
  await next(page).click();
  await expect(page.getByRole('button', { name: '上传并检查' })).toBeEnabled();
});
