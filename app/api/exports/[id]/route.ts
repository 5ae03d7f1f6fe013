import { z } from 'zod';
import { defineRoute, shownApp } from '@/lib/auth/server/doors';
import { exportJob } from '@/lib/changes/export';
import { JobInput, ROW_FILTERS } from '@/lib/changes/schema';
import { refuse } from '@/lib/core/result';
import { database } from '@/lib/db/current';
import { FORMATS } from '@/lib/exports/download';
import { outcomeText } from '@/lib/i18n/outcome-text';
import { getT } from '@/lib/i18n/server';
import { kindOf } from '@/lib/launch/kinds';

/** The rows of a change and what became of them, as CSV that Excel opens clean or as a workbook. */
export const GET = defineRoute({
  permission: 'job:read',
  input: JobInput.extend({
    app: z.string().max(40),
    format: z.enum(FORMATS).default('csv'),
    filter: z.enum(ROW_FILTERS).default('all'),
  }),
  handler: async (ctx, { id, app, format, filter }) => {
    shownApp(ctx, app);
    const asker = { appId: ctx.app.id, actor: ctx.actor };
    const t = await getT();
    const order = {
      id,
      format,
      filter,
      words: (row: Parameters<typeof outcomeText>[1]) => outcomeText(t, row),
    };
    return (await exportJob(database(), kindOf, asker, order)) ?? refuse('NOT_FOUND');
  },
});
