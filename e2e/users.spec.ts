import type { Download, Page } from '@playwright/test';
import { strFromU8, unzipSync } from 'fflate';
import { postAction } from './fixtures/action';
import { serious } from './fixtures/axe';
import { expect, test } from './fixtures/test';
import { visit } from './fixtures/visit';

const UNKNOWN = 'f'.repeat(32);
const grid = (page: Page) => page.getByRole('grid', { name: '用户表格' });
const rows = (page: Page) => grid(page).getByRole('rowheader');
const head = (page: Page, name: string) => grid(page).getByRole('columnheader', { name, exact: true });
/** The line that stands over the columns of a group. */
const group = (page: Page, name: string) =>
  grid(page).getByRole('columnheader').filter({ hasText: name }).first();

/** Pastes a list and looks it up. */
async function lookUp(page: Page, lines: readonly string[]): Promise<void> {
  await visit(page, '/users');
  await page.getByRole('textbox', { name: 'cid 或别名' }).fill(lines.join('\n'));
  await page.getByRole('button', { name: /^查询 [\d,]+ 个$/ }).click();
  await page.waitForURL(/lookup=/);
}
async function textOf(download: Download): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of await download.createReadStream()) parts.push(part as Buffer);
  return Buffer.concat(parts);
}
const reading = (calls: { template: string | null }[]) =>
  calls.filter(({ template }) => template?.startsWith('/user/'));

test('what was pasted is sorted and priced before anything is sent, then rows, invalid ones and aliases come apart', async ({
  as,
  sandbox,
  since,
}) => {
  const { withAlias, withoutAlias } = await sandbox.sample();
  const held = withAlias[45];
  if (!held) throw new Error('the sample is too small');
  const [cid = '', other = ''] = withoutAlias;
  const page = await as('operator');
  await visit(page, '/users');
  expect(await serious(page), 'start').toEqual([]);
  const pasted = [cid, other, cid, UNKNOWN, cid.slice(1), held.alias, '没人用的别名_x'];
  await page.getByRole('textbox', { name: 'cid 或别名' }).fill(pasted.join('，'));
  const found = page.getByRole('term');
  for (const [name, count] of [
    ['共', 7],
    ['去重后', 6],
    ['cid', 3],
    ['疑似别名', 2],
    ['格式不对', 1],
  ] as const)
    await expect(found.filter({ hasText: new RegExp(`^${name}$`) }).locator('+ dd')).toHaveText(
      String(count),
    );
  await expect(page.getByText('可能被截断', { exact: false })).toBeVisible();
  expect(reading(await since.calls())).toEqual([]);

  await page.getByRole('button', { name: '查询 5 个' }).click();
  await expect(rows(page)).toHaveCount(3);
  await expect(grid(page).getByRole('row').filter({ hasText: UNKNOWN })).toContainText('无效');
  await expect(page.getByText('还有 2 个别名没有换成 cid')).toBeVisible();
  const calls = reading(await since.calls());
  expect(calls.map(({ template }) => template).sort()).toEqual(['/user/detail/$cids', '/user/status/$cids']);
  await page.getByRole('button', { name: '查别名（2 次调用）' }).click();
  await expect(rows(page)).toHaveCount(4);
  await expect(rows(page).last()).toContainText(held.cid);

  await page.getByRole('tab', { name: /无效/ }).click();
  const invalid = page.getByRole('table', { name: '无效的标识' });
  await expect(invalid.getByRole('row')).toHaveCount(4);
  await expect(invalid.getByRole('row').filter({ hasText: UNKNOWN })).toContainText('个推不认识');
  await expect(invalid.getByRole('row').filter({ hasText: '没人用的别名' })).toContainText('没有 cid 绑定');
  for (const secret of [held.alias, held.cid, cid])
    expect(decodeURIComponent(page.url())).not.toContain(secret);
  await page.getByRole('tab', { name: /用户/ }).click();
  expect(await serious(page), 'lookup').toEqual([]);
});

test('the keyboard moves, chooses, copies and opens; order and filters keep the choice and stand in the address', async ({
  as,
  sandbox,
}) => {
  const { withoutAlias } = await sandbox.sample();
  const page = await as('operator', { permissions: ['clipboard-read', 'clipboard-write'] });
  await lookUp(page, withoutAlias.slice(0, 60));
  await expect(grid(page).getByText('有效', { exact: true }).nth(5)).toBeVisible();
  await grid(page).focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Shift+ArrowUp');
  await expect(page.getByText('已选 3 个用户')).toBeVisible();
  await page.keyboard.press('c');
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(withoutAlias[2]);
  await page.keyboard.press('Control+c');
  const copied = (await page.evaluate(() => navigator.clipboard.readText())).split('\n');
  expect(copied.map((line) => line.split('\t')[0])).toEqual(['cid', ...withoutAlias.slice(0, 3)]);
  await page.keyboard.press('End');
  await expect(grid(page)).toHaveAttribute('aria-activedescendant', /-59-/);
  await page.keyboard.press('Home');

  await head(page, 'cid').getByRole('button').click();
  await expect(head(page, 'cid')).toHaveAttribute('aria-sort', 'ascending');
  await expect(rows(page).first()).toContainText([...withoutAlias.slice(0, 60)].sort()[0] ?? '-');
  await expect(page.getByText('已选 3 个用户')).toBeVisible();
  await page.getByRole('button', { name: '筛选', exact: true }).click();
  await page.getByRole('button', { name: /按什么筛选/ }).click();
  await page.getByRole('option', { name: '平台' }).click();
  await page.getByRole('checkbox', { name: /^iOS/ }).check({ force: true });
  await page.keyboard.press('Escape');
  await expect(page.getByText(/^\d+ \/ 60 个用户$/)).toBeVisible();
  await expect(page).toHaveURL(/sort=cid.*f=platform(:|%3A)ios|f=platform(:|%3A)ios.*sort=cid/);
  await visit(page);
  await expect(page.getByText(/^\d+ \/ 60 个用户$/)).toBeVisible();
  await expect(head(page, 'cid')).toHaveAttribute('aria-sort', 'ascending');

  await grid(page).focus();
  await expect(grid(page)).toHaveAttribute('aria-activedescendant', /.+/);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
});

test('rows that failed are named and read alone again; stopping ends the calls; what is not bought is no error', async ({
  as,
  sandbox,
  since,
}) => {
  const { withAlias, withoutAlias } = await sandbox.sample();
  const cids = [...withAlias.map(({ cid }) => cid), ...withoutAlias];
  const page = await as('operator');
  await sandbox.fault({
    match: { endpoint: '/user/detail/$cids' },
    times: 1,
    effect: { kind: 'status', http: 400, code: 20001, msg: 'cid is invalid' },
  });
  await lookUp(page, cids);
  await expect(page.getByText('200 行没有读到基本')).toBeVisible();
  await expect(page.getByText(`目前 ${cids.length - 200} 个有效用户`).first()).toBeVisible();
  const before = (await since.calls()).length;
  await page.getByRole('button', { name: '只补这 200 行' }).click();
  await expect(page.getByText('没有读到基本')).toBeHidden();
  expect(reading((await since.calls()).slice(before)).map(({ template }) => template)).toEqual([
    '/user/detail/$cids',
  ]);

  await sandbox.dialect({ deviceStatus: false });
  await page.getByRole('button', { name: '列', exact: true }).click();
  await page.getByRole('button', { name: '触达', exact: true }).click();
  await page.keyboard.press('Escape');
  await expect(group(page, '设备')).toContainText('本应用未开通');
  await expect(page.locator('main').getByRole('alert')).toHaveCount(0);
  await sandbox.dialect({ deviceStatus: true });

  await sandbox.fault({
    match: { endpoint: '/user/custom_tag/cid/$cid' },
    times: 0,
    effect: { kind: 'delay', ms: 400 },
  });
  await page.getByRole('button', { name: '触达', exact: true }).click();
  await page.getByRole('button', { name: '身份' }).click();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: '停止读取' }).click();
  await expect(page.getByText(/已停止，还有 \d+ 行没有读取标签/)).toBeVisible();
  const stopped = (await since.calls()).length;
  await page.waitForTimeout(1200);
  expect((await since.calls()).length).toBe(stopped);
});

test('a choice is tagged: previewed, confirmed, and only those are touched', async ({
  as,
  sandbox,
  since,
}) => {
  const { withoutAlias } = await sandbox.sample();
  const cids = withoutAlias.slice(100, 104);
  const page = await as('operator');
  await lookUp(page, cids);
  await expect(rows(page)).toHaveCount(4);
  await grid(page).focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Space');
  await page.getByRole('button', { name: '打标签' }).click();
  await page.getByRole('textbox', { name: '标签' }).fill('查询页_打标');
  await page.getByRole('button', { name: '预览' }).click();
  const dialog = page.getByRole('dialog', { name: '给 2 个用户打标签' });
  await expect(dialog).toBeVisible();
  await dialog.getByRole('button', { name: '追加 2 行标签' }).click();
  await expect(dialog.getByText('已确认').first()).toBeVisible();
  const changed = (await since.effects()).flatMap(({ changes }) => changes.map(({ cid }) => cid));
  expect(changed.sort()).toEqual(cids.slice(0, 2).sort());
});

test('a file of Excel is read, the view is exported as CSV and as a workbook, safe to open', async ({
  as,
  sandbox,
}) => {
  const { withoutAlias } = await sandbox.sample();
  const page = await as('operator');
  await visit(page, '/users');
  const { workbook } = await import('./fixtures/files');
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: '选择文件' }).click();
  await (await chooser).setFiles({
    name: '名单.xlsx',
    mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    buffer: workbook([['姓名', 'CID'], ...withoutAlias.slice(0, 3).map((cid, i) => [`人${i}`, cid])]),
  });
  await expect(page.getByText('取了“CID”列')).toBeVisible();
  await page.getByRole('button', { name: '查询 3 个' }).click();
  await expect(grid(page).getByRole('gridcell', { name: '有效', exact: true })).toHaveCount(3);
  const save = async (name: RegExp) => {
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: '导出', exact: true }).click();
    await page.getByRole('menuitem', { name }).click();
    return textOf(await download);
  };
  const csv = (await save(/3 行，CSV/)).toString('utf8');
  expect(csv.startsWith('\uFEFFcid,有效,平台')).toBe(true);
  expect(
    csv
      .trim()
      .split('\r\n')
      .map((line) => line.split(',')[0])
      .slice(1),
  ).toEqual(withoutAlias.slice(0, 3));
  const sheet = strFromU8(
    unzipSync(await save(/3 行，Excel/))['xl/worksheets/sheet1.xml'] ?? new Uint8Array(),
  );
  for (const cid of withoutAlias.slice(0, 3)) expect(sheet).toContain(cid);
  expect(sheet).not.toContain('<f>');
});

test('a named lookup is opened by a viewer in English: aliases masked, nothing to write with, refused when tried', async ({
  as,
  sandbox,
  stack,
  quiet,
}) => {
  quiet.allow(/404/);
  const { withAlias } = await sandbox.sample();
  const held = withAlias[46];
  if (!held) throw new Error('the sample is too small');
  const owner = await as('operator');
  await lookUp(owner, [held.alias]);
  await owner.getByRole('button', { name: /查别名/ }).click();
  await expect(rows(owner)).toHaveCount(1);
  const name = `名单 ${Date.now()}`;
  await owner.getByRole('button', { name: '起名保留' }).click();
  await owner.getByRole('textbox', { name: '名字' }).fill(name);
  await owner.getByRole('button', { name: '保存' }).click();
  await expect(owner.getByRole('heading', { level: 1, name })).toBeVisible();

  const page = await as('viewer');
  await page.context().addCookies([{ name: 'locale', value: 'en', url: stack.url }]);
  await visit(page, '/users');
  await page.getByRole('link', { name }).click();
  const users = page.getByRole('grid', { name: 'Users' });
  await expect(users.getByRole('rowheader')).toHaveCount(1);
  await page.getByRole('button', { name: 'Columns' }).click();
  await page.getByRole('button', { name: 'Identity' }).click();
  await page.keyboard.press('Escape');
  await expect(users.getByRole('columnheader', { name: 'Alias', exact: true })).toBeVisible();
  await expect(users.getByText('***').first()).toBeVisible();
  await expect(page.getByText(held.alias)).toHaveCount(0);
  await users.focus();
  await page.keyboard.press('Space');
  const bar = page.getByRole('region', { name: 'With the users chosen' });
  await expect(bar.getByRole('button')).toHaveCount(2);
  expect(await serious(page), 'lookup of a viewer').toEqual([]);
  await expect(page.getByRole('button', { name: 'Delete the list' })).toHaveCount(0);
  const id = new URL(page.url()).searchParams.get('lookup') ?? '';
  expect(await postAction(page, stack, 'deleteLookup', { id })).toContain('FORBIDDEN');
  const draft = { kind: 'tag.add', rows: [[held.cid, 'x']] };
  expect(await postAction(page, stack, 'draftQuickly', draft)).toContain('FORBIDDEN');
  await page.context().addCookies([{ name: 'locale', value: 'zh-CN', url: stack.url }]);

  await owner.getByRole('button', { name: '删除名单' }).click();
  await owner.getByRole('alertdialog').getByRole('button', { name: '删除名单' }).click();
  await owner.waitForURL((url) => !url.search.includes('lookup'));
  await page.goto(`/users?lookup=${id}`);
  await expect(page.getByRole('alert').first()).toBeVisible();
});
