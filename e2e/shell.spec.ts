import { serious } from './fixtures/axe';
import { expect, test } from './fixtures/test';

const PAGES = [
  '/aliases',
  '/aliases?tab=bind',
  '/jobs',
  '/audit',
  '/crowds',
  '/crowds?tab=queue',
  '/crowds/new',
  '/settings/people',
  '/settings/account',
];

for (const scheme of ['light', 'dark'] as const) {
  for (const locale of ['zh-CN', 'en'] as const) {
    test(`${locale}, ${scheme}: no serious finding of axe on any page, no sideways scrolling at 390 px`, async ({
      as,
      stack,
    }) => {
      const page = await as('admin', { colorScheme: scheme, viewport: { width: 390, height: 844 } });
      await page.context().addCookies([{ name: 'locale', value: locale, url: stack.url }]);
      for (const path of PAGES) {
        await page.setViewportSize({ width: 390, height: 844 });
        await page.goto(path);
        await page.getByRole('heading', { level: 1 }).waitFor();
        await expect
          .poll(() => page.evaluate(() => document.documentElement.scrollWidth), { message: path })
          .toBeLessThanOrEqual(390);
        await page.setViewportSize({ width: 1440, height: 900 });
        expect(await serious(page), path).toEqual([]);
      }
    });
  }
}

test('the sign-in page is free of serious findings as well', async ({ browser, stack }) => {
  const page = await (await browser.newContext({ baseURL: stack.url })).newPage();
  await page.goto('/sign-in');
  expect(await serious(page)).toEqual([]);
  await page.context().close();
});

test('language and theme are chosen in the user menu and stay', async ({ as }) => {
  const page = await as('operator');
  await page.goto('/aliases');
  await page.getByRole('button', { name: /账户菜单/ }).click();
  await page.getByRole('menuitemradio', { name: 'English' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Aliases' })).toBeVisible();
  await page.getByRole('button', { name: /Account menu/ }).click();
  await page.getByRole('menuitemradio', { name: 'Dark' }).click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await page.reload();
  await expect(page.getByRole('heading', { level: 1, name: 'Aliases' })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
});

test('the environment is named, the skip link leads to the content, and the drawer opens at 390 px', async ({
  as,
}) => {
  const page = await as('operator');
  await page.goto('/aliases');
  await expect(page.getByText('沙箱：请求不会离开这台服务器')).toBeVisible();
  await expect(page).toHaveTitle(/\[沙箱\]/);
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: '跳到正文' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.locator('#main')).toBeFocused();
  await page.setViewportSize({ width: 390, height: 844 });
  await page.getByRole('button', { name: '打开导航' }).click();
  await page.getByRole('dialog').getByRole('link', { name: '任务' }).click();
  await expect(page).toHaveURL(/\/jobs$/);
});

test('every answer carries its headers, also errors, and scripts run by nonce alone', async ({ as }) => {
  const page = await as('operator');
  for (const path of ['/aliases', '/jobs', '/no-such-page', '/sign-in']) {
    const headers = (await page.request.get(path)).headers();
    const policy = headers['content-security-policy'] ?? '';
    expect(policy, path).toContain("object-src 'none'");
    expect(policy, path).toContain("base-uri 'none'");
    expect(policy, path).toContain("frame-ancestors 'none'");
    expect(policy.match(/script-src[^;]*/)?.[0], path).not.toContain('unsafe-inline');
    expect(headers['x-content-type-options'], path).toBe('nosniff');
    expect(headers['cache-control'], path).toContain('no-store');
    expect(headers['x-powered-by'], path).toBeUndefined();
  }
  expect((await page.request.get('/api/healthz')).headers()['x-content-type-options']).toBe('nosniff');
});

test('questions do not queue behind one another: many reads and a slow one travel together', async ({
  as,
  sandbox,
}) => {
  const { withAlias } = await sandbox.sample();
  const page = await as('operator');
  await page.goto('/aliases');
  await sandbox.fault({
    match: { method: 'GET', endpoint: '/user/detail/$cids' },
    effect: { kind: 'delay', ms: 3_000 },
  });
  await page.getByRole('searchbox', { name: 'cid 或别名' }).fill(withAlias[9]?.cid ?? '');
  await page.keyboard.press('Enter');
  // While the look-up waits for three seconds, another page asks its own question and has its answer.
  const started = Date.now();
  await page.getByRole('link', { name: '任务' }).click();
  await page.getByRole('table', { name: '任务' }).or(page.getByText('还没有改动')).waitFor();
  expect(Date.now() - started).toBeLessThan(2_500);
});
