import { z } from 'zod';
import { defineRoute, shownApp } from '@/lib/auth/server/doors';
import { database } from '@/lib/db/current';
import { LookupInput } from '@/lib/users/schema';
import { openLookup } from '@/lib/users/server/lookups';

/** The identifiers of a lookup, for whoever has its id. Too much for the batch of questions. */
export const GET = defineRoute({
  permission: 'user:read',
  input: LookupInput.extend({ app: z.string().max(40) }),
  handler: async (ctx, { id, app }) =>
    Response.json(await openLookup(database(), shownApp(ctx, app), id), {
      headers: { 'cache-control': 'no-store' },
    }),
});
