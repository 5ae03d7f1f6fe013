import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright';
import { DEMO_PASSWORD } from '../../lib/launch/stack.mjs';

const BROWSER = ['/usr/bin/chromium', process.env.CHROMIUM_PATH].find((path) => path && existsSync(path));
/** tsx names functions by a helper that pages do not have. */
export const HELPER = 'globalThis.__name = (named) => named;';

/** The installed Chromium, without a window. */
export const launch = (): Promise<Browser> =>
  chromium.launch({
    ...(BROWSER ? { executablePath: BROWSER } : {}),
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
  });

/** A page in which the operator of the demo is signed in; `script` runs before each of its documents. */
export async function signedIn(
  browser: Browser,
  url: string,
  { script = '', bypassCSP = false }: { script?: string; bypassCSP?: boolean } = {},
): Promise<Page> {
  const context = await browser.newContext({
    ...{ locale: 'zh-CN', bypassCSP },
    viewport: { width: 1440, height: 900 },
  });
  await context.addInitScript({ content: `${HELPER}\n${script}` });
  const page = await context.newPage();
  await page.goto(`${url}/sign-in`);
  await page.getByLabel('邮箱').fill('operator@demo.muster');
  await page.getByLabel('密码').fill(DEMO_PASSWORD);
  await page.getByRole('button', { name: '登录' }).click();
  await page.waitForURL((at) => !at.pathname.startsWith('/sign-in'));
  return page;
}
