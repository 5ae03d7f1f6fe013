import type { Group } from '../lib/audience/schema';
import { more, openDraft, saveNew } from './fixtures/audience';
import { serious } from './fixtures/axe';
import { elsewhere } from './fixtures/sandbox';
import { expect, test } from './fixtures/test';
import { visit } from './fixtures/visit';

const TAG = '存人群_快照';
const tree = (values: string[]): Group => ({
  ...{ id: 'root', kind: 'group', op: 'all' },
  parts: [{ id: 'tag', kind: 'rule', key: 'tag', op: 'any', values }],
});

test('saved, opened by somebody who only looks, binned and restored', async ({ as }) => {
  const page = await as('analyst');
  await openDraft(page, tree(['存人群_没有人']));
  await saveNew(page, '没有人的人群');
  await expect(page.getByText('第 1 版', { exact: true }).first()).toBeVisible();
  expect(await serious(page)).toEqual([]);

  const viewer = await as('viewer');
  await visit(viewer, page.url());
  await expect(viewer.getByRole('heading', { level: 1, name: '没有人的人群' })).toBeVisible();
  await expect(viewer.getByText('你可以查看和试算，不能保存。')).toBeVisible();
  await expect(viewer.getByRole('button', { name: '保存', exact: true })).toHaveCount(0);
  await expect(viewer.getByRole('button', { name: '更多操作', exact: true })).toHaveCount(0);

  await more(page, '移入回收站');
  await page.getByRole('button', { name: '移入回收站', exact: true }).last().click();
  await expect(page.getByText('这个人群在回收站里')).toBeVisible();
  await page.getByRole('button', { name: '恢复', exact: true }).click();
  await expect(page.getByText('这个人群在回收站里')).toHaveCount(0);
  await visit(page, '/audience');
  await expect(page.getByRole('link', { name: '没有人的人群' })).toBeVisible();
  expect(await serious(page)).toEqual([]);
});

test('snapshots follow the users, our own job stands between them, and losing everybody raises an alert', async ({
  as,
  sandbox,
  stack,
}) => {
  const cids = (await sandbox.sample()).withoutAlias.slice(200, 204);
  const [one = '', ...others] = cids;
  const upstream = elsewhere(stack);
  await upstream.tags.add(TAG, others);
  await expect
    .poll(() => upstream.users.count([{ key: 'tag', op: 'or', values: [TAG] }]))
    .toBe(others.length);
  const page = await as('operator');
  await openDraft(page, tree([TAG]));
  await saveNew(page, '快照的人群');
  const address = page.url();
  await more(page, '定时与提醒');
  const dialog = page.getByRole('dialog');
  await dialog.getByText('人数变成 0').click();
  await dialog.getByRole('button', { name: '保存设置' }).click();
  await expect(dialog).toHaveCount(0);
  await page.getByRole('tab', { name: '趋势' }).click();
  const snapshot = async (nth: number) => {
    await page.getByRole('button', { name: '立即快照', exact: true }).click();
    await expect(page.getByText(`${nth} 次快照，最近`, { exact: false })).toBeVisible();
  };
  await snapshot(1);

  await visit(page, `/tags?cid=${one}`);
  const box = page.getByRole('combobox', { name: '添加标签' });
  await box.fill(TAG);
  await box.press('Enter');
  await page.getByRole('button', { name: '增量 +1 −0（1 次配额）', exact: true }).click();
  await expect(page.getByText('已核实：个推现在就是这样')).toBeVisible({ timeout: 20_000 });
  await visit(page, `${address}?view=trend`);
  await snapshot(2);
  await upstream.tags.remove(TAG, cids);
  await expect.poll(() => upstream.users.count([{ key: 'tag', op: 'or', values: [TAG] }])).toBe(0);
  await snapshot(3);
  const job = `增减标签 ${TAG} · 1`;
  const line = page.getByRole('img', { name: /共 3 次快照，最少 0 人，最多 4 人，最近一次 0 人。$/ });
  await expect(line.getByText(job, { exact: true })).toBeVisible();
  await page.getByRole('slider', { name: '图中的点' }).fill('1');
  await expect(page.getByText(/ · 4$/)).toBeVisible();
  expect(await serious(page)).toEqual([]);
  await page.getByRole('button', { name: '人数走势：用表格看', exact: true }).click();
  const rows = page.getByRole('table', { name: '人数走势' }).getByRole('row');
  await expect(rows).toHaveCount(5);
  const figures = [
    ['3', '精确', '1', '第 1 版'],
    ['', '', '', job],
    ['4', '精确', '1', '第 1 版'],
    ['0', '精确', '1', '第 1 版'],
  ];
  for (const [i, cells] of figures.entries())
    await expect(rows.nth(i + 1).getByRole('cell')).toHaveText(cells);

  await visit(page, '/audience');
  const alert = page.getByText('现在一个人也没有');
  await expect(alert).toBeVisible();
  await page.getByRole('button', { name: '知道了：快照的人群' }).click();
  await expect(alert).toHaveCount(0);
});
