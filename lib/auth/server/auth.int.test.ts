import { asc, eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hashEntry } from '@/lib/audit/append';
import { verifyChain } from '@/lib/audit/read';
import type { Database } from '@/lib/db/client';
import { setDatabase } from '@/lib/db/current';
import { account, session } from '@/lib/db/schema/accounts';
import { auditEntry, auditHead } from '@/lib/db/schema/audit';
import { describeEachDatabase } from '@/lib/db/testing';
import { changeOwnPassword, changeRole, createAccount, setDisabled } from './accounts';
import { firstAdminLink, invite, peekLink, resetLink, spendLink } from './links';
import { authenticate } from './options';
import { hashPassword } from './password';
import {
  ABSOLUTE_MS,
  actorOf,
  endSession,
  endSessions,
  IDLE_MS,
  listSessions,
  startSession,
} from './session';
import { attemptSucceeded, beginAttempt } from './throttle';

const from = { network: '10.0.0.0/24', userAgent: 'test' };
const minute = 60_000;
const later = (ms: number) => new Date(Date.now() + ms);
const refusal = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error) => error.failure?.code ?? String(error),
  );

describeEachDatabase('sign-in', (open) => {
  let db: Database;
  let passwordHash: string;
  let people = 0;
  beforeAll(async () => {
    db = await open();
    setDatabase(db);
    passwordHash = await hashPassword('a sentence to remember');
  });
  afterAll(() => setDatabase(undefined));

  const person = async (role: 'admin' | 'operator' = 'operator') => {
    const email = `p${++people}@x.cn`;
    const by = { id: null, name: 'test' };
    const id = await db.transaction((tx) =>
      createAccount(tx, by, { email, name: email, role, passwordHash }, new Date()),
    );
    const [row] = await db.orm.select().from(account).where(eq(account.id, id));
    if (!row) throw new Error('no account');
    return row;
  };
  const signIn = (who: { id: string; sessionVersion: number }) => startSession(db, who, from, new Date());

  test('the setup link makes exactly one first administrator, also when two tabs try together', async () => {
    const token = await firstAdminLink(db, new Date());
    if (!token) throw new Error('no link');
    expect(await peekLink(db, token, new Date())).toMatchObject({ purpose: 'first-admin' });
    const form = { email: ' Boss@X.cn ', name: 'Boss', password: 'a sentence to remember' };
    expect(await refusal(spendLink(db, token, { ...form, password: 'short' }, new Date()))).toBe(
      'INVALID_INPUT',
    );
    const both = await Promise.all([1, 2].map(() => refusal(spendLink(db, token, form, new Date()))));
    expect(both.sort()).toEqual(['LINK_INVALID', null].sort());
    expect(await firstAdminLink(db, new Date())).toBeNull();
    const [boss] = await db.orm.select().from(account).where(eq(account.email, 'boss@x.cn'));
    expect(boss?.role).toBe('admin');
    expect(await refusal(spendLink(db, token, form, new Date()))).toBe('LINK_INVALID');
  });

  test('a session dies at the very next request: sign-out, disable, role, password', async () => {
    const admin = await person('admin');
    const actor = {
      accountId: admin.id,
      name: 'a',
      email: admin.email,
      role: 'admin' as const,
      sessionId: '-',
    };
    const deaths: ((who: { id: string; sessionVersion: number }, secret: string) => Promise<unknown>)[] = [
      (_, secret) => endSession(db, secret, new Date()),
      (who) => setDisabled(db, actor, who.id, true, new Date()),
      (who) => changeRole(db, actor, who.id, 'viewer', new Date()),
      (who) =>
        changeOwnPassword(
          db,
          { ...actor, accountId: who.id },
          'a sentence to remember',
          'another one entirely',
          new Date(),
        ),
    ];
    for (const death of deaths) {
      const who = await person();
      const [first, second] = [await signIn(who), await signIn(who)];
      expect(await actorOf(db, first, new Date())).toMatchObject({ accountId: who.id, role: 'operator' });
      await death(who, first);
      expect(await actorOf(db, first, new Date())).toBeNull();
      // Only sign-out spares the other browsers.
      expect((await actorOf(db, second, new Date())) === null).toBe(death !== deaths[0]);
    }
  });

  test('a session ends after 30 idle minutes and after 12 hours, whatever happens', async () => {
    const secret = await signIn(await person());
    expect(await actorOf(db, secret, later(IDLE_MS + 1))).toBeNull();
    for (let at = 25 * minute; at < ABSOLUTE_MS; at += 25 * minute)
      expect(await actorOf(db, secret, later(at))).not.toBeNull();
    expect(await actorOf(db, secret, later(ABSOLUTE_MS + 1))).toBeNull();
  });

  test('one ends own sessions and nobody else’s', async () => {
    const [me, other] = [await person(), await person()];
    const secrets = [await signIn(me), await signIn(me), await signIn(me)];
    const theirs = await signIn(other);
    const [row] = await db.orm
      .select({ id: session.id })
      .from(session)
      .where(eq(session.accountId, other.id));
    const [mine] = await listSessions(db, me.id, new Date());
    await db.transaction((tx) => endSessions(tx, me.id, { id: row?.id ?? '' }, new Date()));
    expect(await actorOf(db, theirs, new Date())).not.toBeNull();
    const ended = await db.transaction((tx) =>
      endSessions(tx, me.id, { allBut: mine?.id ?? '' }, new Date()),
    );
    expect(ended).toBe(2);
    const alive = await Promise.all(secrets.map((secret) => actorOf(db, secret, new Date())));
    expect(alive.filter(Boolean)).toHaveLength(1);
  });

  test('five wrong tries close one account for one network; the right password still enters elsewhere', async () => {
    const now = new Date();
    const tries = await Promise.all(
      Array.from({ length: 20 }, () => beginAttempt(db, 'v@x.cn', '1.2.3.0/24', now)),
    );
    expect(tries.filter(({ allowed }) => allowed)).toHaveLength(5);
    const shut = await beginAttempt(db, 'v@x.cn', '1.2.3.0/24', later(minute));
    expect(shut).toMatchObject({ allowed: false });
    if (!shut.allowed) expect(shut.retryAfter).toBeLessThanOrEqual(4 * 60);
    expect(await beginAttempt(db, 'v@x.cn', '9.9.9.0/24', now)).toMatchObject({ allowed: true });
    expect(await beginAttempt(db, 'w@x.cn', '1.2.3.0/24', now)).toMatchObject({ allowed: true });
    expect(await beginAttempt(db, 'v@x.cn', '1.2.3.0/24', later(5 * minute + 1000))).toMatchObject({
      allowed: true,
    });
    await attemptSucceeded(db, 'v@x.cn', '1.2.3.0/24');
    expect(await beginAttempt(db, 'v@x.cn', '1.2.3.0/24', now)).toMatchObject({ allowed: true });
  });

  test('authenticating says the same for a wrong password, an unknown and a disabled account, and audits each', async () => {
    const who = await person();
    const gone = await person();
    await db.orm.update(account).set({ disabledAt: new Date() }).where(eq(account.id, gone.id));
    const request = { headers: { 'x-forwarded-for': '203.0.113.9', 'user-agent': 'x' } };
    const enter = (email: string, password: string) => authenticate({ email, password }, request);
    expect(await enter(who.email, 'wrong wrong wrong')).toBeNull();
    expect(await enter('nobody@x.cn', 'a sentence to remember')).toBeNull();
    expect(await enter(gone.email, 'a sentence to remember')).toBeNull();
    const entered = await enter(` ${who.email.toUpperCase()}`, 'a sentence to remember');
    expect(entered).toMatchObject({ id: who.id });
    expect(await actorOf(db, entered?.secret ?? '', new Date())).toMatchObject({ accountId: who.id });
    const rows = await db.orm
      .select()
      .from(auditEntry)
      .where(sql`${auditEntry.detail} like '%203.0.113.0/24%'`);
    expect(rows.map(({ action }) => action)).toEqual([
      'session.refused',
      'session.refused',
      'session.refused',
      'session.start',
    ]);
  });

  test('an invitation works once, a newer link replaces it, and the last administrator stays', async () => {
    const admin = await person('admin');
    const actor = {
      accountId: admin.id,
      name: 'a',
      email: admin.email,
      role: 'admin' as const,
      sessionId: '-',
    };
    const { accountId, token } = await invite(
      db,
      actor,
      { email: 'new@x.cn', name: 'New', role: 'viewer' },
      new Date(),
    );
    expect(
      await refusal(invite(db, actor, { email: 'NEW@x.cn', name: 'New', role: 'viewer' }, new Date())),
    ).toBe('CONFLICT');
    const newer = await resetLink(db, actor, accountId, new Date());
    expect(await peekLink(db, token, new Date())).toBeNull();
    expect(await peekLink(db, newer, later(4 * 86_400_000))).toBeNull();
    await spendLink(db, newer, { password: 'yet another sentence' }, new Date());
    const admins = await db.orm.select({ id: account.id }).from(account).where(eq(account.role, 'admin'));
    const results = await Promise.all(
      admins.map(({ id }) => refusal(changeRole(db, actor, id, 'viewer', new Date()))),
    );
    expect(results.filter((code) => code === 'CONFLICT')).toHaveLength(1);
  });

  test('the audit chain is whole, refuses change, and shows tampering', async () => {
    const { checked, brokenAt } = await verifyChain(db);
    expect(brokenAt).toBeNull();
    expect(checked).toBeGreaterThan(5);
    await expect(db.orm.update(auditEntry).set({ action: 'x' })).rejects.toThrow();
    await expect(db.orm.delete(auditEntry)).rejects.toThrow();
    const whole = await db.orm.select().from(auditEntry).orderBy(asc(auditEntry.seq));
    await db.orm.execute(sql`alter table audit_entry disable trigger audit_entry_final`);
    await db.orm.update(auditEntry).set({ actorName: 'someone else' }).where(eq(auditEntry.seq, 3));
    expect(await verifyChain(db)).toEqual({ checked: 2, brokenAt: 3 });
    await db.orm.update(auditEntry).set({ actorName: whole[2]?.actorName }).where(eq(auditEntry.seq, 3));
    expect(await verifyChain(db)).toEqual({ checked, brokenAt: null });

    // A forged newest row with a hash of its own, a cut-off tail, and a trail without its head.
    const last = whole.at(-1);
    if (!last) throw new Error('no entries');
    const { hash: _hash, ...forged } = { ...last, actorName: 'someone else' };
    await db.orm
      .update(auditEntry)
      .set({ ...forged, hash: hashEntry(forged) })
      .where(eq(auditEntry.seq, last.seq));
    expect((await verifyChain(db)).brokenAt).toBe(last.seq);
    await db.orm.delete(auditEntry).where(eq(auditEntry.seq, last.seq));
    expect((await verifyChain(db)).brokenAt).toBe(last.seq);
    await db.orm.delete(auditHead);
    expect((await verifyChain(db)).brokenAt).toBe(last.seq);
  });
});
