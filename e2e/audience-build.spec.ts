import type { Page } from '@playwright/test';
import type { Group, Node } from '../lib/audience/schema';
import { figure, openDraft, people, reads } from './fixtures/audience';
import { serious } from './fixtures/axe';
import { elsewhere } from './fixtures/sandbox';
import type { Stack } from './fixtures/stack';
import { expect, test } from './fixtures/test';
import { visit } from './fixtures/visit';

const counts = (calls: { template: string | null }[]) =>
  calls.filter(({ template }) => template === '/user/count').length;

async function open(page: Page): Promise<void> {
  await visit(page, '/audience/new');
  await expect(page.getByRole('heading', { level: 1, name: '新人群' })).toBeVisible();
}

/** Adds a rule on a part of the country to the root. */
async function addRegion(page: Page, preset: string): Promise<void> {
  await page
    .getByRole('group', { name: '给 条件组 1 加条件', exact: true })
    .getByRole('button', { name: '地区', exact: true })
    .click();
  await page.getByRole('button', { name: '选择地区' }).last().click();
  const picker = page.getByRole('dialog', { name: '地区' });
  await picker.getByRole('button', { name: preset, exact: true }).click();
  await page.keyboard.press('Escape');
}

async function addAndroid(page: Page): Promise<void> {
  await page
    .getByRole('group', { name: '给 条件组 1 加条件', exact: true })
    .getByRole('button', { name: '平台', exact: true })
    .click();
  await page.getByRole('checkbox', { name: 'Android' }).check({ force: true });
}

const SOUTH = ['44000000', '45000000', '46000000'];
const NORTHWEST = ['61000000', '62000000', '63000000', '64000000', '65000000'];
let ids = 0;
const tag = (value: string) => (): Node => ({
  ...{ id: `t${++ids}`, kind: 'rule', key: 'tag', op: 'any', values: [value] },
});
const group = (op: Group['op'], ...parts: Node[]): Group => ({ id: `g${++ids}`, kind: 'group', op, parts });
/** One of two and not the other: no flat count says that. */
const xor = (a: () => Node, b: () => Node): Group =>
  group('any', group('all', a(), group('none', b())), group('all', group('none', a()), b()));
const direct = (stack: Stack, more: Parameters<ReturnType<typeof elsewhere>['users']['count']>[0] = []) =>
  elsewhere(stack).users.count([{ key: 'phoneType', op: 'or', values: ['android'] }, ...more]);
/** Drags a part by its handle onto the middle of another, or onto its upper edge. */
async function drag(page: Page, part: string, onto: string, where: 'middle' | 'top'): Promise<void> {
  const target = page.getByRole('group', { name: onto, exact: true });
  const { x = 0, y = 0, width = 0, height = 0 } = (await target.boundingBox()) ?? {};
  await page.getByRole('button', { name: `移动 ${part}`, exact: true }).hover();
  await page.mouse.down();
  await page.mouse.move(x + width / 2, where === 'top' ? y + 4 : y + height / 2, { steps: 5 });
  await expect(target).toHaveAttribute('data-drop', where === 'top' ? 'before' : 'into');
  await page.mouse.up();
}

test('conditions are built by mouse, and the number follows each edit with the upstream’s own', async ({
  as,
  stack,
}) => {
  const page = await as('viewer');
  await open(page);
  await addAndroid(page);
  await expect(figure(page)).toHaveText(people(await direct(stack)));
  await addRegion(page, '华南');
  const both = await direct(stack, [{ key: 'region', op: 'or', values: SOUTH }]);
  await expect(figure(page)).toHaveText(people(both));
  await reads(page, '平台是 Android，且在华南的用户');
  await expect(page.getByText('1 次调用就能数出来')).toBeVisible();
  expect(await serious(page)).toEqual([]);

  // Per condition: narrowed one by one, and each alone.
  await page.getByRole('button', { name: /表格/ }).first().click();
  const table = page.getByRole('table', { name: '逐条收窄' });
  await expect(table.getByRole('row').last()).toContainText(both.toLocaleString('en-US'));

  await page.getByRole('tab', { name: '代码' }).click();
  await expect(page.getByText('"phone_type"').first()).toBeVisible();
  await expect(page.getByText('token: $TOKEN')).toBeVisible();

  // Dragged into a group that keeps people out, and the group then to the front.
  await page
    .getByRole('group', { name: '给 条件组 1 加条件', exact: true })
    .getByRole('button', { name: '条件组', exact: true })
    .click();
  await page
    .getByRole('radiogroup', { name: '条件组 1.1 里的条件怎么组合' })
    .getByRole('radio', { name: '都不满足', exact: true })
    .check({ force: true });
  await drag(page, '条件组 1 第 2 条：地区', '条件组 1.1', 'middle');
  await reads(page, '平台是 Android，且不在华南的用户');
  const outside = await direct(stack, [{ key: 'region', op: 'not', values: SOUTH }]);
  await expect(figure(page)).toHaveText(people(outside));
  await drag(page, '条件组 1.1', '条件组 1 第 1 条：平台', 'top');
  await reads(page, '不在华南，且平台是 Android 的用户');
  await expect(figure(page)).toHaveText(people(outside));

  // What is not saved outlives a reload, which begins a history of its own.
  await visit(page);
  await expect(figure(page)).toHaveText(people(outside));
  await expect(page.getByRole('button', { name: '撤销', exact: true })).toBeDisabled();
});

test('by keyboard alone: added, chosen, switched off, moved, undone', async ({ as, stack }) => {
  const page = await as('analyst');
  await open(page);
  const add = page.getByRole('group', { name: '给 条件组 1 加条件', exact: true });
  await add.getByRole('button', { name: '平台', exact: true }).focus();
  await page.keyboard.press('Enter');
  const rule = page.getByRole('group', { name: '条件组 1 第 1 条：平台' });
  await expect(page.getByRole('button', { name: '移动 条件组 1 第 1 条：平台' })).toBeFocused();
  await rule.getByRole('checkbox', { name: 'Android' }).focus();
  await page.keyboard.press('Space');
  await expect(figure(page)).toHaveText(people(await direct(stack)));
  // A checkbox has no history of its own, so the keys mean the conditions.
  await page.keyboard.press('Control+z');
  await expect(rule.getByRole('checkbox', { name: 'Android' })).not.toBeChecked();
  await page.keyboard.press('Control+Shift+z');
  await expect(rule.getByRole('checkbox', { name: 'Android' })).toBeChecked();

  await add.getByRole('button', { name: '标签', exact: true }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('group', { name: '条件组 1 第 2 条：标签' })).toBeVisible();
  await page.keyboard.press('Alt+ArrowUp');
  await expect(page.getByRole('group', { name: '条件组 1 第 1 条：标签' })).toBeVisible();

  await page.getByRole('button', { name: '条件组 1 第 2 条：平台 的操作' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('menuitem', { name: '停用' }).press('Enter');
  const all = await elsewhere(stack).users.count([]);
  await expect(figure(page)).toHaveText(people(all));
  await page.keyboard.press('Control+z');
  await expect(figure(page)).toHaveText(people(await direct(stack)));
});

test('an empty page offers examples, and one press begins with one', async ({ as, stack }) => {
  const page = await as('viewer');
  await open(page);
  await page
    .getByRole('group', { name: '从例子开始', exact: true })
    .getByRole('button', { name: '平台是 Android，且在华南的用户', exact: true })
    .click();
  await expect(page.getByRole('button', { name: '移动 条件组 1 第 1 条：平台' })).toBeFocused();
  const both = await direct(stack, [{ key: 'region', op: 'or', values: SOUTH }]);
  await expect(figure(page)).toHaveText(people(both));
  await page.getByRole('button', { name: '撤销', exact: true }).click();
  await expect(page.getByRole('group', { name: '从例子开始', exact: true })).toBeVisible();
});

test('a slow count is abandoned by the next edit, and its answer is never shown', async ({
  as,
  stack,
  sandbox,
  since,
}) => {
  const page = await as('viewer');
  await open(page);
  await expect(figure(page)).toBeVisible();
  const ms = 2500;
  await sandbox.fault({ match: { endpoint: '/user/count' }, times: 0, effect: { kind: 'delay', ms } });
  await addRegion(page, '西北');
  await expect.poll(async () => counts(await since.calls())).toBeGreaterThan(0);
  const late = page.waitForTimeout(ms + 300);
  await sandbox.clearFaults();
  await addAndroid(page);
  const both = await direct(stack, [{ key: 'region', op: 'or', values: NORTHWEST }]);
  await expect(figure(page)).toHaveText(people(both), { timeout: ms - 500 });
  await late;
  await expect(figure(page)).toHaveText(people(both));
});

test('a count that takes many calls tells its price and formula first', async ({ as, since }) => {
  const page = await as('viewer');
  const odd = xor(
    () => xor(tag('价一'), tag('价二')),
    () => xor(tag('价三'), tag('价四')),
  );
  const before = counts(await since.calls());
  await openDraft(page, odd);
  const run = page
    .getByRole('region', { name: '人数' })
    .getByRole('button', { name: /^计数（\d+ 次调用）$/ });
  await expect(run).toBeVisible();
  await page.getByText(/公式：\d+ 个计数相加减/).click();
  await expect(page.getByRole('list', { name: '计数公式' })).toBeVisible();
  expect(counts(await since.calls()) - before).toBeLessThanOrEqual(1);
  await run.click();
  await expect(figure(page)).toHaveText('0 人');
});

test('in English, in the dark and narrow: no serious finding, nothing to scroll sideways', async ({
  as,
  stack,
}) => {
  const page = await as('viewer', { colorScheme: 'dark', viewport: { width: 390, height: 844 } });
  await page.context().addCookies([{ name: 'locale', value: 'en', url: stack.url }]);
  await visit(page, '/audience/new');
  await page
    .getByRole('group', { name: 'Add to Group 1', exact: true })
    .getByRole('button', { name: 'Platform' })
    .click();
  await page.getByRole('checkbox', { name: 'iOS' }).check({ force: true });
  await expect(page.getByText('Reads: Users on iOS', { exact: true })).toBeVisible();
  await expect(page.getByText('One call counts it')).toBeVisible();
  expect(await serious(page)).toEqual([]);
  const wide = await page.evaluate(
    () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
  );
  expect(wide).toBe(false);
});
