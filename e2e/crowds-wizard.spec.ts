import type { Page } from '@playwright/test';
import { serious } from './fixtures/axe';
import {
  askNow,
  button,
  card,
  content,
  creations,
  FOREVER,
  group,
  happened,
  heading,
  held,
  mark,
  onward,
  planTitle,
  tabTo,
  topic,
  USUAL,
} from './fixtures/crowds';
import { elsewhere, type SandboxControl } from './fixtures/sandbox';
import { expect, test } from './fixtures/test';
import { visit } from './fixtures/visit';

test('by mouse, from a name to groups that can be pushed to: what the upstream got, and each step of the way', async ({
  as,
  sandbox,
  stack,
  since,
}) => {
  const name = '鼠标走完全程';
  const page = await as('operator', { permissions: ['clipboard-read', 'clipboard-write'] });
  await sandbox.dialect({ crowdWaitMs: FOREVER });
  try {
    await visit(page, '/crowds');
    await page.getByRole('link', { name: '新建计划', exact: true }).click();
    await planTitle(page, '新建文案圈人计划');
    await page.getByRole('textbox', { name: '计划名称' }).fill(name);
    await expect(page.getByText('6/10', { exact: true })).toBeVisible();
    expect(await serious(page), 'plan').toEqual([]);
    await onward(page, '文案组');

    await topic(page, 1).fill('会员日来了');
    await content(page, 1).fill('今晚八点，全场八折，先到先得');
    await button(page, '粘贴表格').click();
    const sheet = page.getByRole('dialog', { name: '粘贴文案表' });
    const cells =
      '标题\t内容\n老友回归礼\t好久不见，送你一张八折券\n\n新品抢先看\t春季新品上架，会员先看\t备注';
    await sheet.getByRole('textbox').fill(cells);
    await expect(sheet.getByText('读到 2 组', { exact: true })).toBeVisible();
    expect(await serious(page), 'sheet').toEqual([]);
    await button(sheet, '加在后面').click();
    await expect(topic(page, 3)).toHaveValue('新品抢先看');
    await button(page, '上移第 3 组').click();
    await expect(topic(page, 2)).toHaveValue('新品抢先看');
    await button(page, '复制第 1 组').click();
    await expect(card(page, 2)).toContainText('和第 1 组完全一样');
    await button(page, '删除第 2 组').click();
    await expect(topic(page, 2)).toBeFocused();
    await expect(card(page, 4)).toHaveCount(0);
    expect(await serious(page), 'copies').toEqual([]);
    await onward(page, '人群范围');

    for (const brand of ['魅族', '其他机型'])
      await page.getByRole('checkbox', { name: brand, exact: true }).uncheck({ force: true });
    await page.getByRole('radio', { name: '非活跃用户', exact: true }).check({ force: true });
    await page.getByRole('slider', { name: '天数滑块' }).fill('14');
    await expect(page.getByRole('textbox', { name: '天数' })).toHaveValue('14');
    await button(page, '10 万').click();
    await expect(page.getByRole('textbox', { name: '每组人数上限' })).toHaveValue('100,000');
    await expect(page.getByText('一个用户最多出现在一组里：', { exact: false })).toBeVisible();
    await page.getByRole('checkbox', { name: '允许各组人群重合' }).check({ force: true });
    await expect(page.getByText('同一个用户可以出现在多组里：', { exact: false })).toBeVisible();
    expect(await serious(page), 'audience').toEqual([]);
    await onward(page, '核对');

    for (const sentence of [
      '为 3 组文案各建一个模型，各出一个人群包，每个最多 100,000 人；',
      '在华为、小米、OPPO和vivo、近 14 天不活跃的用户里挑选；',
      '同一个用户可以出现在多组里，所以实际覆盖的人数可能少于各组之和。',
      '300,000 人',
      '30 万 · 100,000 × 3 组。这是上限；实际人数个推不返回，点兵也不估。',
      '提交后不能修改、也不能撤回；个推没有停止的接口。',
      '已查过个推最近的计划。',
    ])
      await expect(page.getByText(sentence, { exact: true })).toBeVisible();
    expect(await serious(page), 'review').toEqual([]);
    expect(creations(await since.calls())).toEqual([]);
    await button(page, '提交计划').dblclick();
    await expect(page.getByText('已提交，个推正在排队计算。', { exact: true })).toBeVisible();
    expect(await serious(page), 'submitted').toEqual([]);

    const [sent, ...more] = await held(elsewhere(stack), name);
    expect(more).toEqual([]);
    expect(sent).toEqual({
      ...{ name, brands: ['hw', 'xm', 'op', 'vv'], groupSize: 100_000 },
      ...{ activeDays: 14, active: false, overlap: true, ids: sent?.ids },
      copies: [
        { topic: '会员日来了', content: '今晚八点，全场八折，先到先得' },
        { topic: '新品抢先看', content: '春季新品上架，会员先看' },
        { topic: '老友回归礼', content: '好久不见，送你一张八折券' },
      ],
    });
    expect(creations(await since.calls())).toHaveLength(1);

    await page.getByRole('link', { name: '查看进度', exact: true }).click();
    await planTitle(page, name);
    await follow(page, sandbox.dialect);
    await button(page, '复制全部任务 ID').click();
    await expect(page.getByText('已复制', { exact: true })).toHaveCount(1);
    expect((await page.evaluate(() => navigator.clipboard.readText())).split('\n')).toEqual(sent?.ids);
    expect(await serious(page), 'tracker').toEqual([]);
  } finally {
    await sandbox.dialect(USUAL);
  }
});

/** From waiting to success; what changes shows by itself, at the pace of the worker. */
async function follow(page: Page, dialect: SandboxControl['dialect']) {
  await mark(page, '待开始');
  await expect(group(page, 2)).toContainText('待开始');
  await dialect({ crowdWaitMs: 0, crowdComputeMs: FOREVER });
  await mark(page, '计算中');
  await dialect({ crowdComputeMs: 0 });
  await askNow(page);
  await mark(page, '成功');
  for (const n of [1, 2, 3]) {
    await expect(group(page, n)).toContainText('可以推送');
    for (const what of ['待开始', '计算中', '成功', '可以推送'])
      await expect(happened(page).filter({ hasText: `第 ${n} 组 ${what}` })).toHaveCount(1);
  }
  await expect(happened(page).first()).toContainText('提交陈思远');
  await expect(happened(page).nth(1)).toContainText('个推已创建，返回任务 ID');
  await expect(happened(page).filter({ hasText: '第 1 组 成功' })).toContainText(/\d\d:\d\d:\d\d 之后/);
}

test('by keyboard alone: every field, card and button is reached, and each step takes the focus', async ({
  as,
  stack,
  since,
}) => {
  const name = '只用键盘';
  const page = await as('operator');
  const keys = page.keyboard;
  const enter = async (to: string) => {
    await tabTo(page, button(page, '下一步'));
    await keys.press('Enter');
    await expect(heading(page, to)).toBeFocused();
  };
  await visit(page, '/crowds');
  await tabTo(page, page.getByRole('link', { name: '新建计划', exact: true }));
  await keys.press('Enter');
  await planTitle(page, '新建文案圈人计划');
  await tabTo(page, page.getByRole('textbox', { name: '计划名称' }));
  await keys.type(name);
  await enter('文案组');

  await tabTo(page, topic(page, 1));
  await keys.type('会员日来了');
  await keys.press('Tab');
  await expect(content(page, 1)).toBeFocused();
  await keys.type('全场八折起');
  await tabTo(page, button(page, '加一组'));
  await keys.press('Space');
  // The new card stands just before the button that added it.
  await keys.press('Shift+Tab');
  await expect(content(page, 2)).toBeFocused();
  await keys.type('好久不见，回来看看');
  await keys.press('Shift+Tab');
  await expect(topic(page, 2)).toBeFocused();
  await keys.type('老友回归礼');
  await enter('人群范围');

  await tabTo(page, page.getByRole('checkbox', { name: '华为', exact: true }));
  await keys.press('Space');
  await tabTo(page, page.getByRole('radio', { name: '活跃用户', exact: true }));
  await keys.press('ArrowRight');
  await expect(page.getByRole('radio', { name: '非活跃用户', exact: true })).toBeChecked();
  await keys.press('Tab');
  await expect(page.getByRole('textbox', { name: '天数' })).toBeFocused();
  await keys.press('Control+A');
  await keys.type('7');
  await keys.press('Tab');
  await expect(page.getByRole('slider', { name: '天数滑块' })).toBeFocused();
  await keys.press('ArrowRight');
  await tabTo(page, page.getByRole('textbox', { name: '每组人数上限' }));
  await keys.type('12345');
  await tabTo(page, page.getByRole('checkbox', { name: '允许各组人群重合' }));
  await keys.press('Space');
  await enter('核对');

  // Back by the steps above, and what was filled in is there.
  await tabTo(page, page.getByRole('navigation', { name: '步骤' }).getByRole('button', { name: /^文案组/ }));
  await keys.press('Enter');
  await expect(heading(page, '文案组')).toBeFocused();
  await expect(topic(page, 2)).toHaveValue('老友回归礼');
  await enter('人群范围');
  await enter('核对');
  await expect(button(page, '提交计划')).toBeEnabled();
  await tabTo(page, button(page, '提交计划'));
  await keys.press('Enter');
  await expect(heading(page, '提交')).toBeFocused();
  await tabTo(page, page.getByRole('link', { name: '查看进度', exact: true }));
  await keys.press('Enter');
  await planTitle(page, name);

  const [sent] = await held(elsewhere(stack), name);
  expect(sent).toEqual({
    ...{ name, brands: ['xm', 'op', 'vv', 'mz', 'other'], groupSize: 12_345 },
    ...{ activeDays: 8, active: false, overlap: true, ids: sent?.ids },
    copies: [
      { topic: '会员日来了', content: '全场八折起' },
      { topic: '老友回归礼', content: '好久不见，回来看看' },
    ],
  });
  expect(creations(await since.calls())).toHaveLength(1);
});
