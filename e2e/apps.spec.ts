import type { Page } from '@playwright/test';
import { SECOND_APP } from './fixtures/stack';
import { expect, test } from './fixtures/test';
import { visit } from './fixtures/visit';

async function switchTo(page: Page, name: string): Promise<void> {
  await page
    .getByRole('button', { name: /切换应用|应用/ })
    .first()
    .click();
  await page
    .getByRole('menuitemradio', { name: new RegExp(name) })
    .or(page.getByRole('option', { name: new RegExp(name) }))
    .click();
}

test('switching the app changes colour, word and title, and forgets what was read', async ({
  as,
  sandbox,
}) => {
  const { withAlias } = await sandbox.sample();
  const page = await as('operator');
  await visit(page, '/aliases');
  await page.getByRole('searchbox', { name: 'cid 或别名' }).fill(withAlias[6]?.cid ?? '');
  await page.keyboard.press('Enter');
  await expect(page.getByText(withAlias[6]?.alias ?? '', { exact: true }).first()).toBeVisible();
  await switchTo(page, SECOND_APP);
  await expect(page.getByText('生产环境：每次改动都会作用于真实用户')).toBeVisible();
  await expect(page).toHaveTitle(/\[生产\]/);
  await expect(page.getByText(withAlias[6]?.alias ?? '', { exact: true })).toHaveCount(0);
  await switchTo(page, '演示应用');
  await expect(page.getByText('沙箱：请求不会离开这台服务器')).toBeVisible();
});

test('a tab whose app was switched elsewhere neither asks nor changes, also after moving between pages', async ({
  as,
  sandbox,
  since,
}) => {
  const { withoutAlias } = await sandbox.sample();
  const page = await as('operator');
  await visit(page, '/jobs');
  const other = await page.context().newPage();
  await visit(other, '/jobs');
  await switchTo(other, SECOND_APP);
  await expect(other.getByText('生产环境：每次改动都会作用于真实用户')).toBeVisible();

  await page.getByRole('navigation', { name: '主导航' }).getByRole('link', { name: '别名' }).click();
  await page.getByRole('heading', { level: 1, name: '别名' }).waitFor();
  await page.getByRole('tab', { name: '绑定', exact: true }).click();
  await page.getByRole('textbox', { name: 'cid 与别名，每行一对' }).fill(`${withoutAlias[50]}, 错的应用`);
  await page.getByRole('button', { name: '预览（只读）' }).click();
  await expect(page.getByText('这个页面属于另一个应用')).toBeVisible();
  await expect(page.getByText('沙箱：请求不会离开这台服务器')).toBeVisible();
  await expect(page.getByRole('table', { name: '预览' })).toHaveCount(0);
  expect(await since.effects()).toEqual([]);
  expect(await since.calls()).toEqual([]);
  await switchTo(other, '演示应用');
});
