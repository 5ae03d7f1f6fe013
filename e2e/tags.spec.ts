import type { Page } from '@playwright/test';
import { postAction } from './fixtures/action';
import { serious } from './fixtures/axe';
import { elsewhere } from './fixtures/sandbox';
import { expect, test } from './fixtures/test';
import { visit } from './fixtures/visit';

const open = async (page: Page, cid: string) => {
  await visit(page, `/tags?cid=${cid}`);
  await expect(page.getByRole('heading', { name: '现在的标签' })).toBeVisible();
};
const add = async (page: Page, text: string) => {
  const box = page.getByRole('combobox', { name: '添加标签' });
  await box.fill(text);
  await box.press('Enter');
};
/** Users whom no other test of this file touches. */
const user = async (sandbox: { sample(): Promise<{ withoutAlias: string[] }> }, nth: number) =>
  (await sandbox.sample()).withoutAlias[480 - nth] ?? '';
const OVERWRITE = '/user/custom_tag/cid/$cid';

test('a few tags are changed step by step, settle, are verified and can be undone', async ({
  as,
  sandbox,
  since,
  stack,
}) => {
  const cid = await user(sandbox, 0);
  const before = await elsewhere(stack).tags.ofCid(cid);
  const page = await as('operator');
  await visit(page, '/tags');
  await expect(page.getByText('查看一个用户的标签')).toBeVisible();
  await page.getByRole('searchbox', { name: 'cid' }).fill('x y');
  await page.getByRole('button', { name: '查询' }).click();
  await expect(page.getByText('cid 应为 8 到 64 位', { exact: false })).toBeVisible();
  await page.getByRole('searchbox', { name: 'cid' }).fill(cid);
  await page.getByRole('button', { name: '查询' }).click();
  await expect(page.getByRole('heading', { name: '改动之后' })).toBeVisible();
  await expect(page.getByRole('button', { name: '还没有修改' })).toBeDisabled();
  await add(page, '春季活动，高意向');
  await page.getByRole('button', { name: '增量 +2 −0（2 次配额）' }).click();
  await expect(page.getByText('已核实：个推现在就是这样')).toBeVisible({ timeout: 20_000 });
  expect(await serious(page), 'verified').toEqual([]);
  expect((await elsewhere(stack).tags.ofCid(cid)).sort()).toEqual([...before, '春季活动', '高意向'].sort());
  expect((await since.effects()).map(({ endpoint }) => endpoint)).toEqual([
    'PUT /user/custom_tag/batch/$tag',
    'PUT /user/custom_tag/batch/$tag',
  ]);
  await page.getByRole('button', { name: '撤销：放回改动前的标签' }).click();
  await page.getByRole('button', { name: '增量 +0 −2（2 次配额）' }).click();
  await expect(page.getByText('已核实：个推现在就是这样')).toBeVisible({ timeout: 20_000 });
  expect((await elsewhere(stack).tags.ofCid(cid)).sort()).toEqual([...before].sort());
});

test('overwriting says what it deletes, catches another writer, and happens once a day', async ({
  as,
  sandbox,
  stack,
}) => {
  const cid = await user(sandbox, 1);
  await elsewhere(stack).tags.add('会消失', [cid]);
  await expect.poll(() => elsewhere(stack).tags.ofCid(cid)).toContain('会消失');
  const page = await as('operator');
  await open(page, cid);
  await page.getByRole('button', { name: '移除 会消失' }).first().click();
  await add(page, '新标签');
  await page.getByRole('radio', { name: /^一次覆盖写入/ }).check({ force: true });
  await expect(page.getByText('覆盖写入：将删除 1 个未列出的标签')).toBeVisible();
  expect(await serious(page), 'overwrite').toEqual([]);
  await elsewhere(stack).tags.add('别人加的', [cid]);
  await expect.poll(() => elsewhere(stack).tags.ofCid(cid)).toContain('别人加的');
  const go = async () => {
    await page.getByRole('button', { name: '覆盖写入（今日唯一一次）' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: '覆盖写入（今日唯一一次）' }).click();
  };
  await go();
  await expect(page.getByText('有人在此期间改过标签，没有写入')).toBeVisible();
  await expect(page.getByText('对方的改动：+别人加的')).toBeVisible();
  await page.getByRole('button', { name: '在最新标签上重做我的改动' }).click();
  await go();
  await expect(page.getByText('已核实：个推现在就是这样')).toBeVisible({ timeout: 20_000 });
  const tags = await elsewhere(stack).tags.ofCid(cid);
  expect(tags).toEqual(expect.arrayContaining(['别人加的', '新标签']));
  expect(tags).not.toContain('会消失');
  await page.getByRole('button', { name: '继续编辑' }).click();
  await expect(page.getByText('已经由点兵覆盖过', { exact: false })).toBeVisible();
  await expect(page.getByRole('radio', { name: /^一次覆盖写入/ })).toBeDisabled();
});

test('an overwriting whose answer is lost is read back and ends confirmed', async ({
  as,
  sandbox,
  since,
}) => {
  const cid = await user(sandbox, 2);
  const page = await as('operator');
  await open(page, cid);
  await add(page, '断线也写入');
  await page.getByRole('radio', { name: /^一次覆盖写入/ }).check({ force: true });
  await sandbox.fault({ match: { method: 'POST', endpoint: OVERWRITE }, effect: { kind: 'reset-after' } });
  await page.getByRole('button', { name: '覆盖写入（今日唯一一次）' }).click();
  await expect(page.getByText('已核实：个推现在就是这样')).toBeVisible({ timeout: 20_000 });
  expect(await since.effects()).toHaveLength(1);
});

test('a file with many tags of few users shows both prices and goes user by user', async ({
  as,
  sandbox,
  stack,
}) => {
  const [one, two] = [await user(sandbox, 3), await user(sandbox, 4)];
  const page = await as('operator');
  await visit(page, '/tags?tab=many');
  await expect(page.getByRole('radio', { name: '追加' })).toBeChecked();
  expect(await serious(page), 'bulk').toEqual([]);
  const tags = ['一月', '二月', '三月', '四月', '五月', '六月'];
  await page
    .getByRole('textbox', { name: '或者粘贴表格内容' })
    .fill(`cid\t标签\n${one}\t${tags.join('、')}\n${two}\t${tags.join(' ')}\n${two}\t一月\n不是cid\t一月\n`);
  await page.getByRole('button', { name: '使用粘贴的内容' }).click();
  await page.getByRole('button', { name: '下一步' }).click();
  await page.getByRole('button', { name: '上传并检查' }).click();
  await expect(page.getByText('12 行将发送，2 行不发送', { exact: false })).toBeVisible();
  await page.getByRole('button', { name: '下一步' }).click();
  await expect(page.getByText('逐个用户覆盖写')).toBeVisible();
  await expect(page.getByText('已自动选用', { exact: false })).toBeVisible();
  await expect(page.getByText('6 次批量配额', { exact: false })).toBeVisible();
  await expect(page.getByText('2 次覆盖（不占批量配额）', { exact: false })).toBeVisible();
  expect(await serious(page), 'routes').toEqual([]);
  await page.getByRole('button', { name: '下一步' }).click();
  await page.getByRole('button', { name: '逐个改动 2 个用户的标签' }).click();
  await page.waitForURL(/\/jobs\//);
  await expect(page.getByText('已完成', { exact: true }).first()).toBeVisible({ timeout: 20_000 });
  expect(await elsewhere(stack).tags.ofCid(one)).toEqual(expect.arrayContaining(tags));
});

test('the dictionary knows the tag, counts it, notes its owner, and renames it as a job', async ({
  as,
  sandbox,
  stack,
}) => {
  const cid = await user(sandbox, 5);
  const page = await as('operator');
  await open(page, cid);
  const old = `旧名${Date.now().toString(36)}`;
  await add(page, old);
  await page.getByRole('button', { name: /^增量 \+1/ }).click();
  await expect(page.getByText('已核实：个推现在就是这样')).toBeVisible({ timeout: 20_000 });
  await page.getByRole('tab', { name: '标签库' }).click();
  await page.getByRole('searchbox', { name: '搜索标签、负责人、说明' }).fill(old);
  await expect(page.getByText('共 1 个已知标签')).toBeVisible();
  await page.getByRole('button', { name: '查询本页的个推计数（1 次调用）' }).click();
  await expect(page.getByText('查询于', { exact: false })).toBeVisible();
  expect(await serious(page), 'dictionary').toEqual([]);
  await page.getByRole('button', { name: `查看标签 ${old}` }).click();
  const sheet = page.getByRole('dialog', { name: `标签 ${old}` });
  await expect(sheet.getByText('台账与个推一致。')).toBeVisible();
  await expect(sheet.getByRole('row').filter({ hasText: cid.slice(0, 8) })).toHaveCount(1);
  await sheet.getByLabel('负责人').fill('小王');
  await sheet.getByRole('button', { name: '保存' }).click();
  await expect(page.getByText('已保存')).toBeVisible();
  expect(await serious(page), 'sheet').toEqual([]);
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    sheet.getByRole('link', { name: '导出成员（CSV）' }).click(),
  ]);
  expect(file.suggestedFilename()).toBe('tag-members.csv');
  await sheet.getByRole('button', { name: '改名' }).click();
  const dialog = page.getByRole('dialog', { name: `给标签 ${old} 改名` });
  await dialog.getByRole('combobox', { name: '新的标签' }).fill(`${old}新`);
  await page.keyboard.press('Tab');
  await dialog.getByRole('button', { name: '预览' }).click();
  await expect(dialog.getByText('只对台账里的 1 个成员进行', { exact: false })).toBeVisible();
  await dialog.getByRole('textbox').last().fill(old);
  expect(await serious(page), 'rename').toEqual([]);
  await dialog.getByRole('button', { name: '为 1 个成员改名' }).click();
  await page.waitForURL(/\/jobs\//);
  await expect(page.getByText('已完成', { exact: true }).first()).toBeVisible({ timeout: 30_000 });
  const tags = await elsewhere(stack).tags.ofCid(cid);
  expect(tags).toContain(`${old}新`);
  expect(tags).not.toContain(old);
  await page.goto(`/tags?tab=dictionary&state=retired&q=${encodeURIComponent(old)}`);
  await expect(page.getByRole('row').filter({ hasText: '已停用' })).toHaveCount(1);
});

test('people who may only look see tags in English, and are refused by the server', async ({
  as,
  sandbox,
  stack,
  since,
}) => {
  const cid = await user(sandbox, 6);
  const page = await as('viewer', { colorScheme: 'dark', viewport: { width: 390, height: 844 } });
  await page.context().addCookies([{ name: 'locale', value: 'en', url: stack.url }]);
  await visit(page, `/tags?cid=${cid}`);
  await expect(page.getByRole('heading', { level: 1, name: 'Tags' })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Tags now' })).toBeVisible();
  await expect(page.getByRole('combobox')).toHaveCount(0);
  await expect(page.getByRole('button', { name: /Overwrite|Steps|Remove/ })).toHaveCount(0);
  await expect(page.getByRole('tab', { name: 'Many users' })).toHaveCount(0);
  expect(await serious(page), 'one user').toEqual([]);
  await page.getByRole('tab', { name: 'Dictionary' }).click();
  await expect(page.getByText('Getui lists none', { exact: false })).toBeVisible();
  expect(await serious(page), 'dictionary').toEqual([]);
  const edit = { cid, route: 'overwrite', seen: [], after: ['x'] };
  expect(await postAction(page, stack, 'draftTagEdit', edit)).toContain('FORBIDDEN');
  const quick = { kind: 'tag.add', rows: [[cid, 'x']] };
  expect(await postAction(page, stack, 'draftQuickly', quick)).toContain('FORBIDDEN');
  expect(await postAction(page, stack, 'draftTagChange', { tags: ['x'], into: null })).toContain('FORBIDDEN');
  expect(await since.effects()).toEqual([]);
});
