import type { Page } from '@playwright/test';
import { postAction } from './fixtures/action';
import { serious } from './fixtures/axe';
import { elsewhere } from './fixtures/sandbox';
import type { Stack } from './fixtures/stack';
import { expect, test } from './fixtures/test';
import { visit } from './fixtures/visit';

const part = (page: Page, name: string) => page.getByRole('region', { name, exact: true });
const check = (page: Page, name: string) =>
  page.getByRole('list', { name: '逐项检查' }).getByRole('listitem').filter({ hasText: name });
const open = (page: Page, cid: string) => page.goto(`/users/${cid}`);

/** Changes the blacklist as the person of this page could: previews and orders in one go. */
async function blacklist(page: Page, stack: Stack, cid: string): Promise<void> {
  const input = { kind: 'blacklist.add', rows: [[cid, '投诉太多']], params: {} };
  const draft = await postAction(page, stack, 'draftQuickly', input);
  const [, jobId = ''] = /"jobId":"(\w+)"/.exec(draft) ?? [];
  const [, rowsHash = ''] = /"rowsHash":"(\w+)"/.exec(draft) ?? [];
  expect(await postAction(page, stack, 'orderQuickly', { jobId, rowsHash })).toContain('"confirmed":1');
}

test('an alias leads to the card; six calls tell everything, and the ledger has learned it', async ({
  as,
  sandbox,
  since,
}) => {
  const { withAlias } = await sandbox.sample();
  const known = withAlias[30];
  if (!known) throw new Error('the sample is too small');
  const page = await as('operator');
  await open(page, 'f'.repeat(32));
  await expect(part(page, '推送诊断').getByText('用了 5 次查询')).toBeVisible();
  const before = (await since.calls()).length;
  await page.getByRole('searchbox', { name: '换一个用户：cid 或别名' }).fill(known.alias);
  await page.keyboard.press('Enter');
  await page.waitForURL(`**/users/${known.cid}`);
  await expect(part(page, '别名').getByText(known.alias, { exact: true })).toBeVisible();
  await expect(part(page, '推送诊断').getByText('用了 6 次查询，最多 6 次')).toBeVisible();
  await expect(part(page, '设备与应用').getByText('com.muster.demo')).toBeVisible();
  for (const name of ['设备与应用', '在线状态', '设备状态', '标签'])
    await expect(part(page, name).getByText('读自个推')).toBeVisible();
  await expect(check(page, 'cid 有效')).toContainText('正常');
  await expect(part(page, '黑名单').getByText('台账中没有')).toBeVisible();
  await expect(part(page, '角标').getByText('点兵没有设置过')).toBeVisible();
  const timeline = part(page, '时间线');
  await expect(timeline.getByRole('row').filter({ hasText: `绑定别名 ${known.alias}` })).toBeVisible();
  await timeline.getByRole('radio', { name: '黑名单' }).click();
  await expect(timeline.getByText('没有“黑名单”的记录')).toBeVisible();
  // One call more than the card takes: the alias that was looked up.
  const asked = (await since.calls()).slice(before).filter(({ template }) => template !== '/auth');
  expect(asked.length).toBeLessThanOrEqual(7);
  expect(page.url()).not.toContain(encodeURIComponent(known.alias));
  expect(await serious(page)).toEqual([]);
});

test('what the app has not bought is not enabled, not an error; a part that fails is read again alone', async ({
  as,
  sandbox,
  since,
}) => {
  const { online } = await sandbox.sample();
  const page = await as('operator');
  await sandbox.dialect({ deviceStatus: false });
  await sandbox.fault({
    match: { method: 'GET', endpoint: '/user/detail/$cids' },
    times: 0,
    effect: { kind: 'status', http: 403, code: 10002, msg: 'ip in blacklist' },
  });
  try {
    await open(page, online[0] ?? '');
    await expect(part(page, '设备状态').getByText('当前应用未开通')).toBeVisible();
    await expect(check(page, '设备在线')).toContainText('未开通');
    await expect(part(page, '设备与应用').getByRole('alert')).toBeVisible();
    await expect(page.getByText('没有发现问题，但有几项没有读到')).toBeVisible();
    await expect(part(page, '在线状态').getByText('在线', { exact: true })).toBeVisible();
    await sandbox.clearFaults();
    const before = (await since.calls()).length;
    await page.getByRole('button', { name: '重新读取“设备与应用”' }).click();
    await expect(part(page, '设备与应用').getByText('com.muster.demo')).toBeVisible();
    const again = (await since.calls()).slice(before).map(({ template }) => template);
    expect(again).toEqual(['/user/detail/$cids']);
    await expect(page.getByRole('main').getByRole('alert')).toHaveCount(0);
  } finally {
    await sandbox.dialect({ deviceStatus: true });
  }
});

test('a cid that nobody knows, and one that is none', async ({ as }) => {
  const page = await as('operator');
  await open(page, '0'.repeat(32));
  await expect(page.getByText('cid 无效，推送到不了')).toBeVisible();
  await expect(part(page, '别名').getByText('个推不认识这个 cid，读不到这一项。')).toBeVisible();
  await expect(page.getByRole('main').getByRole('alert')).toHaveCount(0);
  await open(page, 'x');
  await expect(page.getByText('这不是 cid')).toBeVisible();
  const box = page.getByRole('searchbox', { name: '换一个用户：cid 或别名' });
  await box.fill('a/b');
  await page.keyboard.press('Enter');
  await expect(page.getByText('这样的文字不能作为别名查询', { exact: false })).toBeVisible();
  await box.fill('没有人用的别名');
  await page.keyboard.press('Enter');
  await expect(page.getByText('没有 cid 持有这个别名')).toBeVisible();
});

test('who is blacklisted is told so and taken off with two presses', async ({
  as,
  sandbox,
  stack,
  since,
}) => {
  const { online } = await sandbox.sample();
  const cid = online[3] ?? '';
  const page = await as('operator');
  await blacklist(page, stack, cid);
  await open(page, cid);
  await expect(page.getByText('按点兵台账，这个用户在黑名单里')).toBeVisible();
  await expect(part(page, '黑名单').getByText('投诉太多')).toBeVisible();
  await part(page, '推送诊断').getByRole('button', { name: '移出黑名单' }).click();
  const dialog = page.getByRole('dialog', { name: '移出黑名单' });
  await dialog.getByRole('button', { name: '解除 1 个 cid' }).click();
  await expect(dialog.getByText('1 行已确认')).toBeVisible();
  await dialog.getByRole('button', { name: '关闭' }).last().click();
  await expect(page.getByText('按点兵台账，这个用户在黑名单里')).toBeHidden();
  await expect(part(page, '黑名单').getByText('已移出')).toBeVisible();
  await expect(part(page, '时间线').getByRole('row').filter({ hasText: '移出黑名单' })).toBeVisible();
  expect((await since.effects()).map(({ endpoint }) => endpoint)).toEqual([
    'POST /user/black/cid/$cids',
    'DELETE /user/black/cid/$cids',
  ]);
});

test('without an alias the way leads to the alias desk with the cid filled in, and cids lead back', async ({
  as,
  sandbox,
  stack,
}) => {
  const { online, withAlias } = await sandbox.sample();
  const upstream = elsewhere(stack);
  const cid = online[5] ?? '';
  const had = await upstream.aliases.byCid(cid);
  if (had) await upstream.aliases.unbind([{ cid, alias: had }]);
  const page = await as('operator');
  await open(page, cid);
  await expect(part(page, '别名').getByText('没有别名')).toBeVisible();
  await part(page, '别名').getByRole('link', { name: '到别名页绑定' }).click();
  await expect(page.getByRole('textbox', { name: '第 1 行 cid' })).toHaveValue(cid);
  await visit(page, '/aliases');
  await page.getByRole('searchbox', { name: 'cid 或别名' }).fill(withAlias[31]?.cid ?? '');
  await page.keyboard.press('Enter');
  await page
    .getByRole('link', { name: withAlias[31]?.cid ?? '' })
    .first()
    .click();
  await expect(page.getByRole('heading', { level: 1, name: '用户卡片' })).toBeVisible();
});

test('in English, narrow and in the dark: masked and without anything to write for people who only look', async ({
  as,
  sandbox,
  stack,
}) => {
  const { withAlias } = await sandbox.sample();
  const known = withAlias[32];
  if (!known) throw new Error('the sample is too small');
  const { valid } = await elsewhere(stack).users.detail([known.cid]);
  const token = valid.get(known.cid)?.deviceToken ?? '-';
  const page = await as('viewer', { colorScheme: 'dark', viewport: { width: 390, height: 844 } });
  await page.context().addCookies([{ name: 'locale', value: 'en', url: stack.url }]);
  await open(page, known.cid);
  await expect(page.getByRole('heading', { level: 1, name: 'User card' })).toBeVisible();
  await expect(part(page, 'Alias').getByText('masked')).toBeVisible();
  await expect(part(page, 'Delivery diagnosis').getByText('6 queries used, 6 at most')).toBeVisible();
  const content = await page.content();
  expect(content).not.toContain(known.alias);
  expect(content).not.toContain(token);
  for (const name of ['Bind on the alias page', 'Rebind on the alias page', 'Edit tags', 'Blacklist'])
    await expect(page.getByRole('main').getByRole('link', { name, exact: true })).toHaveCount(0);
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(width).toBeLessThanOrEqual(390);
  expect(await serious(page)).toEqual([]);
});

test('the card opens beside the grid by keyboard and gives the focus back', async ({ as, sandbox }) => {
  const { withAlias } = await sandbox.sample();
  const cids = withAlias.slice(33, 36).map(({ cid }) => cid);
  const page = await as('operator');
  await visit(page, '/users');
  await page.getByRole('textbox').first().fill(cids.join('\n'));
  await page.getByRole('button', { name: '查询 3 个' }).click();
  const cell = page.getByRole('grid').getByRole('rowheader').first();
  await cell.click();
  await page.keyboard.press('Enter');
  const drawer = page.getByRole('dialog', { name: '用户卡片' });
  await expect(drawer.getByText('用了 6 次查询，最多 6 次')).toBeVisible();
  await expect(drawer.getByRole('link', { name: '打开完整页面' })).toHaveAttribute(
    'href',
    new RegExp(`/users/(${cids.join('|')})$`),
  );
  expect(await serious(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(drawer).toBeHidden();
  await expect(page.getByRole('grid')).toBeVisible();
});
