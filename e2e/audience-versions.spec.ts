import type { Locator, Page } from '@playwright/test';
import type { Group, Node } from '../lib/audience/schema';
import { figure, more, openDraft, people, reads, saveNew } from './fixtures/audience';
import { serious } from './fixtures/axe';
import { elsewhere } from './fixtures/sandbox';
import { expect, test } from './fixtures/test';
import { visit } from './fixtures/visit';

const rule = (key: 'phoneType' | 'region', value: string): Node => ({
  ...{ id: key, kind: 'rule', key, op: 'any', values: [value] },
});
/** On Android, and in Guangdong. */
const tree = (op: Group['op'] = 'all'): Group => ({
  ...{ id: 'root', kind: 'group', op },
  parts: [rule('phoneType', 'android'), rule('region', '44000000')],
});
const BOTH = '平台是 Android，且在广东的用户';
const EITHER = '（平台是 Android，或在广东）的用户';
const NEITHER = '平台不是 Android，且不在广东的用户';

const join = (page: Page, name: string) =>
  page
    .getByRole('radiogroup', { name: '条件组 1 里的条件怎么组合' })
    .getByRole('radio', { name, exact: true })
    .check({ force: true });
const bar = (page: Page) => page.getByRole('region', { name: '保存', exact: true });
const save = (page: Page) => bar(page).getByRole('button', { name: '保存', exact: true });
const state = (page: Page, text: string) => expect(bar(page).getByText(text, { exact: true })).toBeVisible();
const button = (scope: Page | Locator, name: string) => scope.getByRole('button', { name, exact: true });

test('two who save the same audience: the second is told, and what either did is kept', async ({ as }) => {
  const page = await as('analyst');
  await openDraft(page, tree());
  await saveNew(page, '两个人改的人群');
  const other = await as('operator');
  await visit(other, page.url());
  await reads(other, BOTH);

  await join(page, '任一满足');
  await save(page).click();
  await state(page, '第 2 版');
  await join(other, '都不满足');
  await save(other).click();
  const told = other.getByRole('alertdialog', { name: '你修改期间，别人保存了新版本' });
  await expect(told).toContainText('周子墨 已保存第 2 版，你是从第 1 版改起的。');
  expect(await serious(other)).toEqual([]);
  await button(told, '取消').click();
  await expect(told).toHaveCount(0);
  await reads(other, NEITHER);
  await state(other, '有未保存的修改');
  await save(other).click();
  await button(told, '保存为第 3 版').click();
  await state(other, '第 3 版');
  await reads(other, NEITHER);

  // The first is behind now, and keeps both by a copy.
  await join(page, '全部满足');
  await save(page).click();
  const back = page.getByRole('alertdialog', { name: '你修改期间，别人保存了新版本' });
  await expect(back).toContainText('陈思远 已保存第 3 版，你是从第 2 版改起的。');
  await button(back, '另存为副本').click();
  const copy = page.getByRole('dialog', { name: '另存为副本' });
  await expect(copy.getByRole('textbox', { name: '名称' })).toHaveValue('两个人改的人群 副本');
  await button(copy, '保存').click();
  await expect(page.getByRole('heading', { level: 1, name: '两个人改的人群 副本' })).toBeVisible();
  await state(page, '第 1 版');
  await reads(page, BOTH);

  await more(other, '历史版本');
  const history = other.getByRole('dialog', { name: '“两个人改的人群”的历史版本' });
  await expect(history.getByRole('listitem')).toHaveText([
    /^第 3 版当前版本陈思远/,
    /^第 2 版周子墨/,
    /^第 1 版周子墨/,
  ]);
  await button(history, '把第 2 版恢复为新版本').click();
  await state(other, '第 4 版');
  await reads(other, EITHER);
});

test('an earlier version comes back with its number, and a clone goes its own way', async ({ as, stack }) => {
  const page = await as('analyst');
  const count = (...conditions: Parameters<ReturnType<typeof elsewhere>['users']['count']>[0]) =>
    elsewhere(stack).users.count(conditions);
  const both = await count(
    { key: 'phoneType', op: 'or', values: ['android'] },
    { key: 'region', op: 'or', values: ['44000000'] },
  );
  await openDraft(page, tree());
  await saveNew(page, '有历史的人群');
  await join(page, '都不满足');
  await save(page).click();
  await state(page, '第 2 版');
  const neither = await count(
    { key: 'phoneType', op: 'not', values: ['android'] },
    { key: 'region', op: 'not', values: ['44000000'] },
  );
  await expect(figure(page)).toHaveText(people(neither));
  await more(page, '历史版本');
  const history = page.getByRole('dialog', { name: '“有历史的人群”的历史版本' });
  await expect(button(history, '把第 2 版恢复为新版本')).toHaveCount(0);
  expect(await serious(page)).toEqual([]);
  await button(history, '把第 1 版恢复为新版本').click();
  await expect(page.getByText('已把第 1 版恢复为第 3 版')).toBeVisible();
  await state(page, '第 3 版');
  await reads(page, BOTH);
  await expect(figure(page)).toHaveText(people(both));

  // What is not saved stays out of a clone.
  await join(page, '任一满足');
  await more(page, '克隆');
  const dialog = page.getByRole('dialog', { name: '克隆人群' });
  await dialog.getByRole('textbox', { name: '名称' }).fill('克隆出的人群');
  await button(dialog, '保存').click();
  await expect(page.getByRole('heading', { level: 1, name: '克隆出的人群' })).toBeVisible();
  await state(page, '第 1 版');
  await reads(page, BOTH);
  await expect(figure(page)).toHaveText(people(both));
  await join(page, '都不满足');
  await save(page).click();
  await state(page, '第 2 版');
  await page.getByRole('link', { name: '克隆自 有历史的人群' }).click();
  await expect(page.getByRole('heading', { level: 1, name: '有历史的人群' })).toBeVisible();
  await state(page, '第 3 版');
  await reads(page, BOTH);
  await more(page, '移入回收站');
  await expect(page.getByRole('alertdialog').getByText('克隆出的人群：克隆出的人群')).toBeVisible();
});
