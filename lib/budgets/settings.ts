import 'server-only';
import { and, eq, lt, sql } from 'drizzle-orm';
import { appendAudit } from '@/lib/audit/append';
import type { Database } from '@/lib/db/client';
import { budget, budgetUse } from '@/lib/db/schema/budgets';
import { budgetState } from './budgets';
import { lockBudget, updateBudget } from './rows';
import { type BudgetInput, type BudgetState, FAMILIES } from './schema';

/** Every family of an app as it stands. */
export const listBudgets = (db: Database, appId: string): Promise<BudgetState[]> =>
  Promise.all(FAMILIES.map((family) => budgetState(db, appId, family)));

/**
 * Changes limits and reserve of a family, with what they were before in the audit of the same transaction. It also
 * opens a family that a refusal has closed: whoever has bought more need not wait for midnight.
 */
export async function setBudget(
  db: Database,
  by: { appId: string; actor: { id: string | null; name: string } },
  { family, ...limits }: BudgetInput,
  now: Date,
): Promise<void> {
  await db.transaction(async (tx) => {
    const row = await lockBudget(tx, by.appId, family);
    const { perMinute, perDay, reserve } = row;
    const open = { heldUntil: null, probeId: null, probeUntil: null, streak: 0 };
    await updateBudget(tx, row, { ...limits, ...open });
    await appendAudit(tx, {
      at: now,
      actor: by.actor,
      appId: by.appId,
      action: 'budget.set',
      target: family,
      detail: { before: { perMinute, perDay, reserve }, after: limits, reopened: row.heldUntil !== null },
    });
  });
}

const AT_ONCE = 10_000;

/** Deletes calls whose slots came free more than two days ago, ten thousand at a time. Answers how many. */
export async function dropOldUses(db: Database): Promise<number> {
  const families = await db.orm.select({ appId: budget.appId, family: budget.family }).from(budget);
  let dropped = 0;
  for (const { appId, family } of families) {
    for (let gone = AT_ONCE; gone === AT_ONCE; dropped += gone) {
      const old = db.orm
        .select({ id: budgetUse.id })
        .from(budgetUse)
        .where(
          and(
            eq(budgetUse.appId, appId),
            eq(budgetUse.family, family),
            lt(budgetUse.freeAt, sql`statement_timestamp() - interval '2 days'`),
          ),
        )
        .limit(AT_ONCE);
      gone = (
        await db.orm.delete(budgetUse).where(sql`${budgetUse.id} in ${old}`).returning({ id: budgetUse.id })
      ).length;
    }
  }
  return dropped;
}
