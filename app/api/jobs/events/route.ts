import { z } from 'zod';
import { defineRoute, shownApp } from '@/lib/auth/server/doors';
import { stillSignedIn } from '@/lib/auth/server/session';
import { jobEvents } from '@/lib/changes/live';
import { JobInput } from '@/lib/changes/schema';
import { systemClock } from '@/lib/core/clock';
import { database } from '@/lib/db/current';
import { kindOf } from '@/lib/launch/kinds';
import { lifecycle } from '@/lib/launch/lifecycle';

/** The progress of changes, pushed as it happens; ends with the session, the page or the process. */
export const GET = defineRoute({
  permission: 'job:read',
  input: z.object({ app: z.string().max(40), id: JobInput.shape.id.optional() }),
  handler: (ctx, { app, id }, signal) => {
    shownApp(ctx, app);
    const db = database();
    const source = { db, kindOf, ending: () => lifecycle().ending };
    const alive = () => stillSignedIn(db, ctx.actor, new Date(systemClock.now()));
    return jobEvents(source, { appId: ctx.app.id, id }, alive, signal);
  },
});
