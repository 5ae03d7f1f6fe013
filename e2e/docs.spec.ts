import { statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { mark, order } from './fixtures/crowds';
import { expect, test } from './fixtures/test';
import { visit } from './fixtures/visit';

/** The README's pictures. Drawn only when asked for, because they change with every font of the machine. */
test.skip(process.env.MUSTER_SCREENSHOTS !== '1', 'set MUSTER_SCREENSHOTS=1 to draw the pictures anew');

const MAX_BYTES = 200 * 1024;
const WIDE = { viewport: { width: 1440, height: 900 }, deviceScaleFactor: 1 };
const NARROW = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 1 };

async function shoot(page: Page, name: string): Promise<void> {
  const path = fileURLToPath(new URL(`screenshots/${name}.png`, import.meta.url));
  await page.evaluate(() => document.fonts.ready);
  await page.mouse.move(0, 0);
  await page.screenshot({ path, animations: 'disabled', caret: 'hide' });
  expect(statSync(path).size, `${name}.png is too large for a README`).toBeLessThanOrEqual(MAX_BYTES);
}

async function lookUp(page: Page, text: string): Promise<void> {
  await page.goto('/aliases');
  await page.getByRole('searchbox', { name: 'cid 或别名' }).fill(text);
  await page.getByRole('searchbox', { name: 'cid 或别名' }).press('Enter');
  await page.getByRole('meter', { name: '已用名额' }).waitFor();
  await page.getByText('已核实').first().waitFor();
}

test('from the preview of a binding to its trace in the ledger', async ({ as, sandbox, stack }) => {
  await sandbox.reset();
  const { withAlias, withoutAlias, fullAliases } = await sandbox.sample();
  const [held, kept] = withAlias;
  const [first, second, third, fourth, fifth] = withoutAlias;
  if (!held || !kept || !fifth || !fullAliases[0]) throw new Error('the sample is too small');
  const alias = '陈思远_8801';
  const rows = [
    `${first}, ${alias}`,
    `${second}, ${alias}`,
    `${held.cid}, ${alias}`,
    `${third}, 周子墨_8802`,
    `${kept.cid}, ${kept.alias}`,
    `${first}, ${alias}`,
    `${fourth}, ${fullAliases[0]}`,
    `${fifth}, 客服-01`,
    `${'f'.repeat(32)}, 赵敏_8803`,
  ];
  const page = await as('operator', WIDE);
  await page.goto('/aliases?tab=bind');
  await page.getByRole('textbox', { name: 'cid 与别名，每行一对' }).fill(rows.join('\n'));
  await page.getByRole('button', { name: '预览（只读）' }).click();
  await page.getByRole('table', { name: '预览' }).waitFor();
  await shoot(page, 'bind-preview');

  await page.getByRole('button', { name: '绑定 4 行' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: '绑定 4 行' }).click();
  await expect(page.getByText('4 行已回读核实')).toBeVisible();
  await shoot(page, 'bind-outcome');

  await lookUp(page, alias);
  await shoot(page, 'alias-card');

  const small = await as('operator', NARROW);
  await lookUp(small, alias);
  await shoot(small, 'narrow');

  const dark = await as('operator', { ...WIDE, colorScheme: 'dark' });
  await dark.context().addCookies([{ name: 'locale', value: 'en', url: stack.url }]);
  await dark.goto('/jobs');
  await dark.getByRole('table').getByRole('link').first().click();
  await dark.waitForURL(/\/jobs\/.+/);
  await dark.getByText('4 rows verified by reading back').waitFor();
  await shoot(dark, 'dark-en');
});

test('from a list of users to one of them', async ({ as, sandbox }) => {
  await sandbox.reset();
  const { withAlias, withoutAlias, online } = await sandbox.sample();
  const cids = [...withAlias.slice(60, 100).map(({ cid }) => cid), ...withoutAlias.slice(60, 460)];
  const page = await as('operator', WIDE);
  await visit(page, '/users');
  await page.getByRole('textbox', { name: 'cid 或别名' }).fill(cids.join('\n'));
  await page.getByRole('button', { name: `查询 ${cids.length} 个` }).click();
  const grid = page.getByRole('grid', { name: '用户表格' });
  await expect(grid.getByRole('rowheader').first()).toBeVisible();
  await expect(grid.getByText('%')).toHaveCount(0);
  await shoot(page, 'user-grid');

  await page.goto(`/users/${online[8]}`);
  await expect(page.getByText('用了 6 次查询，最多 6 次').or(page.getByText('用了 5 次查询'))).toBeVisible();
  await shoot(page, 'user-card');
});

test('an audience and whom it reaches', async ({ as, sandbox }) => {
  await sandbox.reset();
  const page = await as('analyst', WIDE);
  await visit(page, '/audience/new');
  await page.getByRole('button', { name: '平台是 Android，且在华南的用户', exact: true }).click();
  await expect(page.getByText('1 次调用就能数出来')).toBeVisible();
  await page.getByRole('tab', { name: '地域' }).click();
  await page
    .getByRole('tabpanel')
    .getByRole('button', { name: /次调用/ })
    .first()
    .click();
  await expect(page.getByText('省份排名')).toBeVisible();
  await page.getByText('省份排名').scrollIntoViewIfNeeded();
  await shoot(page, 'audience');
});

test('a smart crowd, from its copies to what came of them', async ({ as, sandbox, stack }) => {
  await sandbox.reset();
  await sandbox.dialect({ crowdWaitMs: 0, crowdComputeMs: 8_000 });
  const page = await as('analyst', WIDE);
  await visit(page, '/quotas');
  const id = await order(page, stack, {
    name: '双十一预热',
    copies: [
      { topic: '双十一提前购', content: '爆款五折起，早买早省，今晚八点开抢' },
      { topic: '会员提前购', content: '会员五折起，早买早省，今晚七点开抢' },
      { topic: '新客超时礼', content: '新客首单立减二十，今晚八点开抢' },
    ],
    ...{ brands: ['hw', 'xm', 'op', 'vv'], groupSize: 500_000, activeDays: 30, active: true, overlap: false },
  });
  await visit(page, `/crowds/${id}`);
  await mark(page, '部分成功');
  await shoot(page, 'crowd');
});
