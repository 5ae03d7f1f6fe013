import { and, eq, gt, sql } from 'drizzle-orm';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { registerApp } from '@/lib/apps/server/apps';
import type { Database } from '@/lib/db/client';
import { pushApp } from '@/lib/db/schema/apps';
import { auditEntry } from '@/lib/db/schema/audit';
import { budget, budgetUse } from '@/lib/db/schema/budgets';
import { describeEachDatabase } from '@/lib/db/testing';
import { answered, budgetState, refused, take } from './budgets';
import { shanghaiDay } from './rules';
import type { QuotaFamily } from './schema';
import { dropOldUses, listBudgets, setBudget } from './settings';

const family = 'tag-batch' as const;
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describeEachDatabase('budgets', (open) => {
  let db: Database;
  let appId: string;
  beforeAll(async () => {
    db = await open();
    await registerApp(
      db,
      {
        appId: 'a',
        appKey: 'k',
        masterSecret: 's',
        name: 'A',
        environment: 'test',
        baseUrl: 'http://127.0.0.1:1/v2',
      },
      Buffer.alloc(32, 1),
      new Date(),
    );
    appId = (await db.orm.select().from(pushApp))[0]?.id ?? '';
  });
  beforeEach(async () => {
    await db.orm.delete(budgetUse);
    await db.orm.delete(budget);
  });

  const one = (who: 'person' | 'bulk' = 'person', deadlineMs = 10_000, of: QuotaFamily = family) =>
    take(db, { appId, family: of, who, deadlineMs });
  const grantOf = async (who?: 'person' | 'bulk', deadlineMs?: number) => {
    const grant = await one(who, deadlineMs);
    if (!grant.granted) throw new Error(`no grant: ${JSON.stringify(grant)}`);
    return grant;
  };
  const granted = async (count: number, who: 'person' | 'bulk' = 'person') => {
    let got = 0;
    for (let i = 0; i < count; i++) if ((await one(who)).granted) got++;
    return got;
  };
  const prepare = async (values: Partial<typeof budget.$inferInsert>) => {
    const row = { appId, family, perMinute: 100, perDay: 10_000, reserve: 10, ...values };
    await db.orm
      .insert(budget)
      .values(row)
      .onConflictDoUpdate({ target: [budget.appId, budget.family], set: values });
  };
  const state = () => budgetState(db, appId, family);
  const minute = { code: 10005, window: 'minute' as const, retryAfterMs: null };

  test('a family begins with the vendor’s figures, and asking how it stands writes nothing', async () => {
    const all = await listBudgets(db, appId);
    expect(all.map((b) => [b.family, b.perMinute, b.perDay])).toEqual([
      ['tag-batch', 100, 10_000],
      ['device-token', 1000, null],
      ['auth', 100, 100_000],
    ]);
    expect(await db.orm.select().from(budget)).toEqual([]);
    expect(await one()).toMatchObject({ granted: true });
    expect(await state()).toMatchObject({ usedMinute: 1, usedDay: 1, peopleActive: true });
  });

  test('askers at the same moment share the limit exactly', async () => {
    await prepare({ perMinute: 20 });
    const answers = await Promise.all(Array.from({ length: 50 }, () => one()));
    expect(answers.filter((answer) => answer.granted)).toHaveLength(20);
    expect(await state()).toMatchObject({ usedMinute: 20, usedDay: 20 });
  });

  test('a slot is held until its answer plus the window', async () => {
    await prepare({ perMinute: 1, windowMs: 400 });
    const { id } = await grantOf();
    await sleep(600);
    // Granted longer than a window ago, but in flight: it may arrive this moment.
    expect(await one()).toMatchObject({ granted: false, window: 'minute', refused: false });
    await answered(db, id);
    const no = await one();
    if (no.granted) throw new Error('granted within the window after the answer');
    expect(no.waitMs).toBeGreaterThan(300);
    expect(no.waitMs).toBeLessThanOrEqual(400);
    await sleep(no.waitMs + 5);
    expect((await one()).granted).toBe(true);
  });

  test('a second answer and an unknown grant change nothing', async () => {
    const { id } = await grantOf();
    await answered(db, id);
    const before = await db.orm.select().from(budgetUse);
    await answered(db, id);
    await answered(db, 999_999);
    expect(await db.orm.select().from(budgetUse)).toEqual(before);
  });

  test('without an answer the deadline stands in for it, with what a late start may overrun', async () => {
    await prepare({ windowMs: 1_000 });
    await grantOf('bulk', 7_000);
    const [use] = await db.orm.select().from(budgetUse);
    expect((use?.freeAt.getTime() ?? 0) - (use?.grantedAt.getTime() ?? 0)).toBeCloseTo(13_000, -1);
  });

  test('a full window tells the earliest moment worth asking again, whatever deadlines say', async () => {
    await prepare({ perMinute: 2, windowMs: 1_000 });
    await grantOf('person', 60_000);
    await grantOf('person', 60_000);
    const no = await one();
    // Both in flight with a minute to go; but they may be answered now and free a window later.
    expect(no).toMatchObject({ granted: false });
    if (!no.granted) expect(no.waitMs).toBeLessThanOrEqual(1_000);
  });

  test('bulk work leaves the reserve once somebody clicked, and its pace is even', async () => {
    await prepare({ perMinute: 20, windowMs: 60_000 });
    await grantOf('bulk');
    const ahead = await granted(5, 'bulk');
    expect(ahead).toBe(1);
    expect(await one('bulk')).toMatchObject({ granted: false, window: 'minute', refused: false });
    expect(await granted(30)).toBe(18);
    expect(await state()).toMatchObject({ peopleActive: true, usedMinute: 20 });
  });

  test('a click that finds everything taken keeps the next free slots for people', async () => {
    await prepare({ perMinute: 4, reserve: 25, windowMs: 2_000 });
    const bulk: number[] = [];
    while (bulk.length < 4) {
      const answer = await one('bulk');
      if (answer.granted) bulk.push(answer.id);
      else await sleep(answer.waitMs);
    }
    expect((await one('person')).granted).toBe(false);
    await sleep(20);
    await db.orm
      .update(budgetUse)
      .set({ freeAt: sql`clock_timestamp()` })
      .where(eq(budgetUse.id, bulk[0] ?? 0));
    await sleep(600);
    expect((await one('bulk')).granted).toBe(false);
    expect((await one('person')).granted).toBe(true);
  });

  test('the day is counted, ends, and begins anew at midnight with what was in flight', async () => {
    await prepare({ perDay: 100, usedDay: 97, day: shanghaiDay(Date.now()) });
    expect(await one('bulk')).toMatchObject({ granted: false, window: 'day', refused: false });
    expect(await granted(5)).toBe(3);
    const no = await one();
    expect(no).toMatchObject({ granted: false, window: 'day' });
    if (!no.granted) expect(no.waitMs).toBeLessThanOrEqual(86_400_000);
    // Yesterday's figures; one call of yesterday has no answer yet.
    await db.orm.update(budget).set({ day: shanghaiDay(Date.now()) - 1 });
    await db.orm.update(budgetUse).set({
      answeredAt: sql`granted_at - interval '2 days'`,
      freeAt: sql`clock_timestamp() - interval '2 days'`,
    });
    const [flying] = await db.orm.select().from(budgetUse).limit(1);
    await db.orm
      .update(budgetUse)
      .set({ answeredAt: null, freeAt: sql`clock_timestamp() + interval '1 minute'` })
      .where(eq(budgetUse.id, flying?.id ?? 0));
    expect(await one()).toMatchObject({ granted: true });
    expect(await state()).toMatchObject({ usedDay: 2 });
  });

  test('a refusal closes the family for all, one probe finds out, its answer reopens', async () => {
    await prepare({ windowMs: 1_200 });
    const first = await grantOf();
    await granted(2);
    await refused(db, appId, family, minute);
    await answered(db, first.id);
    expect(await one('person')).toMatchObject({ granted: false, refused: true, window: 'minute' });
    expect(await state()).toMatchObject({
      refused: true,
      window: 'minute',
      surprises: 1,
      lastRefusal: { code: 10005, window: 'minute', used: 3 },
    });
    await sleep(150);
    const answers = await Promise.all(Array.from({ length: 6 }, () => one('bulk')));
    const probes = answers.filter((answer) => answer.granted);
    expect(probes).toHaveLength(1);
    expect(answers.find((answer) => !answer.granted)).toMatchObject({ refused: true, waitMs: 10 });
    if (probes[0]?.granted) await answered(db, probes[0].id);
    expect(await state()).toMatchObject({ refused: false, surprises: 1, lastRefusal: { used: 3 } });
    expect((await one('person')).granted).toBe(true);
  });

  test('a probe that is refused closes it for longer; refusals of calls on their way count once', async () => {
    await prepare({ windowMs: 1_200 });
    await granted(4);
    await Promise.all([1, 2, 3].map(() => refused(db, appId, family, minute)));
    expect((await state()).surprises).toBe(1);
    const waits: number[] = [];
    for (let round = 0; round < 3; round++) {
      const no = await one();
      if (no.granted) throw new Error('open');
      waits.push(no.waitMs);
      await sleep(no.waitMs + 5);
      const probe = await grantOf();
      await refused(db, appId, family, minute);
      await answered(db, probe.id);
    }
    const [a = 0, b = 0, c = 0] = waits;
    expect(a).toBeLessThanOrEqual(100);
    expect(b).toBeGreaterThan(140);
    expect(b).toBeLessThanOrEqual(200);
    expect(c).toBeGreaterThan(340);
    expect((await state()).surprises).toBe(4);
  });

  test('a probe whose process died is followed by another after its deadline', async () => {
    await prepare({ windowMs: 1_200 });
    await refused(db, appId, family, minute);
    await sleep(110);
    await grantOf('bulk', 300);
    expect((await one()).granted).toBe(false);
    await sleep(320);
    expect((await one()).granted).toBe(true);
  });

  test('a refused day is closed until midnight, outlasts a minute’s refusal, and a change of limits reopens it', async () => {
    await granted(2);
    await refused(db, appId, family, minute);
    await refused(db, appId, family, { code: 30011, window: 'day', retryAfterMs: 7_200_000 });
    await refused(db, appId, family, minute);
    const no = await one();
    expect(no).toMatchObject({ granted: false, refused: true, window: 'day' });
    if (!no.granted) expect(no.waitMs).toBeGreaterThan(3_500_000);
    const actor = { id: null, name: 'Ada' };
    const now = new Date('2026-11-24T04:00:00Z');
    const limits = { family, perMinute: 200, perDay: null, reserve: 20 };
    await setBudget(db, { appId, actor }, limits, now);
    expect((await one()).granted).toBe(true);
    expect(await state()).toMatchObject({ perMinute: 200, perDay: null, reserve: 20, refused: false });
    const [entry] = await db.orm
      .select()
      .from(auditEntry)
      .where(and(eq(auditEntry.action, 'budget.set'), eq(auditEntry.actorName, 'Ada')));
    expect(JSON.parse(entry?.detail ?? '')).toEqual({
      before: { perMinute: 100, perDay: 10_000, reserve: 10 },
      after: { perMinute: 200, perDay: null, reserve: 20 },
      reopened: true,
    });
  });

  test('uses older than two days go', async () => {
    await granted(3);
    await db.orm.update(budgetUse).set({ freeAt: sql`free_at - interval '49 hours'` });
    await granted(2);
    expect(await dropOldUses(db)).toBe(3);
    expect(await db.orm.select().from(budgetUse)).toHaveLength(2);
  });

  test('a take costs the same on an empty day and after 100,000 calls', async () => {
    await prepare({ perMinute: 1_000_000, perDay: null });
    const rate = async () => {
      await db.orm.delete(budgetUse).where(gt(budgetUse.freeAt, sql`statement_timestamp()`));
      const from = performance.now();
      await granted(40);
      return performance.now() - from;
    };
    const best = async () => Math.min(await rate(), await rate(), await rate());
    await rate();
    const empty = await best();
    await db.orm.execute(sql`
      insert into budget_use (app_id, family, who, granted_at, free_at, answered_at)
      select ${appId}, ${family}, 'bulk', at, at + interval '60 seconds', at
      from (select clock_timestamp() - interval '2 minutes' - n * interval '0.8 seconds' as at
            from generate_series(1, 100000) n) x`);
    const full = await best();
    await db.orm.execute(sql`analyze budget_use`);
    const analysed = await best();
    expect(analysed / empty).toBeLessThan(2);
    expect(full / empty).toBeLessThan(2);
  });
});
