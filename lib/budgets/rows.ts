import 'server-only';
import { and, eq, gt, sql } from 'drizzle-orm';
import type { Orm, Tx } from '@/lib/db/client';
import { budget, budgetUse } from '@/lib/db/schema/budgets';
import { QUOTAS, type QuotaFamily } from '@/lib/getui/endpoints';
import { DEFAULT_RESERVE, type Facts, nextMidnight, shanghaiDay } from './rules';

export type BudgetRow = typeof budget.$inferSelect;

/** A family that nobody has touched yet: the vendor's figures, see `QUOTAS`. */
export const defaultsOf = (family: QuotaFamily) => ({ ...QUOTAS[family], reserve: DEFAULT_RESERVE });

const isRow = (appId: string, family: QuotaFamily) => and(eq(budget.appId, appId), eq(budget.family, family));

/** The row, made when it is missing, locked until the transaction ends: whoever comes meanwhile waits here. */
export async function lockBudget(tx: Tx, appId: string, family: QuotaFamily): Promise<BudgetRow> {
  const find = () => tx.select().from(budget).where(isRow(appId, family)).for('update');
  const [known] = await find();
  if (known) return known;
  await tx
    .insert(budget)
    .values({ appId, family, ...defaultsOf(family) })
    .onConflictDoNothing();
  const [made] = await find();
  if (!made) throw new Error('the budget vanished');
  return made;
}

export const updateBudget = (
  tx: Tx,
  { appId, family }: Pick<BudgetRow, 'appId' | 'family'>,
  values: Partial<BudgetRow>,
) =>
  tx
    .update(budget)
    .set({ ...values, updatedAt: sql`clock_timestamp()` })
    .where(isRow(appId, family as QuotaFamily));

const ms = (date: Date | null) => date?.getTime() ?? null;
/** Milliseconds with fractions: rounding a moment down would free a slot too early. */
export const epochMs = (moment: ReturnType<typeof sql>) =>
  sql<number>`(extract(epoch from ${moment}) * 1000)::float8`.mapWith(Number);
export const after = (millis: number) =>
  sql`clock_timestamp() + ${millis}::float8 * interval '1 millisecond'`;

const ofFamily = (row: Pick<BudgetRow, 'appId' | 'family'>) =>
  and(eq(budgetUse.appId, row.appId), eq(budgetUse.family, row.family));

/**
 * What a decision rests on, at one moment of the database's clock. A statement of its own, begun when the lock is
 * held: a moment read while waiting for the lock would be too early. `statement_timestamp()`, because the planner knows
 * it beforehand and goes through the index: only the window's rows are read, however many the day has.
 */
export async function factsOf(db: Tx | Orm, row: BudgetRow): Promise<Facts> {
  const taken = sql<number>`(select count(*) from ${budgetUse} where ${ofFamily(row)} and ${budgetUse.freeAt} > statement_timestamp())`;
  const [seen] = await db
    .select({ now: epochMs(sql`statement_timestamp()`), used: taken.mapWith(Number) })
    .from(sql`(values (1)) as one`);
  if (!seen) throw new Error('the database tells no time');
  return {
    ...seen,
    usedDay: shanghaiDay(seen.now) === row.day ? row.usedDay : await carried(db, row, seen.now),
    perMinute: row.perMinute,
    perDay: row.perDay,
    reserve: row.reserve,
    windowMs: row.windowMs,
    peopleAt: ms(row.peopleAt),
    paceAt: ms(row.paceAt),
    heldUntil: ms(row.heldUntil),
    heldBecause: row.heldBecause,
    probeUntil: ms(row.probeUntil),
  };
}

/** Calls granted before the midnight that began this day and not answered by then: they may have arrived after it. */
async function carried(db: Tx | Orm, row: BudgetRow, now: number): Promise<number> {
  const midnight = nextMidnight(now) - 86_400_000;
  const [found] = await db
    .select({ count: sql<number>`count(*)`.mapWith(Number) })
    .from(budgetUse)
    .where(and(ofFamily(row), gt(budgetUse.freeAt, new Date(midnight + row.windowMs))));
  return found?.count ?? 0;
}

/** How long until `short` slots have come free at the earliest: what is in flight may be answered this moment. */
export async function freeInMs(db: Tx | Orm, row: BudgetRow, short: number): Promise<number> {
  const atBest = sql`case when ${budgetUse.answeredAt} is null then least(${budgetUse.freeAt}, statement_timestamp() + ${row.windowMs}::float8 * interval '1 millisecond') else ${budgetUse.freeAt} end`;
  const wait = epochMs(sql`${atBest} - statement_timestamp()`);
  const [found] = await db
    .select({ wait })
    .from(budgetUse)
    .where(and(ofFamily(row), gt(budgetUse.freeAt, sql`statement_timestamp()`)))
    .orderBy(atBest)
    .offset(short - 1)
    .limit(1);
  return Math.max(1, Math.ceil(found?.wait ?? 1));
}
