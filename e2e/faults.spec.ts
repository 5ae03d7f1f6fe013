import type { Page } from '@playwright/test';
import { expect, test } from './fixtures/test';
import { visit } from './fixtures/visit';

let next = 20;
let counter = 0;

/** Brings a bind of one fresh pair to the point where one click sends it. */
async function readyToBind(page: Page, sample: { withoutAlias: string[] }) {
  const cid = sample.withoutAlias[next++] ?? '';
  const alias = `故障_${Date.now().toString(36)}_${++counter}`;
  await visit(page, '/aliases?tab=bind');
  await page.getByRole('textbox', { name: 'cid 与别名，每行一对' }).fill(`${cid}, ${alias}`);
  await page.getByRole('button', { name: '预览（只读）' }).click();
  const go = page.getByRole('button', { name: '绑定 1 行' });
  await go.waitFor();
  return { cid, alias, go };
}
const bindCalls = (calls: { method: string; template: string | null }[]) =>
  calls.filter(({ method, template }) => method === 'POST' && template === '/user/alias');
const bind = { method: 'POST', endpoint: '/user/alias' } as const;

test('a token that expires in the middle is renewed unseen', async ({ as, sandbox, since }) => {
  const page = await as('operator');
  const { cid, alias, go } = await readyToBind(page, await sandbox.sample());
  await sandbox.expireTokens();
  await go.click();
  await expect(page.getByText('1 行已回读核实')).toBeVisible();
  expect(await since.effects()).toHaveLength(1);
  expect(await sandbox.alias(alias)).toEqual([cid]);
  expect((await since.calls()).filter(({ template }) => template === '/auth').length).toBeLessThanOrEqual(2);
});

test('a 401 that is not about the token is refused as what it is, without a new token', async ({
  as,
  sandbox,
  since,
}) => {
  const page = await as('operator');
  const { cid, go } = await readyToBind(page, await sandbox.sample());
  const auths = async () => (await since.calls()).filter(({ template }) => template === '/auth').length;
  const before = await auths();
  await sandbox.fault({
    match: bind,
    effect: { kind: 'status', http: 401, code: 10002, msg: 'appId or ip in blacklist' },
  });
  await go.click();
  await expect(
    page.getByText('个推不接受当前应用的身份（密钥、IP 或黑名单）。没有任何一行生效。请管理员核对应用设置。'),
  ).toBeVisible();
  await expect(page.getByText('1 行未执行')).toBeVisible();
  expect(await auths()).toBe(before);
  expect(await since.effects()).toEqual([]);
  expect((await sandbox.cid(cid)).alias).toBeNull();
});

test('a gateway’s HTML page leaves the outcome open: it is read back, then sent once more', async ({
  as,
  sandbox,
  since,
}) => {
  const page = await as('operator');
  const { cid, alias, go } = await readyToBind(page, await sandbox.sample());
  await sandbox.fault({ match: bind, effect: { kind: 'html', http: 502 } });
  await go.click();
  await expect(page.getByText('1 行已回读核实')).toBeVisible();
  expect(await since.effects()).toHaveLength(1);
  expect(bindCalls(await since.calls())).toHaveLength(2);
  expect(await sandbox.alias(alias)).toEqual([cid]);
});

test('answers that stay away: unknown, never a success, and the row can be tried again', async ({
  as,
  sandbox,
  since,
}) => {
  const page = await as('operator');
  const { cid, alias, go } = await readyToBind(page, await sandbox.sample());
  await sandbox.fault({ match: bind, times: 0, effect: { kind: 'reset-before' } });
  await go.click();
  await expect(page.getByText('1 行结果未知')).toBeVisible();
  await expect(page.getByText('1 行与预期不符')).toBeVisible();
  await expect(
    page.getByText('请求发出后连接断开，没有收到应答。无法判断是否生效，已逐行回读，以下面每行的结果为准。', {
      exact: false,
    }),
  ).toBeVisible();
  expect(await since.effects()).toEqual([]);
  expect(bindCalls(await since.calls())).toHaveLength(2);
  expect((await sandbox.cid(cid)).alias).toBeNull();

  await sandbox.clearFaults();
  await page.getByRole('button', { name: '把 1 行未成功的重新预览' }).click();
  await page.getByRole('button', { name: '预览（只读）' }).click();
  await page.getByRole('button', { name: '绑定 1 行' }).click();
  await expect(page.getByText('1 行已回读核实')).toBeVisible();
  expect(await since.effects()).toHaveLength(1);
  expect(await sandbox.alias(alias)).toEqual([cid]);
});

test('a connection lost after the effect: read back, confirmed, sent once', async ({
  as,
  sandbox,
  since,
}) => {
  const page = await as('operator');
  const { cid, alias, go } = await readyToBind(page, await sandbox.sample());
  await sandbox.fault({ match: bind, effect: { kind: 'reset-after' } });
  await go.click();
  await expect(page.getByText('1 行已确认')).toBeVisible();
  await expect(page.getByText('1 行已回读核实')).toBeVisible();
  await expect(
    page.getByText('请求发出后连接断开，没有收到应答。无法判断是否生效，已逐行回读，以下面每行的结果为准。'),
  ).toBeVisible();
  expect(await since.effects()).toHaveLength(1);
  expect(bindCalls(await since.calls())).toHaveLength(1);
  expect(await sandbox.alias(alias)).toEqual([cid]);
});

test('ten seconds of silence are waited for, and the answer still counts', async ({ as, sandbox, since }) => {
  const page = await as('operator');
  const { cid, alias, go } = await readyToBind(page, await sandbox.sample());
  await sandbox.fault({ match: bind, effect: { kind: 'stall', ms: 10_000 } });
  await go.click();
  await expect(page.getByText('正在发送…').first()).toBeVisible();
  await expect(page.getByText('1 行已回读核实')).toBeVisible({ timeout: 25_000 });
  expect(await since.effects()).toHaveLength(1);
  expect(bindCalls(await since.calls())).toHaveLength(1);
  expect(await sandbox.alias(alias)).toEqual([cid]);
});

test('a look-up against a dead upstream says so and offers another try', async ({ as, sandbox }) => {
  const { withAlias } = await sandbox.sample();
  const page = await as('operator');
  await sandbox.fault({ match: { method: 'GET' }, times: 0, effect: { kind: 'reset-before' } });
  await visit(page, '/aliases');
  await page.getByRole('searchbox', { name: 'cid 或别名' }).fill(withAlias[5]?.cid ?? '');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert').getByText('无法连接个推')).toBeVisible();
  await sandbox.clearFaults();
  await page.getByRole('button', { name: '重试' }).click();
  await expect(page.getByText(withAlias[5]?.alias ?? '', { exact: true }).first()).toBeVisible();
});

test('a double click and a second tab order the change once', async ({ as, sandbox, since }) => {
  const page = await as('operator');
  const { cid, alias, go } = await readyToBind(page, await sandbox.sample());
  await sandbox.fault({ match: bind, effect: { kind: 'delay', ms: 800 } });
  await go.dblclick();
  await expect(page.getByText('1 行已回读核实')).toBeVisible();
  expect(await since.effects()).toHaveLength(1);
  expect(bindCalls(await since.calls())).toHaveLength(1);
  expect(await sandbox.alias(alias)).toEqual([cid]);
});
