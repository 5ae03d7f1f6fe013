import type { Page } from '@playwright/test';
import { serious } from './fixtures/axe';
import {
  button,
  creations,
  finished,
  group,
  heading,
  planOf,
  planRow,
  planTitle,
  search,
  toReview,
  USUAL,
} from './fixtures/crowds';
import { expect, test } from './fixtures/test';
import { visit } from './fixtures/visit';

test('an app that has not bought it: what it is for and whom to ask, the archive still opens, nothing can be handed in', async ({
  as,
  sandbox,
  stack,
  since,
}) => {
  const page = await as('operator');
  const create = page.getByRole('link', { name: '新建计划', exact: true });
  const note = page.getByText('当前应用没有开通文案圈人', { exact: true });
  await finished(page, stack, sandbox, '以前的计划');
  await sandbox.dialect({ smartCrowd: false });
  try {
    await visit(page, '/crowds');
    await button(page, '读取个推的计划').click();
    await expect(note).toBeVisible();
    await expect(page.getByText('文案圈人是个推的 SVIP 功能：', { exact: false })).toBeVisible();
    await expect(page.getByText('个推的答复：1 应用或账号未开通相应功能', { exact: false })).toBeVisible();
    await expect(create).toHaveCount(0);
    expect(await serious(page)).toEqual([]);
    await search(page, '以前的计划');
    await page.getByRole('link', { name: '以前的计划', exact: true }).click();
    await planTitle(page, '以前的计划');
    await expect(group(page, 1)).toContainText('可以推送');

    // The address of a new plan is known to some: what is handed in there is refused with the reason.
    const made = creations(await since.calls()).length;
    await toReview(page, planOf('没有开通'), '当前应用没有开通文案圈人');
    await expect(button(page, '提交计划')).toBeDisabled();
    expect(await serious(page), 'refused').toEqual([]);
    expect(creations(await since.calls())).toHaveLength(made);

    await visit(page, '/crowds');
    await sandbox.dialect(USUAL);
    await button(page, '再查一次').click();
    await expect(note).toHaveCount(0);
    await expect(create).toBeVisible();
  } finally {
    await sandbox.dialect(USUAL);
  }
});

/** Chinese in what the page says of itself: texts, names for readers, hints; without what people wrote. */
const chinese = (page: Page, data: readonly string[]) =>
  page.locator('main').evaluate((main, own) => {
    const said = [(main as HTMLElement).innerText];
    for (const name of ['aria-label', 'placeholder', 'title'])
      for (const element of main.querySelectorAll(`[${name}]`)) said.push(element.getAttribute(name) ?? '');
    const rest = said.map((text) => own.reduce((left, one) => left.replaceAll(one, ''), text));
    return rest.filter((text) => /\p{Script=Han}/u.test(text));
  }, data);

test('in English: list, wizard and plan say nothing in Chinese but what people wrote', async ({
  as,
  sandbox,
  stack,
}) => {
  const plan = planOf('EnglishOne');
  const data = ['王建国', '周子墨', '陈思远', ...plan.copies.flatMap((copy) => [copy.topic, copy.content])];
  const page = await as('admin', { colorScheme: 'dark' });
  const id = await finished(page, stack, sandbox, plan.name);
  await page.context().addCookies([{ name: 'locale', value: 'en', url: stack.url }]);
  const clean = async (step: string) => expect(await chinese(page, data), step).toEqual([]);
  await search(page, plan.name);
  await expect(planRow(page, plan.name)).toContainText('Huawei and Xiaomi · active in the last 30 days');
  await clean('list');
  expect(await serious(page), 'list').toEqual([]);
  await visit(page, `/crowds/${id}`);
  await expect(page.getByText('Copy 1 can be pushed to')).toBeVisible();
  await clean('plan');

  await button(page, 'Copy as a new plan').click();
  await expect(page.getByText('Begun with the plan “EnglishOne”', { exact: true })).toBeVisible();
  const next = async (to: string) => {
    await button(page, 'Next').click();
    await expect(heading(page, to)).toBeFocused();
    await clean(to);
  };
  await next('Copies');
  await next('Audience');
  await button(page, 'Next').click();
  await expect(page.getByText('1 plan reads the same', { exact: true })).toBeVisible();
  await expect(
    page.getByText('pick among users of Huawei and Xiaomi, active in the last 30 days;'),
  ).toBeVisible();
  await clean('Review');
  expect(await serious(page), 'review').toEqual([]);
  await visit(page, '/crowds?tab=queue');
  await expect(page.getByRole('figure', { name: 'From submission to result' })).toBeVisible();
});
