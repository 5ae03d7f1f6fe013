import type { Page } from '@playwright/test';
import type { Group, Node } from '../lib/audience/schema';
import { serious } from './fixtures/axe';
import { elsewhere } from './fixtures/sandbox';
import type { Stack } from './fixtures/stack';
import { expect, test } from './fixtures/test';

const number = (page: Page) => page.getByTestId('audience-figure').locator('p').first();
const counts = (calls: { template: string | null }[]) =>
  calls.filter(({ template }) => template === '/user/count').length;

async function open(page: Page): Promise<void> {
  await page.goto('/audience/new', { waitUntil: 'networkidle' });
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
const shown = (users: number) => `${users.toLocaleString('en-US')} 人`;

test('conditions are built by mouse, and the number follows each edit with the upstream’s own', async ({
  as,
  stack,
}) => {
  const page = await as('viewer');
  await open(page);
  await addAndroid(page);
  await expect(number(page)).toHaveText(shown(await direct(stack)));
  await addRegion(page, '华南');
  const both = await direct(stack, [{ key: 'region', op: 'or', values: SOUTH }]);
  await expect(number(page)).toHaveText(shown(both));
  await expect(page.getByText('平台是 Android，且在华南的用户')).toBeVisible();
  await expect(page.getByText('1 次调用就能数出来')).toBeVisible();
  expect(await serious(page)).toEqual([]);

  // Per condition: narrowed one by one, and each alone.
  await page.getByRole('button', { name: /表格/ }).first().click();
  const table = page.getByRole('table', { name: '逐条收窄' });
  await expect(table.getByRole('row').last()).toContainText(both.toLocaleString('en-US'));

  await page.getByRole('tab', { name: '代码' }).click();
  await expect(page.getByText('"phone_type"').first()).toBeVisible();
  await expect(page.getByText('token: $TOKEN')).toBeVisible();

  // What is not saved outlives a reload.
  await page.reload({ waitUntil: 'networkidle' });
  await expect(number(page)).toHaveText(shown(both));
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
  await expect(number(page)).toHaveText(shown(await direct(stack)));
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
  await expect(number(page)).toHaveText(shown(all));
  await page.keyboard.press('Control+z');
  await expect(number(page)).toHaveText(shown(await direct(stack)));
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
  await expect(number(page)).toHaveText(shown(both));
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
  await expect(number(page)).toBeVisible();
  await sandbox.fault({ match: { endpoint: '/user/count' }, times: 0, effect: { kind: 'delay', ms: 4000 } });
  await addRegion(page, '西北');
  await expect.poll(async () => counts(await since.calls())).toBeGreaterThan(0);
  await sandbox.clearFaults();
  await addAndroid(page);
  const both = await direct(stack, [{ key: 'region', op: 'or', values: NORTHWEST }]);
  await expect(number(page)).toHaveText(shown(both), { timeout: 3000 });
  await page.waitForTimeout(4500);
  await expect(number(page)).toHaveText(shown(both));
});

test('a count that takes many calls tells its price and formula first', async ({ as, since }) => {
  const page = await as('viewer');
  await open(page);
  const app = /currentAppId\\?":\\?"(\w{26})/.exec(await page.content())?.[1] ?? '';
  const odd = xor(
    () => xor(tag('价一'), tag('价二')),
    () => xor(tag('价三'), tag('价四')),
  );
  await page.evaluate(([key, text]) => sessionStorage.setItem(key, text), [
    `muster.audience.draft.${app}`,
    JSON.stringify(odd),
  ] as const);
  const before = counts(await since.calls());
  await page.reload({ waitUntil: 'networkidle' });
  const run = page
    .getByRole('region', { name: '人数' })
    .getByRole('button', { name: /^计数（\d+ 次调用）$/ });
  await expect(run).toBeVisible();
  await page.getByText(/公式：\d+ 个计数相加减/).click();
  await expect(page.getByRole('list', { name: '计数公式' })).toBeVisible();
  expect(counts(await since.calls()) - before).toBeLessThanOrEqual(1);
  await run.click();
  await expect(number(page)).toHaveText('0 人');
});

test('in English, in the dark and narrow: no serious finding, nothing to scroll sideways', async ({
  as,
  stack,
}) => {
  const page = await as('viewer', { colorScheme: 'dark', viewport: { width: 390, height: 844 } });
  await page.context().addCookies([{ name: 'locale', value: 'en', url: stack.url }]);
  await page.goto('/audience/new', { waitUntil: 'networkidle' });
  await page
    .getByRole('group', { name: 'Add to Group 1', exact: true })
    .getByRole('button', { name: 'Platform' })
    .click();
  await page.getByRole('checkbox', { name: 'iOS' }).check({ force: true });
  await expect(
    page
      .getByText('The users on iOS', { exact: false })
      .or(page.getByText('iOS', { exact: false }))
      .first(),
  ).toBeVisible();
  await expect(page.getByText('One call counts it')).toBeVisible();
  expect(await serious(page)).toEqual([]);
  const wide = await page.evaluate(
    () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
  );
  expect(wide).toBe(false);
});
