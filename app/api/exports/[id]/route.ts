import { z } from 'zod';
import { defineRoute, shownApp } from '@/lib/auth/server/doors';
import { exportJob } from '@/lib/changes/export';
import { JobInput } from '@/lib/changes/schema';
import { refuse } from '@/lib/core/result';
import { database } from '@/lib/db/current';
import { kindOf } from '@/lib/launch/kinds';

/** Every row of a change and what became of it, as CSV that Excel opens clean. */
export const GET = defineRoute({
  permission: 'job:read',
  input: JobInput.extend({ app: z.string().max(40) }),
  handler: async (ctx, { id, app }) => {
    shownApp(ctx, app);
    const asker = { appId: ctx.app.id, actor: ctx.actor };
    return (await exportJob(database(), kindOf, asker, id)) ?? refuse('NOT_FOUND');
  },
});
