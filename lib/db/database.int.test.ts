import { eq, like, sql } from 'drizzle-orm';
import { beforeAll, expect, test } from 'vitest';
import type { Database } from './client';
import { DatabaseError } from './database-error';
import { meta } from './schema/tables';
import { describeEachDatabase } from './testing';

const caught = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );

describeEachDatabase('a database', (open) => {
  let db: Database;
  beforeAll(async () => {
    db = await open();
  });

  test('writes, reads, changes and deletes', async () => {
    await db.ping();
    await db.orm.insert(meta).values([
      { key: 'crud-a', value: '点兵' },
      { key: 'crud-b', value: '' },
    ]);
    await db.orm.update(meta).set({ value: 'two' }).where(eq(meta.key, 'crud-b'));
    const rows = await db.orm.select().from(meta).where(like(meta.key, 'crud-%')).orderBy(meta.key);
    expect(rows).toEqual([
      { key: 'crud-a', value: '点兵' },
      { key: 'crud-b', value: 'two' },
    ]);
    const gone = await db.orm.delete(meta).where(eq(meta.key, 'crud-a')).returning();
    expect(gone).toEqual([{ key: 'crud-a', value: '点兵' }]);
    expect(await db.orm.$count(meta, like(meta.key, 'crud-%'))).toBe(1);
  });

  test('gives the same types on both: counts are numbers, times are UTC, json keeps its shape', async () => {
    const { rows } = await db.orm.execute<Record<string, unknown>>(sql`
      select count(*) as n, 9007199254740991::int8 as big, '2026-11-24T00:00:00Z'::timestamptz::text as at,
             date_trunc('day', '2026-11-24T23:00:00Z'::timestamptz)::text as day,
             ${JSON.stringify({ a: [1, 'x'] })}::jsonb as shape, null as nothing, true as yes`);
    expect(rows).toEqual([
      {
        n: 1,
        big: Number.MAX_SAFE_INTEGER,
        at: '2026-11-24 00:00:00+00',
        day: '2026-11-24 00:00:00+00',
        shape: { a: [1, 'x'] },
        nothing: null,
        yes: true,
      },
    ]);
  });

  test('commits a transaction whole and gives back its value', async () => {
    const value = await db.transaction(async (tx) => {
      await tx.insert(meta).values({ key: 'tx-1', value: '1' });
      await tx.insert(meta).values({ key: 'tx-2', value: '2' });
      return tx.$count(meta, like(meta.key, 'tx-%'));
    });
    expect(value).toBe(2);
    expect(await db.orm.$count(meta, like(meta.key, 'tx-%'))).toBe(2);
  });

  test('undoes a transaction that throws, and passes the error on', async () => {
    const mine = new Error('mine');
    const error = await caught(
      db.transaction(async (tx) => {
        await tx.insert(meta).values({ key: 'undone-1', value: '' });
        throw mine;
      }),
    );
    expect(error).toBe(mine);
    const refused = await caught(
      db.transaction(async (tx) => {
        await tx.insert(meta).values({ key: 'undone-2', value: '' });
        await tx.insert(meta).values({ key: 'undone-2', value: '' });
      }),
    );
    expect(refused).toMatchObject({ code: '23505', constraint: 'meta_pkey' });
    expect(await db.orm.$count(meta, like(meta.key, 'undone-%'))).toBe(0);
  });

  test('undoes a savepoint alone', async () => {
    await db.transaction(async (tx) => {
      await tx.insert(meta).values({ key: 'outer', value: '' });
      await caught(
        tx.transaction(async (inner) => {
          await inner.insert(meta).values({ key: 'inner', value: '' });
          throw new Error('inner');
        }),
      );
    });
    const kept = await db.orm.select({ key: meta.key }).from(meta).where(sql`key in ('outer', 'inner')`);
    expect(kept).toEqual([{ key: 'outer' }]);
  });

  test('errors carry the code, never the parameters', async () => {
    await db.orm.insert(meta).values({ key: 'twice', value: '' });
    const error = await caught(db.orm.insert(meta).values({ key: 'twice', value: 'a secret alias' }));
    expect(error).toBeInstanceOf(DatabaseError);
    expect(error).toMatchObject({ code: '23505', message: expect.stringContaining('meta_pkey') });
    const seen = `${(error as Error).stack} ${JSON.stringify(error)} ${(error as Error).cause}`;
    expect(seen).not.toContain('a secret alias');
    expect(seen).not.toContain('twice');
    const broken = await caught(db.orm.execute('select nothing from nowhere'));
    expect(broken).toMatchObject({ code: '42P01' });
  });

  test('refuses the database inside a transaction instead of waiting for itself for ever', async () => {
    const inside = (work: () => Promise<unknown>) => caught(db.transaction(work));
    for (const work of [
      () => db.orm.select().from(meta),
      () => db.orm.execute('select 1'),
      () => db.transaction(async () => 1),
    ]) {
      expect(String(await inside(async () => work()))).toContain('use its tx');
    }
    let later: Promise<unknown> | undefined;
    await db.transaction(async () => {
      later = new Promise((resolve) => setTimeout(resolve, 20)).then(() =>
        db.orm.select().from(meta).limit(1),
      );
    });
    await expect(later).resolves.toHaveLength(1);
  });

  test('lets timers run beside a long row of statements', async () => {
    let longestMs = 0;
    let last = performance.now();
    const timer = setInterval(() => {
      longestMs = Math.max(longestMs, performance.now() - last);
      last = performance.now();
    }, 1);
    const from = performance.now();
    while (performance.now() - from < 600) {
      await db.transaction(async (tx) => {
        for (let i = 0; i < 20; i++) await tx.execute(sql`select ${i}::int`);
      });
      await db.orm.execute('select 1');
    }
    clearInterval(timer);
    expect(longestMs).toBeGreaterThan(0);
    expect(longestMs).toBeLessThan(300);
  });

  test('keeps what was written over a close, a checkpoint and a vacuum', async () => {
    await db.orm.insert(meta).values({ key: 'stays', value: 'here' });
    await db.housekeep();
    await db.vacuum();
    await db.close();
    await db.close();
    await expect(db.ping()).rejects.toThrow();
    db = await open();
    expect(await db.orm.select().from(meta).where(eq(meta.key, 'stays'))).toHaveLength(1);
  });
});
