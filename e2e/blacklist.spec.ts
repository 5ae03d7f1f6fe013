import type { Page } from '@playwright/test';
import { postAction } from './fixtures/action';
import { serious } from './fixtures/axe';
import { elsewhere, type SandboxControl } from './fixtures/sandbox';
import { expect, test } from './fixtures/test';
import { visit } from './fixtures/visit';

/** So many users that nobody has blocked; every test takes others. */
async function free(sandbox: SandboxControl, from: number, count: number): Promise<string[]> {
  const { android, black } = await sandbox.sample();
  return android.filter((cid) => !black.includes(cid)).slice(from, from + count);
}
const row = (page: Page, cid = '') =>
  page.getByRole('row').filter({ has: page.getByRole('link', { name: cid }) });
const blackOf = async (sandbox: SandboxControl, cids: string[]) =>
  Promise.all(cids.map(async (cid) => (await sandbox.cid(cid)).black));

async function block(page: Page, cids: readonly string[], reason: string, ticket = ''): Promise<void> {
  await visit(page, '/blacklist?tab=add');
  await page.getByRole('textbox', { name: 'cid', exact: true }).fill(cids.join('\n'));
  await page.getByRole('textbox', { name: '原因', exact: true }).fill(reason);
  if (ticket) await page.getByRole('textbox', { name: '工单', exact: true }).fill(ticket);
}

test('blocking needs a reason and leaves an entry that can be found, edited, released and undone', async ({
  as,
  sandbox,
  since,
}) => {
  test.slow();
  const cids = await free(sandbox, 0, 2);
  const [first = '', second = ''] = cids;
  const reason = `投诉 ${Date.now().toString(36)}`;
  const page = await as('operator');
  await visit(page, '/blacklist');
  await expect(page.getByText('个推不提供黑名单查询，此处为本系统台账。')).toBeVisible();
  expect(await serious(page), 'register').toEqual([]);

  await block(page, cids, '');
  await expect(page.getByRole('button', { name: '预览' })).toBeDisabled();
  await block(page, [...cids, 'no', 'f'.repeat(32)], reason, 'KF-1');
  await page.getByRole('button', { name: /^不自动解除/ }).click();
  await page.getByRole('option', { name: '7 天后' }).click();
  await expect(page.getByText(/^将在 .* 自动解除$/)).toBeVisible();
  expect(await serious(page), 'desk').toEqual([]);
  await page.getByRole('button', { name: '预览' }).click();
  const dialog = page.getByRole('dialog', { name: '加入黑名单' });
  await expect(dialog.getByText('将把 2 个 cid 加入个推黑名单', { exact: false })).toBeVisible();
  await expect(dialog.getByText('个推不认识这个 cid', { exact: false })).toBeVisible();
  expect(await serious(page), 'preview').toEqual([]);
  expect(await since.effects()).toEqual([]);
  await dialog.getByRole('button', { name: '拉黑 2 个 cid' }).click();
  await expect(dialog.getByText('2 行已确认')).toBeVisible();
  await dialog.getByRole('button', { name: '关闭' }).last().click();
  expect(await blackOf(sandbox, cids)).toEqual([true, true]);

  await page.getByRole('tab', { name: '台账' }).click();
  await page.getByRole('searchbox').fill(reason);
  await page.keyboard.press('Enter');
  await expect(page.getByText('已显示 2 条，共 2 条')).toBeVisible();
  await expect(row(page, first)).toContainText('KF-1');
  expect(page.url()).not.toContain(encodeURIComponent(reason));

  await page.getByRole('button', { name: `${first} 的操作` }).click();
  await page.getByRole('menuitem', { name: '修改登记' }).click();
  const alter = page.getByRole('dialog', { name: '修改 1 条登记' });
  await alter.getByRole('textbox', { name: '原因' }).fill(`${reason} 补充说明`);
  expect(await serious(page), 'alter').toEqual([]);
  await alter.getByRole('button', { name: '保存修改' }).click();
  await expect(row(page, first)).toContainText('补充说明');

  await page.getByRole('checkbox', { name: '选择已显示的全部记录' }).check({ force: true });
  await page.getByRole('button', { name: '解除', exact: true }).click();
  const release = page.getByRole('dialog', { name: '解除拉黑' });
  await release.getByRole('button', { name: '解除 2 个 cid' }).click();
  await expect(release.getByText('2 行已确认')).toBeVisible();
  expect(await blackOf(sandbox, cids)).toEqual([false, false]);
  await release.getByRole('link', { name: '任务详情' }).click();
  await expect(page.getByRole('heading', { level: 1, name: '移出黑名单' })).toBeVisible();
  await page.getByRole('button', { name: '撤销' }).click();
  const undo = page.getByRole('dialog', { name: '撤销这个任务' });
  await undo.getByRole('button', { name: '预览' }).click();
  await undo.getByRole('button', { name: '撤销 2 行' }).click();
  await expect(page.getByRole('heading', { level: 1, name: '撤销黑名单改动' })).toBeVisible();
  await expect(page.getByText('已完成').first()).toBeVisible();
  expect(await blackOf(sandbox, cids)).toEqual([true, true]);
  await visit(page, '/blacklist');
  await expect(row(page, first)).toContainText('补充说明');
  await expect(row(page, second)).toContainText('KF-1');
});

test('an entry from a file is released when its time has passed, and says so', async ({ as, sandbox }) => {
  test.slow();
  const [cid = '', other = ''] = await free(sandbox, 4, 2);
  const page = await as('operator');
  await visit(page, '/blacklist?tab=add');
  await page.getByRole('radio', { name: '导入文件' }).check({ force: true });
  await page.getByRole('textbox', { name: '原因', exact: true }).fill('按批次拉黑');
  await page.getByRole('button', { name: '下一步：选择文件' }).click();
  await expect(page.getByText('按批次拉黑', { exact: false })).toBeVisible();
  const expires = new Date(Date.now() + 12_000 + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
  const text = `cid,原因,到期时间\n${cid},逐行的原因,${expires}\n${other},,\n${other},,昨天\n`;
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'black.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
  await page.getByRole('button', { name: '下一步' }).click();
  await page.getByRole('button', { name: '上传并检查' }).click();
  await expect(page.getByText('2 行将发送，1 行不发送', { exact: false })).toBeVisible();
  await expect(page.getByText('到期时间“昨天”看不懂', { exact: false })).toBeVisible();
  await page.getByRole('button', { name: '下一步' }).click();
  await page.getByRole('button', { name: '下一步' }).click();
  await page.getByRole('button', { name: '拉黑 2 个 cid' }).click();
  await expect(page.getByRole('link', { name: /任务/ }).first()).toBeVisible();
  await expect.poll(() => blackOf(sandbox, [cid, other])).toEqual([true, true]);
  await expect.poll(() => blackOf(sandbox, [cid, other]), { timeout: 30_000 }).toEqual([false, true]);
  await visit(page, '/blacklist?view=released');
  await expect(row(page, cid)).toContainText('到期自动解除');
  expect(await serious(page), 'released').toEqual([]);
  await visit(page, '/jobs');
  await expect(page.getByRole('row').filter({ hasText: '到期自动解除' }).first()).toContainText('移出黑名单');
});

test('a past list is declared without a call; asserting again sends what the register holds', async ({
  as,
  sandbox,
  stack,
  since,
}) => {
  test.slow();
  const [cid = ''] = await free(sandbox, 8, 1);
  const page = await as('operator');
  await visit(page, '/blacklist?tab=declare');
  await page.getByRole('textbox', { name: 'cid', exact: true }).fill(cid);
  await page.getByRole('textbox', { name: '原因', exact: true }).fill('=旧系统名单');
  await page.getByRole('button', { name: '预览' }).click();
  const dialog = page.getByRole('dialog', { name: '登记历史名单' });
  await dialog.getByRole('button', { name: '登记 1 个 cid' }).click();
  await expect(dialog.getByText('1 行已确认')).toBeVisible();
  await dialog.getByRole('button', { name: '关闭' }).last().click();
  expect(await since.effects()).toEqual([]);
  await visit(page, '/blacklist?source=imported');
  await expect(row(page, cid)).toContainText('声明');

  const href = await page.getByRole('link', { name: '下载台账（CSV）' }).getAttribute('href');
  const csv = await (await page.context().request.get(href ?? '')).text();
  expect(csv).toContain(`${cid},'=旧系统名单`);

  await page.getByRole('button', { name: '重新声明全部…' }).click();
  const again = page.getByRole('dialog', { name: '重新声明台账' });
  await expect(again.getByText('再次加入个推黑名单', { exact: false })).toBeVisible();
  expect(await serious(page), 're-assert').toEqual([]);
  await again.getByRole('button', { name: /^重新声明 \d+ 个 cid$/ }).click();
  await expect(page.getByRole('heading', { level: 1, name: '重新声明黑名单' })).toBeVisible();
  await expect.poll(() => blackOf(sandbox, [cid])).toEqual([true]);

  // Somebody else takes it off; one entry is sent again from the register.
  await elsewhere(stack).blacklist.remove([cid]);
  await visit(page, '/blacklist');
  await page.getByRole('checkbox', { name: `选择 ${cid}` }).check({ force: true });
  await page.getByRole('button', { name: '重新声明', exact: true }).click();
  const one = page.getByRole('dialog', { name: '重新声明所选的 cid' });
  await one.getByRole('button', { name: '重新声明 1 个 cid' }).click();
  await expect(one.getByText('1 行已确认')).toBeVisible();
  expect(await blackOf(sandbox, [cid])).toEqual([true]);
});

test('a release whose answer never comes is unknown, in English and in the dark', async ({
  as,
  sandbox,
  stack,
}) => {
  const [cid = ''] = await free(sandbox, 12, 1);
  const page = await as('operator', { colorScheme: 'dark' });
  await block(page, [cid], 'test');
  await page.getByRole('button', { name: '预览' }).click();
  const blocking = page.getByRole('dialog');
  await blocking.getByRole('button', { name: '拉黑 1 个 cid' }).click();
  await expect(blocking.getByText('1 行已确认')).toBeVisible();
  await page.context().addCookies([{ name: 'locale', value: 'en', url: stack.url }]);
  await visit(page, '/blacklist');
  await expect(page.getByText('this is the register of Muster', { exact: false })).toBeVisible();
  await sandbox.fault({ match: { method: 'DELETE' }, times: 0, effect: { kind: 'reset-after' } });
  await page.getByRole('button', { name: `Actions on ${cid}` }).click();
  await page.getByRole('menuitem', { name: 'Release' }).click();
  const dialog = page.getByRole('dialog', { name: 'Take off the blacklist' });
  await dialog.getByRole('button', { name: 'Release 1 cid' }).click();
  await expect(
    dialog.getByText('The connection broke after sending', { exact: false }).first(),
  ).toBeVisible();
  expect(await serious(page), 'outcome').toEqual([]);
  await dialog.getByRole('button', { name: 'Close' }).last().click();
  await sandbox.clearFaults();
  await expect(row(page, cid)).toContainText('Unknown');
  expect(await serious(page), 'register').toEqual([]);
});

test('people who may only look see the register on a phone, and are refused by the server', async ({
  as,
  sandbox,
  stack,
  since,
}) => {
  const [cid = ''] = await free(sandbox, 14, 1);
  const page = await as('viewer', { viewport: { width: 390, height: 844 } });
  await visit(page, '/blacklist');
  await expect(page.getByText('此处为本系统台账', { exact: false })).toBeVisible();
  await expect(page.getByRole('tab')).toHaveCount(0);
  await expect(page.getByRole('checkbox')).toHaveCount(0);
  await expect(page.getByRole('button', { name: /重新声明|的操作$/ })).toHaveCount(0);
  expect(await serious(page)).toEqual([]);
  const rows = [[cid, 'x']];
  for (const kind of ['blacklist.add', 'blacklist.remove', 'blacklist.declare', 'blacklist.reassert'])
    expect(await postAction(page, stack, 'draftQuickly', { kind, rows }), kind).toContain('FORBIDDEN');
  expect(await postAction(page, stack, 'alterBlacklist', { cids: [cid], reason: 'x' })).toContain(
    'FORBIDDEN',
  );
  expect(await postAction(page, stack, 'reassertBlacklist', {})).toContain('FORBIDDEN');
  expect(await since.effects()).toEqual([]);
});
