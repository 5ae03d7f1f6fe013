'use server';

import { z } from 'zod';
import { appendAudit } from '@/lib/audit/append';
import { changeOwnPassword } from '@/lib/auth/server/accounts';
import { defineAction } from '@/lib/auth/server/doors';
import { endSessions } from '@/lib/auth/server/session';
import { systemClock } from '@/lib/core/clock';
import { database } from '@/lib/db/current';

const now = () => new Date(systemClock.now());

export const changePassword = defineAction({
  permission: 'self:manage',
  input: z.object({
    current: z.string().min(1).max(256),
    next: z.string().min(1, 'too-short').max(256, 'too-long'),
  }),
  handler: async (ctx, { current, next }) => {
    await changeOwnPassword(database(), ctx.actor, current, next, now());
    return true as const;
  },
});

/** Ends one session of one's own, or all but this one. */
export const endOwnSessions = defineAction({
  permission: 'self:manage',
  input: z.union([z.object({ id: z.string().min(10).max(40) }), z.object({ others: z.literal(true) })]),
  handler: async (ctx, which) => {
    const { actor } = ctx;
    const target = 'id' in which ? which : { allBut: actor.sessionId };
    const at = now();
    const ended = await database().transaction(async (tx) => {
      const count = await endSessions(tx, actor.accountId, target, at);
      const by = { id: actor.accountId, name: actor.name };
      await appendAudit(tx, {
        at,
        actor: by,
        action: 'session.end',
        target: actor.accountId,
        detail: { count },
      });
      return count;
    });
    return { ended };
  },
});
