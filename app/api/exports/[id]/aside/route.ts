import { defineRoute, shownApp } from '@/lib/auth/server/doors';
import { database } from '@/lib/db/current';
import { exportAside } from '@/lib/imports/export';
import { AsideExportInput } from '@/lib/imports/schema';
import { importSpecOf } from '@/lib/launch/imports';

/** The lines of a file that were set aside, as a file that can be imported again. */
export const GET = defineRoute({
  permission: 'job:read',
  input: AsideExportInput,
  handler: (ctx, { app, ...what }) => {
    shownApp(ctx, app);
    return exportAside(database(), importSpecOf, { appId: ctx.app.id, actor: ctx.actor }, what);
  },
});
