import { readFileSync } from 'node:fs';
import { ROLES, type Role } from '../lib/auth/permissions';
import { expect, test } from './fixtures/test';

/** Which pages open for whom; anything else is 403, and everything is the sign-in page without a session. */
const PAGES: Record<string, readonly Role[]> = {
  '/users': ['viewer', 'analyst', 'operator', 'admin'],
  '/aliases': ['viewer', 'analyst', 'operator', 'admin'],
  '/tags': ['viewer', 'analyst', 'operator', 'admin'],
  '/device-tokens': ['viewer', 'analyst', 'operator', 'admin'],
  '/blacklist': ['viewer', 'analyst', 'operator', 'admin'],
  '/badge': ['viewer', 'analyst', 'operator', 'admin'],
  '/audience': ['viewer', 'analyst', 'operator', 'admin'],
  '/crowds': ['viewer', 'analyst', 'operator', 'admin'],
  '/jobs': ROLES,
  '/quotas': ROLES,
  '/audit': ['admin', 'auditor'],
  '/settings/people': ['admin'],
  '/settings/account': ROLES,
};

for (const role of ROLES) {
  test(`${role}: exactly the documented pages open, and the navigation shows those`, async ({
    as,
    quiet,
  }) => {
    quiet.allow(/status of 403/);
    const page = await as(role);
    for (const [path, roles] of Object.entries(PAGES)) {
      await page.goto(path);
      const forbidden = page.getByText('没有权限查看这个页面');
      const open = page.getByRole('heading', { level: 1 }).and(page.locator('main h1'));
      await expect(forbidden.or(open).first()).toBeVisible();
      expect(await forbidden.isVisible(), path).toBe(!roles.includes(role));
    }
    await page.goto('/');
    const links = await page.getByRole('navigation', { name: '主导航' }).getByRole('link').all();
    const shown = await Promise.all(links.map((link) => link.getAttribute('href')));
    const open = Object.entries(PAGES).filter(
      ([path, roles]) => roles.includes(role) && path !== '/settings/account',
    );
    expect(shown.sort()).toEqual(open.map(([path]) => path).sort());
  });
}

type Manifest = { node: Record<string, { exportedName?: string; filename?: string }> };

/** Every action of the build by name, from Next's own manifest. */
function actionIds(): Map<string, string> {
  const manifest = JSON.parse(
    readFileSync('.next/server/server-reference-manifest.json', 'utf8'),
  ) as Manifest;
  return new Map(Object.entries(manifest.node).map(([id, { exportedName = id }]) => [exportedName, id]));
}

const WRITERS: readonly Role[] = ['operator', 'admin'];
const COUNTERS: readonly Role[] = ['analyst', ...WRITERS];
const ACTIONS: Record<string, { roles: readonly Role[]; input: unknown }> = {
  previewAliases: {
    roles: ['operator', 'admin'],
    input: { kind: 'alias.bind', rows: [{ line: 1, cid: 'x', alias: 'y' }] },
  },
  orderAliases: {
    roles: ['operator', 'admin'],
    input: { jobId: 'no-such-job-id', rowsHash: 'f'.repeat(64) },
  },
  draftQuickly: {
    roles: WRITERS,
    input: { kind: 'badge.set', params: { value: 1 }, rows: [['no-such-cid']] },
  },
  orderQuickly: { roles: WRITERS, input: { jobId: 'no-such-job-id', rowsHash: 'f'.repeat(64) } },
  draftTagEdit: { roles: WRITERS, input: { cid: 'no-such-cid' } },
  draftTagChange: { roles: WRITERS, input: { tags: ['x'] } },
  saveTagEntry: { roles: WRITERS, input: { tag: 'x' } },
  turnTagRoute: { roles: WRITERS, input: { jobId: 'no-such-job-id' } },
  orderChange: { roles: WRITERS, input: { jobId: 'no-such-job-id', rowsHash: 'f'.repeat(64) } },
  pauseChange: { roles: WRITERS, input: { id: 'no-such-job-id' } },
  resumeChange: { roles: WRITERS, input: { id: 'no-such-job-id' } },
  cancelChange: { roles: WRITERS, input: { id: 'no-such-job-id' } },
  prioritiseChange: { roles: WRITERS, input: { id: 'no-such-job-id', priority: 1 } },
  discardChange: { roles: WRITERS, input: { id: 'no-such-job-id' } },
  undoChange: { roles: WRITERS, input: { id: 'no-such-job-id' } },
  retryChange: { roles: WRITERS, input: { id: 'no-such-job-id', which: 'rejected' } },
  verifyChange: { roles: WRITERS, input: { id: 'no-such-job-id', sample: 1 } },
  alterBlacklist: { roles: WRITERS, input: { cids: ['no-such-cid'], reason: 'x' } },
  reassertBlacklist: { roles: WRITERS, input: {} },
  nameLookup: { roles: ['viewer', 'analyst', ...WRITERS], input: { id: 'no-such-lookup', name: 'x' } },
  deleteLookup: { roles: ['viewer', 'analyst', ...WRITERS], input: { id: 'no-such-lookup' } },
  saveAudience: { roles: COUNTERS, input: { id: 'no-such-audience' } },
  cloneAudience: { roles: COUNTERS, input: { id: 'no-such-audience', name: 'x' } },
  binAudience: { roles: COUNTERS, input: { id: 'no-such-audience' } },
  restoreAudience: { roles: COUNTERS, input: { id: 'no-such-audience' } },
  scheduleAudience: { roles: COUNTERS, input: { id: 'no-such-audience' } },
  snapshotNow: { roles: COUNTERS, input: { id: 'no-such-audience' } },
  seeAlert: { roles: COUNTERS, input: { id: 'no-such-alert' } },
  checkCounting: { roles: ['analyst', ...WRITERS], input: {} },
  saveCrowdDraft: { roles: COUNTERS, input: { id: 'no-such-draft' } },
  deleteCrowdDraft: { roles: COUNTERS, input: { id: 'no-such-draft' } },
  cloneCrowd: { roles: COUNTERS, input: { id: 'no-such-plan' } },
  previewCrowd: { roles: COUNTERS, input: { id: 'no-such-draft' } },
  submitCrowd: { roles: COUNTERS, input: { draftId: 'no-such-draft' } },
  decideCrowd: { roles: COUNTERS, input: { id: 'no-such-plan' } },
  adoptCrowds: { roles: COUNTERS, input: { text: '' } },
  listCrowds: { roles: COUNTERS, input: { no: 1 } },
  askCrowd: { roles: COUNTERS, input: { id: 'no-such-plan' } },
  seeCrowd: { roles: COUNTERS, input: { id: 'no-such-plan' } },
  changeBudget: {
    roles: ['admin'],
    input: { family: 'tag-batch', perMinute: 0, perDay: null, reserve: 10 },
  },
  inviteMember: { roles: ['admin'], input: { email: 'not an address', name: '', role: 'viewer' } },
  changeMemberRole: { roles: ['admin'], input: { id: 'no-such-account', role: 'viewer' } },
  setMemberDisabled: { roles: ['admin'], input: { id: 'no-such-account', disabled: true } },
  makeResetLink: { roles: ['admin'], input: { id: 'no-such-account' } },
  switchApp: { roles: ROLES, input: { id: 'no-such-app' } },
  changePassword: { roles: ROLES, input: { current: 'x', next: 'y' } },
  endOwnSessions: { roles: ROLES, input: { id: 'no-such-session' } },
};
/** Actions whose first argument is the app that the page shows. */
const onApp = new Set([
  'nameLookup',
  'deleteLookup',
  'draftQuickly',
  'orderQuickly',
  'draftTagEdit',
  'saveTagEntry',
  'turnTagRoute',
  'changeBudget',
  'checkCounting',
  'alterBlacklist',
  'reassertBlacklist',
  'previewAliases',
  'orderAliases',
  'seeAlert',
  'snapshotNow',
  ...Object.keys(ACTIONS).filter((name) => /(Change|Audience|Crowds?|CrowdDraft)$/.test(name)),
]);
const PUBLIC = ['peekSetup', 'spendSetup', 'batch'];

test('every action × role answers as documented, wherever it is posted, and denials reach nobody upstream', async ({
  as,
  browser,
  stack,
  since,
}) => {
  const ids = actionIds();
  expect([...ids.keys()].sort()).toEqual([...Object.keys(ACTIONS), ...PUBLIC].sort());
  const people = [null, ...ROLES];
  for (const role of people) {
    const context = role ? (await as(role)).context() : await browser.newContext({ baseURL: stack.url });
    for (const [name, { roles, input }] of Object.entries(ACTIONS)) {
      const post = (headers: Record<string, string>) =>
        context.request.post('/sign-in', {
          headers: {
            'next-action': ids.get(name) ?? '',
            'content-type': 'text/plain;charset=UTF-8',
            ...headers,
          },
          data: JSON.stringify(onApp.has(name) ? ['no-such-app', input] : [input]),
        });
      const code = async (headers: Record<string, string>) =>
        /"code":"(\w+)"/.exec(await (await post(headers)).text())?.[1] ?? 'ok';
      const own = await code({ origin: stack.url });
      if (!role) expect(own, `${name} as nobody`).toBe('UNAUTHENTICATED');
      else if (roles.includes(role))
        expect(['FORBIDDEN', 'UNAUTHENTICATED', 'CROSS_ORIGIN'], `${name} as ${role}`).not.toContain(own);
      else expect(own, `${name} as ${role}`).toBe('FORBIDDEN');
      if (role === 'admin') {
        expect(await code({}), `${name} without Origin`).toBe('CROSS_ORIGIN');
        expect(await code({ origin: stack.url, 'sec-fetch-site': 'cross-site' }), `${name} cross-site`).toBe(
          'CROSS_ORIGIN',
        );
        for (const origin of ['null', 'https://evil.example']) {
          const answer = await post({ origin });
          expect(
            answer.status() >= 400 || (await answer.text()).includes('CROSS_ORIGIN'),
            `${name} from ${origin}`,
          ).toBe(true);
        }
        const spoofed = await post({ origin: 'https://evil.example', 'x-forwarded-host': 'evil.example' });
        expect(
          spoofed.status() >= 400 || (await spoofed.text()).includes('CROSS_ORIGIN'),
          `${name} spoofed`,
        ).toBe(true);
      }
    }
    if (!role) await context.close();
  }
  expect(await since.effects()).toEqual([]);
});

test('reads are authorised one by one inside the batch', async ({ as, stack }) => {
  const id = actionIds().get('batch') ?? '';
  const ask = async (role: Role, calls: unknown, shown?: string) => {
    const page = await as(role);
    const html = await (await page.context().request.get('/settings/account')).text();
    const app = shown ?? /currentAppId\\?":\\?"(\w{26})/.exec(html)?.[1];
    const answer = await page.context().request.post('/sign-in', {
      headers: { 'next-action': id, 'content-type': 'text/plain;charset=UTF-8', origin: stack.url },
      data: JSON.stringify([app, calls]),
    });
    return answer.text();
  };
  const lookup = { id: 0, name: 'aliases.lookup', input: { text: '0'.repeat(32), as: 'cid' } };
  expect(await ask('auditor', [lookup])).toContain('FORBIDDEN');
  expect(await ask('viewer', [lookup])).not.toContain('FORBIDDEN');
  expect(await ask('viewer', [{ id: 0, name: '__proto__', input: {} }])).toContain('NOT_FOUND');
  expect(await ask('viewer', 'nonsense')).toContain('INVALID_INPUT');
  // A tab that shows another app than the one chosen since asks nothing and changes nothing.
  expect(await ask('viewer', [lookup], 'another-app')).toContain('APP_CHANGED');
});

test('a file of rows needs a session and the permission', async ({ browser, stack }) => {
  const context = await browser.newContext({ baseURL: stack.url });
  expect((await context.request.get('/api/exports/01aaaaaaaaaaaaaaaaaaaaaaaa')).status()).toBe(401);
  await context.close();
});
