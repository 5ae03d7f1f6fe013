import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { budgetState } from '@/lib/budgets/budgets';
import type { Database } from '@/lib/db/client';
import { pushApp, pushAppToken } from '@/lib/db/schema/apps';
import { budget, budgetUse } from '@/lib/db/schema/budgets';
import { describeEachDatabase } from '@/lib/db/testing';
import { createGetui } from '@/lib/getui/client';
import { createTransport } from '@/lib/getui/transport';
import { type Sandbox, startSandbox } from '@/lib/sandbox/server';
import { registerApp } from './apps';
import { withAuthBudget } from './auth-slot';
import { sharedTokenStore } from './tokens';

const masterKey = Buffer.alloc(32, 3);
let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, users: 1000 });
});
afterAll(() => sandbox?.close());

describeEachDatabase('the auth budget', (open) => {
  let db: Database;
  let id: string;
  beforeAll(async () => {
    db = await open();
    const { appId, appKey, masterSecret, baseUrl } = sandbox;
    const app = { appId, appKey, masterSecret, baseUrl, name: 'A', environment: 'sandbox' as const };
    await registerApp(db, app, masterKey, new Date());
    id = (await db.orm.select().from(pushApp))[0]?.id ?? '';
  });
  beforeEach(async () => {
    sandbox.control.reset({ dialect: { authPerMinute: 100 } });
    await db.orm.delete(pushAppToken);
    await db.orm.delete(budgetUse);
    await db.orm.delete(budget);
  });

  const transport = createTransport();
  /** A process of its own, as far as tokens go. */
  const client = () =>
    createGetui(sandbox, {
      tokens: sharedTokenStore(db, masterKey),
      fetch: withAuthBudget(db, id, transport.fetch),
    });
  const state = () => budgetState(db, id, 'auth');
  const auths = () => sandbox.control.calls(0, { method: 'POST', template: '/auth' }).length;
  const read = (getui = client()) => getui.aliases.byCid(sandbox.sampleCids[0] ?? '');
  const errorOf = (work: Promise<unknown>) =>
    work.then(
      () => null,
      (error: unknown) => error,
    );

  test('each request for a token takes one slot, whoever asks; other calls take none', async () => {
    const getui = client();
    await Promise.all([read(getui), read(getui), read()]);
    expect([auths(), (await state()).usedMinute]).toEqual([1, 1]);
    await getui.auth.renew();
    expect([auths(), (await state()).usedMinute, (await state()).usedDay]).toEqual([2, 2, 2]);
    const uses = await db.orm.select().from(budgetUse);
    expect(uses.every(({ answeredAt, who }) => answeredAt && who === 'person')).toBe(true);
  });

  test('a second try is a second request and takes a second slot', async () => {
    sandbox.control.addFault({
      match: { endpoint: '/auth' },
      effect: { kind: 'html', http: 502, apply: false },
    });
    await read();
    expect([auths(), (await state()).usedMinute]).toEqual([2, 2]);
  });

  test('without a slot nothing is sent, and the error says when to ask again', async () => {
    await read();
    await db.orm.update(budget).set({ perMinute: 1 }).where(eq(budget.family, 'auth'));
    const error = await errorOf(client().auth.renew());
    expect(error).toMatchObject({
      kind: 'rate-limited',
      endpoint: 'POST /auth',
      outcome: 'not-applied',
      window: 'minute',
    });
    const { retryAfterMs } = error as { retryAfterMs: number };
    expect(retryAfterMs).toBeGreaterThan(50_000);
    expect(retryAfterMs).toBeLessThanOrEqual(60_000);
    expect(auths()).toBe(1);
  });

  test('the upstream’s 10003 closes the family for every process', async () => {
    sandbox.control.setDialect({ authPerMinute: 1 });
    await read();
    expect(await errorOf(client().auth.renew())).toMatchObject({ kind: 'rate-limited', code: 10003 });
    expect(await state()).toMatchObject({
      refused: true,
      surprises: 1,
      lastRefusal: { code: 10003, window: 'minute', used: 2 },
    });
    expect(await errorOf(client().auth.renew())).toMatchObject({ kind: 'rate-limited', code: null });
    expect(auths()).toBe(2);
  });
});
