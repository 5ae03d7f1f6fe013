import { expect, forgetSession, signIn, test } from './fixtures/test';

test('without a session every page leads to sign-in', async ({ browser, stack }) => {
  const page = await (await browser.newContext({ baseURL: stack.url })).newPage();
  for (const path of ['/', '/aliases', '/jobs', '/audit', '/settings/people']) {
    await page.goto(path);
    await expect(page, path).toHaveURL(/\/sign-in$/);
  }
  // A header that once let people past the proxy opens nothing.
  const answer = await page.request.get('/aliases', {
    headers: { purpose: 'prefetch', 'next-router-prefetch': '1' },
    maxRedirects: 0,
  });
  expect(await answer.text()).not.toContain('currentAppId');
  await page.context().close();
});

test('a wrong password says so without telling whether the account exists, and five tries close the door for a while', async ({
  browser,
  stack,
  quiet,
}) => {
  quiet.allow(/401/);
  const page = await (await browser.newContext({ baseURL: stack.url })).newPage();
  await page.goto('/sign-in');
  for (let i = 0; i < 6; i++) {
    await page.getByLabel('邮箱').fill('nobody@demo.muster');
    await page.getByLabel('密码').fill(`wrong password ${i}`);
    const answer = page.waitForResponse(/callback\/credentials/);
    await page.getByRole('button', { name: '登录' }).click();
    await answer;
    if (i < 5) await expect(page.getByText('邮箱或密码不正确，或账户已停用。')).toBeVisible();
  }
  await expect(page.getByText(/尝试次数过多，请在 \d+ 秒后再试。/)).toBeVisible();
  // Another account from the same network is not shut out.
  await signIn(page, stack, 'viewer@demo.muster', stack.password);
  await expect(page).toHaveURL(/aliases/);
  await page.context().close();
});

test('signing out ends the session for good: a stolen cookie opens nothing', async ({ browser, stack }) => {
  const context = await browser.newContext({ baseURL: stack.url });
  const page = await context.newPage();
  await signIn(page, stack, 'analyst@demo.muster', stack.password);
  const stolen = await context.storageState();
  await page.getByRole('button', { name: /账户菜单/ }).click();
  await page.getByRole('menuitem', { name: '退出登录' }).click();
  await expect(page.getByText('你已退出登录。')).toBeVisible();
  const thief = await (await browser.newContext({ baseURL: stack.url, storageState: stolen })).newPage();
  await thief.goto('/aliases');
  await expect(thief).toHaveURL(/\/sign-in$/);
  await thief.context().close();
  await context.close();
});

test('invite, first password, role change and disabling take effect at the very next request', async ({
  as,
  browser,
  stack,
}) => {
  const admin = await as('admin');
  const email = `new${Date.now()}@demo.muster`;
  await admin.goto('/settings/people');
  await admin.getByRole('button', { name: '邀请成员' }).click();
  await admin.getByRole('dialog').getByLabel('姓名').fill('新同事');
  await admin.getByRole('dialog').getByLabel('邮箱').fill(email);
  await admin.getByRole('button', { name: '生成邀请链接' }).click();
  const link = await admin.getByTestId('one-time-link').innerText();
  await admin.getByRole('dialog').getByRole('button', { name: '关闭' }).click();

  const context = await browser.newContext({ baseURL: stack.url });
  const page = await context.newPage();
  await page.goto(link);
  await page.getByLabel('新密码').fill('短');
  await page.getByRole('button', { name: '设置密码' }).click();
  await expect(page.getByText('密码至少 12 个字符。')).toBeVisible();
  await page.getByLabel('新密码').fill('新同事 自己记得住的一句话');
  await page.getByRole('button', { name: '设置密码' }).click();
  await expect(page.getByText('设置完成，请用新密码登录。')).toBeVisible();
  await page.goto(link);
  await expect(page.getByText('链接无效或已过期')).toBeVisible();

  await signIn(page, stack, email, '新同事 自己记得住的一句话');
  await expect(page).toHaveURL(/aliases/);
  const row = admin.getByRole('row').filter({ hasText: email });
  await row.getByRole('button', { name: /的角色/ }).click();
  await admin.getByRole('option', { name: '审计' }).click();
  await expect(admin.getByText('已生效')).toBeVisible();
  await page.goto('/jobs');
  await expect(page).toHaveURL(/\/sign-in$/);

  await signIn(page, stack, email, '新同事 自己记得住的一句话');
  await expect(page).toHaveURL(/jobs/);
  await row.getByRole('button', { name: '停用' }).click();
  await admin.getByRole('alertdialog').getByRole('button', { name: '停用' }).click();
  await expect(row.getByText('已停用')).toBeVisible();
  await page.goto('/jobs');
  await expect(page).toHaveURL(/\/sign-in$/);
  await context.close();
});

test('changing one’s own password ends every session', async ({ as, stack }) => {
  const page = await as('auditor');
  await page.goto('/settings/account');
  await page.getByLabel('当前密码').fill('not the password');
  await page.getByLabel(/^新密码/).fill('审计员 换上的另一句新话');
  await page.getByLabel('再次输入新密码').fill('审计员 换上的另一句新话');
  await page.getByRole('button', { name: '修改密码并重新登录' }).click();
  await expect(page.getByText('当前密码不正确。')).toBeVisible();
  await page.getByLabel('当前密码').fill(stack.password);
  await page.getByRole('button', { name: '修改密码并重新登录' }).click();
  await expect(page).toHaveURL(/sign-in/);
  forgetSession('auditor');
  await signIn(page, stack, 'auditor@demo.muster', '审计员 换上的另一句新话');
  // Back to the demo's password, for the tests that follow.
  await page.goto('/settings/account');
  await page.getByLabel('当前密码').fill('审计员 换上的另一句新话');
  await page.getByLabel(/^新密码/).fill(stack.password);
  await page.getByLabel('再次输入新密码').fill(stack.password);
  await page.getByRole('button', { name: '修改密码并重新登录' }).click();
  await expect(page).toHaveURL(/sign-in/);
});
