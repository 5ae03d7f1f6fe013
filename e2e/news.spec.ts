import { postAction } from './fixtures/action';
import { serious } from './fixtures/axe';
import { FOREVER, mark, order, planOf, USUAL } from './fixtures/crowds';
import { expect, test } from './fixtures/test';
import { visit } from './fixtures/visit';

const NAME = '消息里的计划';

test('whoever works elsewhere is told that a plan has ended; the desk says so until it is opened', async ({
  as,
  sandbox,
  stack,
}) => {
  const page = await as('operator');
  const desk = page.getByRole('navigation', { name: '主导航' }).getByRole('link', { name: /^文案圈人/ });
  try {
    await sandbox.dialect({ crowdWaitMs: FOREVER });
    await visit(page, '/quotas');
    const id = await order(page, stack, planOf(NAME, ['会员日大促', '必定失败']));
    // Seen under way: only the end of what was under way is news.
    await visit(page, `/crowds/${id}`);
    await mark(page, '待开始');
    await page.getByRole('navigation', { name: '主导航' }).getByRole('link', { name: '任务' }).click();
    await expect(page.getByRole('heading', { level: 1, name: '任务' })).toBeVisible();
    await sandbox.dialect({ crowdWaitMs: 0, crowdComputeMs: 0 });
    await postAction(page, stack, 'askCrowd', { id });

    const notice = page
      .getByRole('alertdialog')
      .filter({ hasText: `文案圈人“${NAME}”已结束，部分组没有成功` });
    await expect(notice).toBeVisible({ timeout: 45_000 });
    await expect(desk).toHaveAccessibleName(/条新消息$/);
    expect(await serious(page)).toEqual([]);
    const before = await desk.getByRole('img').textContent();

    await notice.getByRole('button', { name: '查看', exact: true }).click();
    await page.waitForURL(`**/crowds/${id}`);
    await mark(page, '部分成功');
    await expect(desk.getByRole('img')).not.toHaveText(before ?? '');
    await visit(page, `/crowds?q=${encodeURIComponent(NAME)}`);
    await expect(page.getByRole('link', { name: NAME })).toBeVisible();
    await expect(page.getByText('新完成')).toHaveCount(0);
  } finally {
    await sandbox.dialect(USUAL);
  }
});
