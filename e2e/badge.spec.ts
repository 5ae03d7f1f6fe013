import type { Page } from '@playwright/test';
import { postAction } from './fixtures/action';
import { serious } from './fixtures/axe';
import { expect, test } from './fixtures/test';
import { visit } from './fixtures/visit';

const BADGE = '/user/badge/cid/$cids';

async function fill(
  page: Page,
  mode: '设为 N' | '增加 N' | '减少 N',
  amount: number,
  cids: readonly string[],
) {
  await page.getByRole('radio', { name: mode }).check({ force: true });
  const number = page.getByRole('textbox', {
    name: { '设为 N': '设为', '增加 N': '增加', '减少 N': '减少' }[mode],
    exact: true,
  });
  await number.fill(String(amount));
  await number.blur();
  await page.getByRole('textbox', { name: 'cid', exact: true }).fill(cids.join('\n'));
}
const badges = (effects: { changes: { field: string; cid: string; after: unknown }[] }[]) =>
  effects
    .flatMap(({ changes }) => changes)
    .filter(({ field }) => field === 'badge')
    .map(({ cid, after }) => [cid, after]);

test('a number is set for iOS users; others are listed and not sent', async ({ as, sandbox, since }) => {
  const { ios, android } = await sandbox.sample();
  const [cid = '', other = ''] = [ios[0], android[0]];
  const page = await as('operator');
  await visit(page, '/badge');
  expect(await serious(page), 'desk').toEqual([]);
  await fill(page, '设为 N', 8, [cid, other, 'f'.repeat(32)]);
  await page.getByRole('button', { name: '预览' }).click();
  const dialog = page.getByRole('dialog', { name: '设置角标' });
  await expect(dialog.getByText('不是 iOS 用户，没有角标，不发送', { exact: false })).toBeVisible();
  await expect(dialog.getByText('个推不认识这个 cid', { exact: false })).toBeVisible();
  expect(await serious(page), 'preview').toEqual([]);
  expect(await since.effects()).toEqual([]);
  await dialog.getByRole('button', { name: '把 1 个 cid 的角标设为 8' }).click();
  await expect(dialog.getByText('1 行已确认')).toBeVisible();
  expect(badges(await since.effects())).toEqual([[cid, 8]]);
  await dialog.getByRole('button', { name: '关闭' }).last().click();

  // The next preview says what Muster knows.
  await fill(page, '减少 N', 3, [cid]);
  await page.getByRole('button', { name: '预览' }).click();
  await expect(dialog.getByRole('columnheader', { name: '之前的角标（台账）' })).toBeVisible();
  await expect(dialog.getByRole('cell', { name: '8', exact: true })).toBeVisible();
  await dialog.getByRole('button', { name: '把 1 个 cid 的角标 -3' }).click();
  await expect(dialog.getByText('1 行已确认')).toBeVisible();
  expect(badges(await since.effects()).at(-1)).toEqual([cid, 5]);
});

test('a change without an answer is sent once, listed, and settled by a number', async ({
  as,
  sandbox,
  since,
}) => {
  const { ios } = await sandbox.sample();
  const cids = ios.slice(4, 6);
  const page = await as('operator');
  await visit(page, '/badge');
  await fill(page, '增加 N', 2, cids);
  await expect(page.getByText('增减只发送一次')).toBeVisible();
  await sandbox.fault({ match: { endpoint: BADGE }, effect: { kind: 'reset-after' } });
  await page.getByRole('button', { name: '预览' }).click();
  const dialog = page.getByRole('dialog', { name: '设置角标' });
  await dialog.getByRole('button', { name: '把 2 个 cid 的角标 +2' }).click();
  await expect(dialog.getByText('2 行增减没有收到应答，不会重发')).toBeVisible();
  expect(await serious(page), 'outcome').toEqual([]);
  await dialog.getByRole('link', { name: '任务详情' }).click();
  await expect(page.getByRole('heading', { level: 1, name: '增减角标' })).toBeVisible();
  await expect(page.getByText('+2')).toBeVisible();
  expect(await serious(page), 'job').toEqual([]);
  await page.getByRole('link', { name: '设为确定的数字' }).first().click();
  await expect(page.getByText('只显示一个任务里结果未知的 cid')).toBeVisible();
  await expect(page.getByRole('row').filter({ hasText: '+2' })).toHaveCount(2);
  expect(await serious(page), 'open changes').toEqual([]);
  const sent = (await since.calls()).filter(({ template }) => template === BADGE);
  expect(sent).toHaveLength(1);
  expect(await since.effects()).toHaveLength(1);

  await page.getByRole('button', { name: '把这 2 个设为确定的数字' }).click();
  await expect(page.getByRole('textbox', { name: 'cid', exact: true })).toHaveValue(cids.join('\n'));
  await fill(page, '设为 N', 1, cids);
  await page.getByRole('button', { name: '预览' }).click();
  await dialog.getByRole('button', { name: '把 2 个 cid 的角标设为 1' }).click();
  await expect(dialog.getByText('2 行已确认')).toBeVisible();
  await dialog.getByRole('button', { name: '关闭' }).last().click();
  await expect(page.getByText('这个任务里没有结果未知的 cid', { exact: false })).toBeVisible();
  expect(
    badges(await since.effects())
      .slice(-2)
      .map(([, after]) => after),
  ).toEqual([1, 1]);
});

test('a file is looked at row by row, in English and in the dark', async ({ as, sandbox, stack }) => {
  const { ios, android } = await sandbox.sample();
  const page = await as('operator', { colorScheme: 'dark' });
  await page.context().addCookies([{ name: 'locale', value: 'en', url: stack.url }]);
  await visit(page, '/badge');
  await page.getByRole('radio', { name: 'Import a file' }).check({ force: true });
  await page.getByRole('button', { name: 'Next: choose a file' }).click();
  await expect(page.getByText('Set the badge to 1')).toBeVisible();
  const text = `cid\n${[...ios.slice(10, 13), ...android.slice(10, 12)].join('\n')}\n`;
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'badge.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
  await page.getByRole('button', { name: 'Next' }).click();
  await expect(page.getByText('Read every row back', { exact: false })).toHaveCount(0);
  await page.getByRole('button', { name: 'Upload and check' }).click();
  await expect(page.getByText('Not an iOS user', { exact: false }).first()).toBeVisible();
  expect(await serious(page)).toEqual([]);
});

test('people who may only look see what is open, and are refused by the server', async ({
  as,
  sandbox,
  stack,
  since,
}) => {
  const { ios } = await sandbox.sample();
  const page = await as('viewer', { viewport: { width: 390, height: 844 } });
  await visit(page, '/badge');
  await expect(page.getByText('你的角色只能查看')).toBeVisible();
  await expect(page.getByRole('textbox')).toHaveCount(0);
  await expect(page.getByRole('radio')).toHaveCount(0);
  expect(await serious(page)).toEqual([]);
  const rows = [[ios[20] ?? '']];
  const set = { kind: 'badge.set', rows, params: { value: 1 } };
  expect(await postAction(page, stack, 'draftQuickly', set)).toContain('FORBIDDEN');
  const add = { kind: 'badge.add', rows, params: { by: 1 } };
  expect(await postAction(page, stack, 'draftQuickly', add)).toContain('FORBIDDEN');
  expect(await since.effects()).toEqual([]);
});
