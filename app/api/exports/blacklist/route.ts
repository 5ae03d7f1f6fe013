import { defineRoute, shownApp } from '@/lib/auth/server/doors';
import { ExportInput } from '@/lib/blacklist/schema';
import { exportRegister } from '@/lib/blacklist/server/export';
import { systemClock } from '@/lib/core/clock';
import { database } from '@/lib/db/current';

/** The register of the blacklist under a filter, as CSV that Excel opens clean or as a workbook. */
export const GET = defineRoute({
  permission: 'user:read',
  input: ExportInput,
  handler: (ctx, input) => {
    shownApp(ctx, input.app);
    const by = { appId: ctx.app.id, actor: ctx.actor };
    return exportRegister(database(), by, input, new Date(systemClock.now()));
  },
});
