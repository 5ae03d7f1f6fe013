import type { Page } from '@playwright/test';
import { elsewhere } from './fixtures/sandbox';
import { expect, test } from './fixtures/test';
import { visit } from './fixtures/visit';

/** Aliases no other test uses. */
let counter = 0;
const freshAlias = (name = '测试') => `${name}_${Date.now().toString(36)}_${++counter}`;

async function search(page: Page, text: string): Promise<void> {
  await visit(page, '/aliases');
  await page.getByRole('searchbox', { name: 'cid 或别名' }).fill(text);
  await page.getByRole('searchbox', { name: 'cid 或别名' }).press('Enter');
}

async function preview(page: Page, tab: '绑定' | '解绑', lines: string[]): Promise<void> {
  await visit(page, '/aliases');
  await page.getByRole('tab', { name: tab, exact: true }).click();
  await page.getByRole('textbox', { name: 'cid 与别名，每行一对' }).fill(lines.join('\n'));
  await page.getByRole('button', { name: '预览（只读）' }).click();
}

const row = (page: Page, text: string) => page.getByRole('row').filter({ hasText: text.slice(-6) });

test('a cid shows its alias, the alias its cids, and both their history', async ({ as, sandbox }) => {
  const { withAlias } = await sandbox.sample();
  const [known] = withAlias;
  if (!known) throw new Error('the sample has no alias');
  const page = await as('operator');
  await search(page, known.cid);
  await expect(page.getByText(known.alias, { exact: true }).first()).toBeVisible();
  await page.getByRole('button', { name: '查看这个别名' }).click();
  await expect(page.getByRole('meter', { name: '已用名额' })).toBeVisible();
  await expect(row(page, known.cid).first()).toBeVisible();
  await expect(page.getByRole('heading', { name: '台账记录' })).toBeVisible();
  await page.getByRole('radio', { name: '按别名' }).click();
  expect(new URL(page.url()).search).not.toContain(encodeURIComponent(known.alias));
});

test('bind: the preview reads first, tells every row apart, the outcome is read back and downloadable', async ({
  as,
  sandbox,
  since,
}) => {
  const { withAlias, withoutAlias, fullAliases } = await sandbox.sample();
  const [free = '', second = '', third = ''] = withoutAlias;
  const [held] = withAlias;
  const [full = ''] = fullAliases;
  if (!held) throw new Error('the sample has no alias');
  const alias = freshAlias();
  const page = await as('operator');
  await preview(page, '绑定', [
    'cid,alias',
    `${free}, ${alias}`,
    `${held.cid}, ${alias}`,
    `${free}, ${alias}`,
    `${second}, ${full}`,
    `${third}, bad-alias`,
    `${'f'.repeat(32)}, ${alias}`,
  ]);
  const table = page.getByRole('table', { name: '预览' });
  for (const verdict of ['将绑定', '将换绑', '重复', '别名超过 10 个 cid', '别名含非法字符', '无效 cid']) {
    await expect(table.getByText(verdict, { exact: true })).toBeVisible();
  }
  await expect(table.getByText(`会失去现在的别名 ${held.alias}。`)).toBeVisible();
  expect(await since.effects()).toEqual([]);

  await page.getByRole('button', { name: '绑定 2 行' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: '绑定 2 行' }).click();
  await expect(page.getByText('2 行已确认')).toBeVisible();
  await expect(page.getByText('2 行已回读核实')).toBeVisible();
  const effects = await since.effects();
  expect(effects).toHaveLength(1);
  expect((await sandbox.alias(alias)).sort()).toEqual([free, held.cid].sort());

  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: '下载全部行（CSV）' }).click();
  const file = await (await download).createReadStream();
  const text = (await file.toArray()).join('');
  expect(text.split('\r\n').slice(0, 2)).toEqual([
    '\uFEFFline,cid,alias,before,outcome,read_back,code,message,remedy',
    `2,${free},${alias},,confirmed,as-intended,,,`,
  ]);

  await search(page, alias);
  await expect(page.getByText(`绑定到 ${alias}`).first()).toBeVisible();
  await expect(page.getByText('已核实').first()).toBeVisible();
});

test('unbind pairs: only bound ones are sent', async ({ as, sandbox, since }) => {
  const { withAlias, withoutAlias } = await sandbox.sample();
  const [, held] = withAlias;
  if (!held) throw new Error('the sample has no second alias');
  const page = await as('operator');
  await preview(page, '解绑', [`${held.cid}\t${held.alias}`, `${withoutAlias[3]}\t${held.alias}`]);
  await expect(
    page.getByRole('table', { name: '预览' }).getByText('没有别名', { exact: true }),
  ).toBeVisible();
  await page.getByRole('button', { name: '解绑 1 行' }).click();
  await expect(page.getByText('1 行已回读核实')).toBeVisible();
  expect(await since.effects()).toHaveLength(1);
  expect((await sandbox.cid(held.cid)).alias).toBeNull();
});

test('release shows the holders and wants the alias typed', async ({ as, sandbox, since }) => {
  const { withoutAlias } = await sandbox.sample();
  const alias = freshAlias('解绑');
  const cids = withoutAlias.slice(4, 7);
  const page = await as('operator');
  await preview(
    page,
    '绑定',
    cids.map((cid) => `${cid} ${alias}`),
  );
  await page.getByRole('button', { name: '绑定 3 行' }).click();
  await expect(page.getByText('3 行已回读核实')).toBeVisible();

  await search(page, alias);
  await page.getByRole('button', { name: '从全部 cid 解绑' }).click();
  const dialog = page.getByRole('alertdialog');
  await expect(dialog.getByRole('row')).toHaveCount(4);
  const go = dialog.getByRole('button', { name: '从 3 个 cid 解绑' });
  await expect(go).toBeDisabled();
  await dialog.getByRole('textbox').fill(`${alias}x`);
  await expect(go).toBeDisabled();
  await dialog.getByRole('textbox').fill(alias);
  await go.click();
  await expect(page.getByText('3 行已回读核实')).toBeVisible();
  expect(await sandbox.alias(alias)).toEqual([]);
  expect(await since.effects()).toHaveLength(2);
});

test('rows can be filled in one by one, and a broken one says its rule while typing', async ({ as }) => {
  const page = await as('operator');
  await page.goto('/aliases?tab=bind');
  await page.getByRole('radio', { name: '逐行填写' }).click();
  await page.getByRole('textbox', { name: '第 1 行 cid' }).fill('0123456789abcdef0123456789abcdef');
  await page.getByRole('textbox', { name: '第 1 行别名' }).fill('有 空格');
  await expect(page.getByText('只能用汉字、字母、数字、下划线；这里有 ␣。')).toBeVisible();
  await page.getByRole('button', { name: '加一行' }).click();
  await page.getByRole('textbox', { name: '第 2 行别名' }).fill('好别名');
  await expect(page.getByText('这一行没有写 cid。')).toBeVisible();
  await page.getByRole('radio', { name: '粘贴多行' }).click();
  await expect(page.getByRole('textbox', { name: 'cid 与别名，每行一对' })).toHaveValue(
    /0123456789abcdef0123456789abcdef, 有 空格/,
  );
});

test('the whole way by keyboard alone', async ({ as, sandbox, since }) => {
  const { withoutAlias } = await sandbox.sample();
  const cid = withoutAlias[8] ?? '';
  const alias = freshAlias('键盘');
  const page = await as('operator');
  await visit(page, '/aliases');
  await page.getByRole('tab', { name: '查询' }).focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('tab', { name: '绑定', exact: true })).toBeFocused();
  const area = page.getByRole('textbox', { name: 'cid 与别名，每行一对' });
  for (let i = 0; i < 6 && !(await area.evaluate((node) => node === document.activeElement)); i++) {
    await page.keyboard.press('Tab');
  }
  await expect(area).toBeFocused();
  await page.keyboard.type(`${cid} ${alias}`);
  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: '预览（只读）' })).toBeFocused();
  await page.keyboard.press('Enter');
  const go = page.getByRole('button', { name: '绑定 1 行' });
  await go.waitFor();
  for (let i = 0; i < 20 && !(await go.evaluate((node) => node === document.activeElement)); i++)
    await page.keyboard.press('Tab');
  await expect(go).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByText('1 行已回读核实')).toBeVisible();
  expect(await since.effects()).toHaveLength(1);
  expect(await sandbox.alias(alias)).toEqual([cid]);
});

test('people who may only look see aliases masked and no way to write', async ({ as, sandbox }) => {
  const { withAlias } = await sandbox.sample();
  const known = withAlias[2];
  if (!known) throw new Error('the sample has no third alias');
  const page = await as('viewer');
  await search(page, known.cid);
  await expect(page.getByText('你的角色看到的是打码后的别名。')).toBeVisible();
  await page.getByRole('button', { name: '查看这个别名' }).click();
  await expect(page.getByRole('meter', { name: '已用名额' })).toBeVisible();
  expect(await page.content()).not.toContain(known.alias);
  await expect(page.getByRole('tab', { name: '绑定', exact: true })).toHaveCount(0);
  await expect(page.getByRole('button', { name: '从全部 cid 解绑' })).toHaveCount(0);
});

test('a card’s unbind never meets the preview of another pair', async ({ as, sandbox, since }) => {
  const { withAlias } = await sandbox.sample();
  const [first, second] = [withAlias[15], withAlias[16]];
  if (!first || !second) throw new Error('the sample is too small');
  const page = await as('operator');
  await preview(page, '解绑', [`${first.cid}, ${first.alias}`]);
  await page.getByRole('button', { name: '解绑 1 行' }).waitFor();
  await page.getByRole('tab', { name: '查询' }).click();
  await page.getByRole('searchbox', { name: 'cid 或别名' }).fill(second.cid);
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: '解绑', exact: true }).click();
  await expect(page.getByRole('textbox', { name: '第 1 行 cid' })).toHaveValue(second.cid);
  await expect(page.getByRole('button', { name: '解绑 1 行' })).toHaveCount(0);
  await page.getByRole('button', { name: '预览（只读）' }).click();
  await page.getByRole('button', { name: '解绑 1 行' }).click();
  await expect(page.getByText('1 行已回读核实')).toBeVisible();
  expect((await sandbox.cid(first.cid)).alias).toBe(first.alias);
  expect((await sandbox.cid(second.cid)).alias).toBeNull();
  expect(await since.effects()).toHaveLength(1);
});

test('what was changed elsewhere is told when it is looked up, and the ledger follows', async ({
  as,
  stack,
  sandbox,
}) => {
  const { withoutAlias } = await sandbox.sample();
  const [moved = '', stays = ''] = withoutAlias.slice(40);
  const [alias, other] = [freshAlias('台账'), freshAlias('别处')];
  const upstream = elsewhere(stack);
  await upstream.aliases.bind([moved, stays].map((cid) => ({ cid, alias })));
  const page = await as('operator');
  await search(page, alias);
  await expect(row(page, moved).first()).toBeVisible();
  await expect(page.getByText('与台账不一致')).toBeHidden();

  await upstream.aliases.bind([{ cid: moved, alias: other }]);
  await search(page, alias);
  const note = page.getByText('按台账还持有它的 1 个 cid', { exact: false });
  await expect(note).toBeVisible();
  await expect(row(page, moved).filter({ hasText: '已解除' })).toBeVisible();
  await search(page, alias);
  await expect(row(page, stays).first()).toBeVisible();
  await expect(note).toBeHidden();

  await upstream.aliases.unbind([{ cid: stays, alias }]);
  await search(page, stays);
  await expect(page.getByText(`台账原先记的是 ${alias}`, { exact: false })).toBeVisible();
});
