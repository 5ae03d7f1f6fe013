import type { Page } from '@playwright/test';
import { actionId, postAction } from './fixtures/action';
import { serious } from './fixtures/axe';
import {
  askNow,
  button,
  CREATE,
  choose,
  creations,
  FOREVER,
  finished,
  group,
  happened,
  held,
  mark,
  order,
  planOf,
  planRow,
  planTitle,
  search,
  toReview,
  USUAL,
} from './fixtures/crowds';
import { elsewhere } from './fixtures/sandbox';
import { expect, test } from './fixtures/test';
import { visit } from './fixtures/visit';

// The four looks for the first plan take seventy seconds: the other tests fill them, and the last one sees the end.
test.describe.configure({ mode: 'serial' });

const GONE = planOf('没有发出去');
const UNKNOWN = '没有收到个推的答复，不知道计划是否已创建。点兵正在个推的计划里查找，请不要重新提交。';
let goneAddress = '';

async function submitUnheard(page: Page): Promise<void> {
  await button(page, '提交计划').click();
  await expect(page.getByRole('alert').getByText(UNKNOWN, { exact: true })).toBeVisible();
}

test('no answer, and nothing arrived: looked for, and nobody is asked to decide meanwhile', async ({
  as,
  sandbox,
  since,
}) => {
  const page = await as('operator');
  await toReview(page, GONE);
  await sandbox.fault({ match: { endpoint: CREATE }, effect: { kind: 'reset-before' } });
  await submitUnheard(page);
  expect(await serious(page), 'submitted').toEqual([]);
  await page.getByRole('link', { name: '查看进度', exact: true }).click();
  await planTitle(page, GONE.name);
  goneAddress = page.url();
  await mark(page, '结果未知');
  await expect(page.getByText(/^提交时没有收到答复。点兵正在个推的计划里查找（已查 \d 次）/)).toBeVisible();
  await expect(button(page, '确认未创建')).toHaveCount(0);
  expect(await serious(page), 'looking').toEqual([]);
  expect(await since.effects()).toEqual([]);
});

test('no answer, but it arrived: found by itself, once upstream, and pressing again doubles nothing', async ({
  as,
  sandbox,
  stack,
  since,
}) => {
  const plan = planOf('答复丢了', ['会员日来了', '老友回归礼']);
  const page = await as('operator');
  await toReview(page, plan);
  await sandbox.fault({ match: { endpoint: CREATE }, effect: { kind: 'reset-after' } });
  const pressed = page.waitForRequest(
    (request) => request.headers()['next-action'] === actionId('submitCrowd'),
  );
  await submitUnheard(page);
  const [, input] = JSON.parse((await pressed).postData() ?? '[]') as unknown[];
  expect(await postAction(page, stack, 'submitCrowd', input)).toContain('"ok":true');
  await page.getByRole('link', { name: '查看进度', exact: true }).click();
  await planTitle(page, plan.name);
  await expect(happened(page).filter({ hasText: '在个推的计划里找到了它' })).toBeVisible();
  await expect(happened(page).filter({ hasText: '没有收到答复' })).toHaveCount(1);
  await expect(page.getByText('不知道计划是否已创建')).toHaveCount(0);
  await expect(group(page, 2)).toContainText('老友回归礼');
  const [sent, ...more] = await held(elsewhere(stack), plan.name);
  expect(more).toEqual([]);
  for (const id of sent?.ids ?? ['-']) await expect(page.getByText(id, { exact: true })).toBeVisible();
  expect(creations(await since.calls())).toHaveLength(1);
  await search(page, plan.name);
  await expect(planRow(page, plan.name)).toHaveCount(1);
});

test('groups that time out and fail: a plan that succeeds in part, one that does not, and the archive by outcome', async ({
  as,
  sandbox,
  stack,
}) => {
  const page = await as('operator');
  await sandbox.dialect({ crowdWaitMs: FOREVER });
  try {
    const mixed = await order(page, stack, planOf('好坏各半', ['会员日来了', '会员超时', '会员失败']));
    const bad = await order(page, stack, planOf('全都不成', ['新春失败', '新春停止']));
    for (const id of [mixed, bad]) {
      await visit(page, `/crowds/${id}`);
      await expect(group(page, 2)).toContainText('待开始');
    }
    await sandbox.dialect({ crowdWaitMs: 0, crowdComputeMs: 0 });
    await askNow(page);
    await mark(page, '未成功');
    for (const [i, state] of ['失败', '已停止'].entries()) {
      await expect(group(page, i + 1)).toContainText(state);
      await expect(happened(page).filter({ hasText: `第 ${i + 1} 组 ${state}` })).toHaveCount(1);
    }
    await expect(page.getByText('可以推送')).toHaveCount(0);

    await visit(page, `/crowds/${mixed}`);
    await askNow(page);
    await mark(page, '部分成功');
    for (const [i, state] of ['成功', '超时失败', '失败'].entries()) {
      await expect(group(page, i + 1)).toContainText(state);
      await expect(group(page, i + 1)).toContainText(/用时 .+ 之间/);
      await expect(happened(page).filter({ hasText: `第 ${i + 1} 组 ${state}` })).toHaveCount(1);
    }
    await expect(page.getByText('可以推送', { exact: true })).toHaveCount(1);
    // What differs from the copy that is compared with is marked; another one can be chosen.
    await expect(group(page, 2).locator('mark')).toHaveText(['超时']);
    await button(page, '以第 1 组为准 并排比较').click();
    await page.getByRole('option', { name: '以第 3 组为准' }).click();
    await expect(group(page, 2).locator('mark')).toHaveText(['超时']);
    await expect(group(page, 3).locator('mark')).toHaveCount(0);
    expect(await serious(page)).toEqual([]);

    await visit(page, '/crowds');
    await choose(page, '状态$', '部分成功');
    await expect(planRow(page, '好坏各半')).toContainText('1/3 组成功');
    await expect(planRow(page, '全都不成')).toHaveCount(0);
    await choose(page, '状态$', '未成功');
    await expect(planRow(page, '全都不成')).toBeVisible();
    await expect(planRow(page, '好坏各半')).toHaveCount(0);
  } finally {
    await sandbox.dialect(USUAL);
  }
});

test('plans of elsewhere stay findable when the upstream has forgotten them, and ids bring back those never seen', async ({
  as,
  sandbox,
  stack,
}) => {
  const page = await as('operator');
  const upstream = elsewhere(stack);
  const row = planRow(page, '外面第一个');
  const sync = async () => {
    await button(page, '读取个推的计划').click();
    await expect(button(page, '读取个推的计划')).toBeEnabled();
  };
  await sandbox.dialect({ crowdWaitMs: 0, crowdComputeMs: 0 });
  try {
    await visit(page, '/crowds');
    const [first = ''] = await upstream.crowds.create(planOf('外面第一个', ['很久以前的文案']));
    await sync();
    await expect(row).toContainText('在别处创建');
    const [unseen = ''] = await upstream.crowds.create(planOf('只有编号', ['没人见过的文案']));
    for (let i = 1; i <= 10; i++) await upstream.crowds.create(planOf(`挤出去${i}`, ['挤出去的文案']));
    const listed = (await upstream.crowds.plans()).map(({ name }) => name);
    expect(listed).toHaveLength(10);
    expect(listed).not.toContain('外面第一个');
    await sync();
    await expect(planRow(page, '挤出去10')).toBeVisible();

    const words = page.getByRole('searchbox', { name: '搜索名称、文案或任务 ID' });
    for (const text of ['面第一', '很久以前', first]) {
      await words.fill(text);
      await expect(page.getByRole('row')).toHaveCount(2);
      await expect(row).toBeVisible();
    }
    await words.fill('外面第一个');
    await choose(page, '状态$', '成功');
    await choose(page, '提交人$', '在别处创建');
    await expect(row).toBeVisible();
    await choose(page, '提交人$', '陈思远');
    await expect(page.getByText('没有符合条件的计划')).toBeVisible();
    await choose(page, '提交人$', '所有人');
    const day = (more: number) =>
      new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(Date.now() + more * 86_400_000);
    await page.getByLabel('起始日期').fill(day(0));
    await page.getByLabel('截止日期').fill(day(0));
    await expect(row).toBeVisible();
    await page.getByLabel('截止日期').fill(day(-1));
    await expect(page.getByText('没有符合条件的计划')).toBeVisible();
    // Filters stand in the address.
    await expect(page).toHaveURL(new RegExp(`state=done.*to=${day(-1)}`));
    await visit(page);
    await expect(page.getByText('没有符合条件的计划')).toBeVisible();

    await search(page, '只有编号');
    await expect(page.getByText('没有符合条件的计划')).toBeVisible();
    await button(page, '按任务 ID 加入').click();
    const dialog = page.getByRole('dialog', { name: '按任务 ID 加入存档' });
    await dialog.getByRole('textbox', { name: '任务 ID' }).fill('！');
    await button(dialog, '查询并加入').click();
    await expect(dialog.getByText('没有找到任务 ID', { exact: true })).toBeVisible();
    await dialog
      .getByRole('textbox', { name: '任务 ID' })
      .fill(`${unseen}，${first}\n"0000000000000000000000" short`);
    await button(dialog, '查询并加入').click();
    await expect(dialog.getByText('加入 1 个任务，已在存档 1 个。', { exact: true })).toBeVisible();
    await expect(dialog.getByText('个推查不到： 0000000000000000000000')).toBeVisible();
    await expect(dialog.getByText('不是任务 ID： short')).toBeVisible();
    expect(await serious(page)).toEqual([]);
    await dialog.getByRole('link', { name: '查看 2', exact: true }).click();
    await planTitle(page, '只有编号');
    await expect(page.getByRole('region', { name: '计划内容' })).toContainText('按 ID 加入');
    await expect(group(page, 1)).toContainText('没人见过的文案');
  } finally {
    await sandbox.dialect(USUAL);
  }
});

test('people who may only look: the archive, a plan, how long crowds take, and no deed', async ({
  as,
  sandbox,
  stack,
  quiet,
}) => {
  quiet.allow(/status of 403/);
  await finished(await as('operator'), stack, sandbox, '给人看的');
  const page = await as('viewer');
  await search(page, '给人看的');
  await expect(planRow(page, '给人看的')).toContainText('1/1 组成功');
  for (const deed of ['读取个推的计划', '按任务 ID 加入']) await expect(button(page, deed)).toHaveCount(0);
  await expect(page.getByRole('link', { name: '新建计划', exact: true })).toHaveCount(0);
  await expect(page.getByRole('region', { name: '我的草稿' })).toHaveCount(0);
  await page.getByRole('link', { name: '给人看的', exact: true }).click();
  await planTitle(page, '给人看的');
  await expect(happened(page).filter({ hasText: '第 1 组 可以推送' })).toBeVisible();
  for (const deed of ['现在查询', '复制为新计划']) await expect(button(page, deed)).toHaveCount(0);
  expect(await serious(page), 'plan').toEqual([]);
  await page.goto('/crowds/new');
  await expect(page.getByText('没有权限查看这个页面')).toBeVisible();

  await visit(page, '/crowds');
  await page.getByRole('tab', { name: '用时', exact: true }).click();
  const title = '从提交到算完的用时';
  await expect(page.getByRole('figure', { name: title })).toBeVisible();
  await expect(page.getByRole('img', { name: '4 组用时', exact: true })).toContainText('给人看的：');
  expect(await serious(page), 'plot').toEqual([]);
  await button(page, `${title}：用表格看`).click();
  const rows = page.getByRole('table', { name: title }).getByRole('row');
  await expect(rows).toHaveCount(5);
  await expect(rows.filter({ hasText: '10 万' })).toContainText(/秒|分钟/);
  await page.getByText('按机型', { exact: true }).click();
  await expect(rows).toHaveCount(7);
  await expect(rows.filter({ hasText: '小米' })).toContainText(/秒|分钟/);
  expect(await serious(page), 'table').toEqual([]);
});

test('after four looks a person decides that nothing was created', async ({ as, sandbox, stack }) => {
  test.setTimeout(120_000);
  const page = await as('operator');
  await visit(page, goneAddress);
  await expect(
    page.getByText('查了 4 次，个推最近的计划里没有它。大概没有创建，但这要由你判断。', { exact: true }),
  ).toBeVisible({ timeout: 100_000 });
  expect(await serious(page), 'not found').toEqual([]);
  await search(page, GONE.name);
  await expect(planRow(page, GONE.name)).toContainText('结果未知');
  await visit(page, goneAddress);
  await button(page, '确认未创建').click();
  const question = page.getByRole('alertdialog', { name: `确认“${GONE.name}”没有创建？` });
  await button(question, '确认未创建').click();
  await mark(page, '已确认未创建');
  await expect(happened(page).last()).toContainText('确认未创建陈思远');
  await expect(happened(page).filter({ hasText: '查找结束，找到 0 个可能的计划' })).toHaveCount(1);
  await expect(button(page, '复制为新计划')).toBeVisible();
  expect(await held(elsewhere(stack), GONE.name)).toEqual([]);

  // It turns up after all: it is this plan, not another one.
  await sandbox.dialect({ crowdWaitMs: FOREVER });
  try {
    await elsewhere(stack).crowds.create({ ...GONE, brands: ['hw', 'xm', 'op', 'vv', 'mz', 'other'] });
    await search(page, GONE.name);
    await button(page, '读取个推的计划').click();
    await expect(planRow(page, GONE.name)).toContainText('待开始');
    await expect(planRow(page, GONE.name)).toHaveCount(1);
  } finally {
    await sandbox.dialect(USUAL);
  }
});
