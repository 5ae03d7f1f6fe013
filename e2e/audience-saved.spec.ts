import type { Page } from '@playwright/test';
import type { Group } from '../lib/audience/schema';
import { serious } from './fixtures/axe';
import { elsewhere } from './fixtures/sandbox';
import { expect, test } from './fixtures/test';

const TAG = '存人群_快照';
const tree = (values: string[]): Group => ({
  ...{ id: 'root', kind: 'group', op: 'all' },
  parts: [{ id: 'tag', kind: 'rule', key: 'tag', op: 'any', values }],
});

/** Opens a new audience whose conditions stand already, as a draft of this tab does. */
async function begin(page: Page, conditions: Group): Promise<void> {
  await page.goto('/audience/new', { waitUntil: 'networkidle' });
  const app = /currentAppId\\?":\\?"(\w{26})/.exec(await page.content())?.[1] ?? '';
  await page.evaluate(([key, text]) => sessionStorage.setItem(key, text), [
    `muster.audience.draft.${app}`,
    JSON.stringify(conditions),
  ] as const);
  await page.reload({ waitUntil: 'networkidle' });
}

async function save(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: '保存人群', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: '保存人群' });
  await dialog.getByRole('textbox', { name: '名称' }).fill(name);
  await dialog.getByRole('button', { name: '保存', exact: true }).click();
  await page.waitForURL(/\/audience\/(?!new)\w+/);
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
}

const more = async (page: Page, item: string) => {
  await page.getByRole('button', { name: '更多操作', exact: true }).click();
  await page.getByRole('menuitem', { name: item, exact: true }).click();
};

test('saved, opened by somebody who only looks, binned and restored', async ({ as }) => {
  const page = await as('analyst');
  await begin(page, tree(['存人群_没有人']));
  await save(page, '没有人的人群');
  await expect(page.getByText('第 1 版', { exact: true }).first()).toBeVisible();
  expect(await serious(page)).toEqual([]);

  const viewer = await as('viewer');
  await viewer.goto(page.url(), { waitUntil: 'networkidle' });
  await expect(viewer.getByRole('heading', { level: 1, name: '没有人的人群' })).toBeVisible();
  await expect(viewer.getByText('你可以查看和试算，不能保存。')).toBeVisible();
  await expect(viewer.getByRole('button', { name: '保存', exact: true })).toHaveCount(0);
  await expect(viewer.getByRole('button', { name: '更多操作', exact: true })).toHaveCount(0);

  await more(page, '移入回收站');
  await page.getByRole('button', { name: '移入回收站', exact: true }).last().click();
  await expect(page.getByText('这个人群在回收站里')).toBeVisible();
  await page.getByRole('button', { name: '恢复', exact: true }).click();
  await expect(page.getByText('这个人群在回收站里')).toHaveCount(0);
  await page.goto('/audience', { waitUntil: 'networkidle' });
  await expect(page.getByRole('link', { name: '没有人的人群' })).toBeVisible();
  expect(await serious(page)).toEqual([]);
});

test('snapshots follow the users, and one that loses everybody raises an alert', async ({
  as,
  sandbox,
  stack,
}) => {
  const { withoutAlias } = await sandbox.sample();
  const cids = withoutAlias.slice(200, 203);
  const upstream = elsewhere(stack);
  await upstream.tags.add(TAG, cids);
  await expect.poll(() => upstream.users.count([{ key: 'tag', op: 'or', values: [TAG] }])).toBe(cids.length);
  const page = await as('analyst');
  await begin(page, tree([TAG]));
  await save(page, '快照的人群');
  await more(page, '定时与提醒');
  const dialog = page.getByRole('dialog');
  await dialog.getByText('人数变成 0').click();
  await dialog.getByRole('button', { name: '保存设置' }).click();
  await expect(dialog).toHaveCount(0);

  await page.getByRole('tab', { name: '趋势' }).click();
  const now = page.getByRole('button', { name: '立即快照' }).first();
  await now.click();
  await expect(page.getByText('1 次快照', { exact: false }).first()).toBeVisible();
  await upstream.tags.remove(TAG, cids);
  await expect.poll(() => upstream.users.count([{ key: 'tag', op: 'or', values: [TAG] }])).toBe(0);
  await now.click();
  await expect(page.getByText('2 次快照', { exact: false }).first()).toBeVisible();

  await page.goto('/audience', { waitUntil: 'networkidle' });
  const alert = page.getByText('现在一个人也没有');
  await expect(alert).toBeVisible();
  await page.getByRole('button', { name: '知道了：快照的人群' }).click();
  await expect(alert).toHaveCount(0);
});
