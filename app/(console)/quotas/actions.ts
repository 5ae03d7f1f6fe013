'use server';

import { defineAppAction } from '@/lib/auth/server/doors';
import { BudgetInput } from '@/lib/budgets/schema';
import { setBudget } from '@/lib/budgets/settings';
import { systemClock } from '@/lib/core/clock';
import { database } from '@/lib/db/current';

/** Changes limits and reserve of a family of this app. */
export const changeBudget = defineAppAction({
  permission: 'budget:manage',
  input: BudgetInput,
  handler: async ({ app, actor }, input) => {
    const by = { appId: app.id, actor: { id: actor.accountId, name: actor.name } };
    await setBudget(database(), by, input, new Date(systemClock.now()));
    return true as const;
  },
});
