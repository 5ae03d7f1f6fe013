import { serious } from './fixtures/axe';
import { button, content, heading, held, onward, order, planOf, planTitle, topic } from './fixtures/crowds';
import { elsewhere } from './fixtures/sandbox';
import { expect, signIn, test } from './fixtures/test';
import { visit } from './fixtures/visit';

const nameField = { name: '计划名称' } as const;

test('a draft survives a reload and signing out, is not overwritten by a second tab, and can be thrown away', async ({
  browser,
  stack,
}) => {
  test.slow();
  const context = await browser.newContext({ baseURL: stack.url });
  const page = await context.newPage();
  const signInAgain = () => signIn(page, stack, 'analyst@demo.muster', stack.password);
  const kept = (tab = page) => expect(tab.getByText('草稿已保存', { exact: true })).toBeVisible();
  await signInAgain();
  await visit(page, '/crowds/new');
  const name = page.getByRole('textbox', nameField);
  await name.fill('半成品');
  await kept();
  await expect(page).toHaveURL(/draft=\w{26}/);
  await onward(page, '文案组');
  await topic(page, 1).fill('只有标题');
  await button(page, '加一组').click();
  await content(page, 2).fill('只有内容的一组');
  await kept();

  await visit(page);
  await expect(name).toHaveValue('半成品');
  await onward(page, '文案组');
  await expect(topic(page, 1)).toHaveValue('只有标题');
  await button(page, '上一步').click();
  await expect(heading(page, '计划')).toBeFocused();
  await expect(name).toHaveValue('半成品');
  const address = page.url();

  await page.getByRole('button', { name: /账户菜单/ }).click();
  await page.getByRole('menuitem', { name: '退出登录' }).click();
  await expect(page.getByText('你已退出登录。')).toBeVisible();
  await signInAgain();
  await visit(page, '/crowds');
  const strip = page.getByRole('region', { name: '我的草稿' });
  const link = strip.getByRole('link', { name: '半成品' });
  await expect(link).toContainText('2 组文案');
  expect(await serious(page), 'drafts').toEqual([]);
  await link.click();
  await expect(name).toHaveValue('半成品');
  // Out and in again within the page: what was filled in meanwhile is there.
  await name.fill('改过一次');
  await kept();
  await page.getByRole('link', { name: '文案圈人', exact: true }).last().click();
  await strip.getByRole('link', { name: '改过一次' }).click();
  await expect(name).toHaveValue('改过一次');
  await onward(page, '文案组');
  await expect(content(page, 2)).toHaveValue('只有内容的一组');
  await button(page, '上一步').click();

  const other = await context.newPage();
  await visit(other, address);
  await other.getByRole('textbox', nameField).fill('那边改的');
  await kept(other);
  // A tab behind another one draws once a second, and every press waits for that.
  await page.bringToFront();
  await name.fill('这边改的');
  const conflict = page.getByRole('alert').filter({ hasText: '这份草稿在别的页面改过' });
  await expect(conflict).toBeVisible();
  expect(await serious(page), 'conflict').toEqual([]);
  await button(conflict, '以这里为准').click();
  await kept();
  await other.bringToFront();
  await other.getByRole('textbox', nameField).fill('那边又改');
  const there = other.getByRole('alert').filter({ hasText: '这份草稿在别的页面改过' });
  await button(there, '载入那边的内容').click();
  await expect(other.getByRole('textbox', nameField)).toHaveValue('这边改的');

  await page.bringToFront();
  await visit(page, '/crowds');
  await button(strip, '删除草稿 这边改的').click();
  const question = page.getByRole('alertdialog', { name: '删除草稿“这边改的”？' });
  await button(question, '取消').click();
  await button(strip, '删除草稿 这边改的').click();
  await button(question, '删除草稿').click();
  await expect(page.getByText('这边改的')).toHaveCount(0);
  await expect(strip).toHaveCount(0);
  await visit(other, address);
  await expect(other.getByRole('alert').getByText('没有找到', { exact: true })).toBeVisible();
  await context.close();
});

test('a plan is copied into a new draft; handing the same in again is pointed out and must be wanted', async ({
  as,
  stack,
}) => {
  const page = await as('operator');
  const upstream = elsewhere(stack);
  const plan = { ...planOf('再来一次', ['会员日来了', '老友回归礼']), groupSize: 123_456 };
  const id = await order(page, stack, { ...plan, active: false, activeDays: 45, overlap: true });
  await visit(page, `/crowds/${id}`);
  await planTitle(page, plan.name);
  await button(page, '复制为新计划').click();
  await expect(page.getByRole('textbox', nameField)).toHaveValue(plan.name);
  await expect(page.getByText('内容来自计划“再来一次”', { exact: true })).toBeVisible();
  await onward(page, '文案组');
  for (const [i, copy] of plan.copies.entries()) {
    await expect(topic(page, i + 1)).toHaveValue(copy.topic);
    await expect(content(page, i + 1)).toHaveValue(copy.content);
  }
  await onward(page, '人群范围');
  await expect(page.getByRole('checkbox', { checked: true })).toHaveCount(3);
  await expect(page.getByRole('radio', { name: '非活跃用户', exact: true })).toBeChecked();
  await expect(page.getByRole('textbox', { name: '天数' })).toHaveValue('45');
  await expect(page.getByRole('textbox', { name: '每组人数上限' })).toHaveValue('123,456');
  await onward(page, '核对');
  await expect(page.getByText('有 1 个内容相同的计划', { exact: true })).toBeVisible();
  await expect(page.getByRole('listitem').filter({ hasText: '，陈思远，已提交' })).toBeVisible();
  await expect(button(page, '提交计划')).toBeDisabled();
  expect(await serious(page)).toEqual([]);
  expect(await held(upstream, plan.name)).toHaveLength(1);
  await page.getByRole('checkbox', { name: '我知道，仍要再提交一个' }).check({ force: true });
  await button(page, '提交计划').click();
  await expect(page.getByText('已提交，个推正在排队计算。', { exact: true })).toBeVisible();
  // The address still names the draft, which is a plan by now: that one is shown.
  await page.reload();
  await page.waitForURL((url) => url.pathname !== '/crowds/new');
  const facts = page.getByRole('region', { name: '计划内容' });
  await facts.getByRole('link', { name: plan.name, exact: true }).click();
  await page.waitForURL(new RegExp(`/crowds/${id}$`));
  const [second, first] = await held(upstream, plan.name);
  expect({ ...second, ids: [] }).toEqual({ ...first, ids: [] });
  expect(second?.ids).not.toEqual(first?.ids);
});
