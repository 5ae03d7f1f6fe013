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
  /** Lets `ms` pass: everything that happened did so much longer ago. */
  const pass = async (ms: number) => {
    const back = sql`${ms}::float8 * interval '1 millisecond'`;
    await db.orm.execute(sql`update budget_use set granted_at = granted_at - ${back}, free_at = free_at - ${back},
      answered_at = answered_at - ${back}`);
    await db.orm.execute(sql`update budget set held_until = held_until - ${back}, probe_until = probe_until - ${back},
      people_at = people_at - ${back}, pace_at = pace_at - ${back}, refused_at = refused_at - ${back}`);
  };
  const waitOf = async (who?: 'person' | 'bulk') => {
    const no = await one(who);
    if (no.granted) throw new Error('a slot was granted');
    return no.waitMs;
  };
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
    await prepare({ perMinute: 1 });
    const { id } = await grantOf('person', 120_000);
    await pass(90_000);
    // Granted longer than a window ago, but in flight: it may arrive this moment.
    expect(await one()).toMatchObject({ granted: false, window: 'minute', refused: false });
    await answered(db, id);
    const wait = await waitOf();
    expect(wait).toBeGreaterThan(40_000);
    expect(wait).toBeLessThanOrEqual(60_000);
    await pass(wait - 15_000);
    expect((await one()).granted).toBe(false);
    await pass(15_001);
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
    await prepare({ perMinute: 1 });
    await grantOf('bulk', 7_000);
    await pass(7_000 + 60_000 - 15_000);
    expect((await one('person')).granted).toBe(false);
    await pass(5_000 + 15_000);
    expect((await one('person')).granted).toBe(true);
  });

  test('a full window tells the earliest moment worth asking again, whatever deadlines say', async () => {
    await prepare({ perMinute: 2 });
    await grantOf('person', 300_000);
    const second = await grantOf('person', 300_000);
    // Both in flight with minutes to go; but they may be answered now and free a window later.
    expect(await waitOf()).toBeLessThanOrEqual(60_000);
    await answered(db, second.id);
    await pass(30_000);
    expect(await waitOf()).toBeLessThanOrEqual(30_000);
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
    await prepare({ perMinute: 4, reserve: 25 });
    for (let i = 0; i < 4; i++) {
      await pass(15_000);
      await answered(db, (await grantOf('bulk')).id);
    }
    expect((await one('person')).granted).toBe(false);
    await pass(16_000);
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
    const first = await grantOf();
    await granted(2);
    await refused(db, appId, family, { ...minute, retryAfterMs: 60_000 });
    await answered(db, first.id);
    expect(await one('person')).toMatchObject({ granted: false, refused: true, window: 'minute' });
    expect(await state()).toMatchObject({
      refused: true,
      window: 'minute',
      surprises: 1,
      lastRefusal: { code: 10005, window: 'minute', used: 3, limit: 100 },
    });
    await pass(60_000);
    const answers = await Promise.all(Array.from({ length: 6 }, () => one('bulk')));
    const probes = answers.filter((answer) => answer.granted);
    expect(probes).toHaveLength(1);
    expect(answers.find((answer) => !answer.granted)).toMatchObject({ refused: true, waitMs: 500 });
    if (probes[0]?.granted) await answered(db, probes[0].id);
    expect(await state()).toMatchObject({ refused: false, surprises: 1, lastRefusal: { used: 3 } });
    expect((await one('person')).granted).toBe(true);
  });

  test('a probe that is refused closes it for longer; refusals of calls on their way count once', async () => {
    const held = async () => {
      const [row] = await db.orm.select().from(budget);
      return (row?.heldUntil?.getTime() ?? 0) - (row?.refusedAt?.getTime() ?? 0);
    };
    await granted(4);
    await Promise.all([1, 2, 3].map(() => refused(db, appId, family, minute)));
    expect((await state()).surprises).toBe(1);
    const holds = [await held()];
    for (let round = 0; round < 3; round++) {
      await pass(holds.at(-1) ?? 0);
      const probe = await grantOf();
      await refused(db, appId, family, minute);
      await answered(db, probe.id);
      holds.push(await held());
    }
    expect(holds).toEqual([5_000, 10_000, 20_000, 40_000]);
    expect((await state()).surprises).toBe(4);
    // A family that stayed open for a while begins anew.
    await pass(40_000);
    await answered(db, (await grantOf()).id);
    await pass(180_000);
    await refused(db, appId, family, minute);
    expect(await held()).toBe(5_000);
  });

  test('a probe whose process died is followed by another after its deadline', async () => {
    await refused(db, appId, family, { ...minute, retryAfterMs: 60_000 });
    await pass(60_000);
    await grantOf('bulk', 30_000);
    expect((await one()).granted).toBe(false);
    await pass(30_000);
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
    const full = 'device-token' as const;
    await prepare({ perMinute: 1_000_000, perDay: null });
    await prepare({ family: full, perMinute: 1_000_000, perDay: null });
    await db.orm.execute(sql`
      insert into budget_use (app_id, family, who, granted_at, free_at, answered_at)
      select ${appId}, ${full}, 'bulk', at, at + interval '60 seconds', at
      from (select clock_timestamp() - interval '2 minutes' - n * interval '0.8 seconds' as at
            from generate_series(1, 100000) n) x`);
    const time = async (of: QuotaFamily) => {
      await db.orm.delete(budgetUse).where(gt(budgetUse.freeAt, sql`statement_timestamp()`));
      const from = performance.now();
      for (let i = 0; i < 40; i++) expect((await one('person', 10_000, of)).granted).toBe(true);
      return performance.now() - from;
    };
    // The best of each, in turns, until they are alike: a busy machine needs more turns, a scan never gets there.
    const best = { [family]: Infinity, [full]: Infinity };
    const alike = async (turns = 15): Promise<boolean> => {
      for (const of of [family, full]) best[of] = Math.min(best[of], await time(of));
      return best[full] < 2 * best[family] || (turns > 1 && alike(turns - 1));
    };
    expect(await alike(), 'before statistics').toBe(true);
    await db.orm.execute(sql`analyze budget_use`);
    best[full] = Infinity;
    expect(await alike(), 'with statistics').toBe(true);
  });
});
