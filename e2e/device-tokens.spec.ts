import type { Page } from '@playwright/test';
import { postAction } from './fixtures/action';
import { serious } from './fixtures/axe';
import { elsewhere } from './fixtures/sandbox';
import { expect, test } from './fixtures/test';
import { visit } from './fixtures/visit';

async function choose(page: Page, channel: string, operation: '绑定' | '解绑'): Promise<void> {
  await visit(page, '/device-tokens');
  await page.getByRole('button', { name: /^通道|请选择通道/ }).click();
  await page.getByRole('option', { name: new RegExp(`^${channel}`) }).click();
  await page.getByRole('radio', { name: new RegExp(`^${operation}`) }).check({ force: true });
}
const box = (page: Page, operation: '绑定' | '解绑') =>
  page.getByRole('textbox', { name: operation === '绑定' ? 'cid 与设备 token，每行一对' : 'cid，每行一个' });

test('nothing is assumed: channel and operation are chosen, blank tokens and other operations are refused by row', async ({
  as,
  sandbox,
  since,
}) => {
  const { miniProgram, android } = await sandbox.sample();
  const fits = miniProgram[0] ?? '';
  const plain = android.find((cid) => !miniProgram.includes(cid)) ?? '';
  await sandbox.dialect({ wxNeedsMiniProgram: true });
  try {
    const page = await as('operator');
    await visit(page, '/device-tokens');
    await expect(page.getByText('请先选择通道和操作', { exact: false })).toBeVisible();
    await expect(page.getByRole('textbox')).toHaveCount(0);
    await expect(page.getByRole('row').filter({ hasText: '需联系个推技术支持开通' })).toHaveCount(12);
    expect(await serious(page), 'desk').toEqual([]);

    await choose(page, '微信小程序', '绑定');
    await box(page, '绑定').fill(
      ['cid,token', `${fits}, openid-1`, `${plain}, openid-2, 绑定`, `${fits},`, `${plain}, x, 解绑`].join(
        '\n',
      ),
    );
    await expect(page.getByText('共 4 行')).toBeVisible();
    await expect(page.getByText('1 行没有写设备 token')).toBeVisible();
    await page.getByRole('button', { name: '预览（只读）' }).click();
    const dialog = page.getByRole('dialog', { name: '绑定微信小程序的设备 token' });
    await expect(dialog.getByText('空的 token 不会当作解绑', { exact: false })).toBeVisible();
    await expect(dialog.getByText('这一行写的是“解绑”', { exact: false })).toBeVisible();
    expect(await serious(page), 'preview').toEqual([]);
    expect(await since.effects()).toEqual([]);
    await dialog.getByRole('button', { name: '绑定 2 行' }).click();
    await expect(dialog.getByText('1 行已确认')).toBeVisible();
    await expect(dialog.getByText('这个 cid 不是小程序用户', { exact: false }).first()).toBeVisible();
    await expect(dialog.getByText('24004').first()).toBeVisible();
    expect(await since.effects()).toHaveLength(1);
  } finally {
    await sandbox.dialect({ wxNeedsMiniProgram: false });
  }
});

test('a vendor’s channel that is not enabled changes nothing; enabled, it is bound, read back and unbound', async ({
  as,
  sandbox,
  stack,
  since,
}) => {
  const { android } = await sandbox.sample();
  const { valid } = await elsewhere(stack).users.detail(android);
  const [cid = '', detail] = [...valid].find(([, { brand }]) => brand === 'xm') ?? [];
  const page = await as('operator');
  await choose(page, '小米', '绑定');
  await expect(page.getByText('厂商通道由个推按应用开通', { exact: false })).toBeVisible();
  const token = `xm-${Date.now().toString(36)}`;
  await box(page, '绑定').fill(`${cid} ${token}`);
  await page.getByRole('button', { name: '预览（只读）' }).click();
  const dialog = page.getByRole('dialog', { name: '绑定小米的设备 token' });
  await expect(dialog.getByText(`XM_${detail?.deviceToken}`)).toBeVisible();
  await dialog.getByRole('button', { name: '绑定 1 行' }).click();
  await expect(dialog.getByText('当前应用没有开通这个接口', { exact: false }).first()).toBeVisible();
  expect(await since.effects()).toEqual([]);
  await dialog.getByRole('button', { name: '关闭' }).last().click();

  await sandbox.dialect({ vendorTokens: 'accept' });
  try {
    await page.getByRole('button', { name: '预览（只读）' }).click();
    await dialog.getByRole('button', { name: '绑定 1 行' }).click();
    await expect(dialog.getByText('1 行已回读核实')).toBeVisible();
    await dialog.getByRole('button', { name: '关闭' }).last().click();
    await expect(box(page, '绑定')).toHaveValue('');

    await page.getByRole('radio', { name: /^解绑/ }).check({ force: true });
    await box(page, '解绑').fill(`${cid}, ${token}`);
    await page.getByRole('button', { name: '预览（只读）' }).click();
    const other = page.getByRole('dialog', { name: '解绑小米的设备 token' });
    await other.getByRole('button', { name: '解绑 1 行' }).click();
    await expect(other.getByText('1 行已回读核实')).toBeVisible();
    const seen = (await elsewhere(stack).users.detail([cid])).valid.get(cid);
    expect(seen?.deviceToken).toBeNull();
    expect(page.url()).not.toContain(token);
  } finally {
    await sandbox.dialect({ vendorTokens: '20001/400' });
  }
});

test('a file may say the operation itself; rows that say otherwise are put aside', async ({
  as,
  sandbox,
}) => {
  const { miniProgram } = await sandbox.sample();
  const page = await as('operator');
  await choose(page, '微信小程序', '绑定');
  await page.getByRole('radio', { name: '导入文件' }).check({ force: true });
  const text = `cid,设备token,操作\n${miniProgram[3]},openid-31,绑定\n${miniProgram[4]},openid-32,解绑\n`;
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'tokens.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
  await page.getByRole('button', { name: '下一步' }).click();
  await page.getByRole('button', { name: '上传并检查' }).click();
  await expect(page.getByText('1 行将发送，1 行不发送', { exact: false })).toBeVisible();
  await expect(page.getByText('这一行写的是“解绑”', { exact: false })).toBeVisible();
  expect(await serious(page)).toEqual([]);
});

test('people who may only look see the channels in English, and are refused by the server', async ({
  as,
  sandbox,
  stack,
  since,
}) => {
  const { miniProgram } = await sandbox.sample();
  const page = await as('viewer', { colorScheme: 'dark', viewport: { width: 390, height: 844 } });
  await page.context().addCookies([{ name: 'locale', value: 'en', url: stack.url }]);
  await visit(page, '/device-tokens');
  await expect(page.getByRole('heading', { level: 1, name: 'Device tokens' })).toBeVisible();
  await expect(page.getByText('Your role may look at channels', { exact: false })).toBeVisible();
  await expect(page.getByRole('radio')).toHaveCount(0);
  await expect(page.getByRole('textbox')).toHaveCount(0);
  expect(await serious(page)).toEqual([]);
  const rows = [[miniProgram[5] ?? '', 'openid-x']];
  const input = { kind: 'device-token.bind', rows, params: { channel: 'wx' } };
  expect(await postAction(page, stack, 'draftQuickly', input)).toContain('FORBIDDEN');
  expect(await since.effects()).toEqual([]);
});
