import { z } from 'zod';
import { defineRoute, shownApp } from '@/lib/auth/server/doors';
import { database } from '@/lib/db/current';
import { FORMATS } from '@/lib/exports/download';
import { getT } from '@/lib/i18n/server';
import { exportMembers } from '@/lib/tags/server/export';

/** The members of a tag according to the ledger, as CSV that Excel opens clean or as a workbook. */
export const GET = defineRoute({
  permission: 'user:read',
  input: z.object({
    tag: z.string().min(1).max(200),
    app: z.string().max(40),
    format: z.enum(FORMATS).default('csv'),
  }),
  handler: async (ctx, { tag, app, format }) => {
    shownApp(ctx, app);
    const t = await getT();
    const words = {
      head: [
        'cid',
        t('tags.kind.tag'),
        t('tags.members.state'),
        t('tags.members.since'),
        t('tags.members.seen'),
      ],
      state: (state: 'asserted' | 'verified' | 'unknown') => t(`tags.members.states.${state}`),
    };
    return exportMembers(database(), ctx.app.id, { tag, format, words });
  },
});
