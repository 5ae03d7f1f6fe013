import { defineUpload } from '@/lib/auth/server/doors';
import { database } from '@/lib/db/current';
import { lifecycle } from '@/lib/launch/lifecycle';
import { ReadInput } from '@/lib/users/schema';
import { readLookup } from '@/lib/users/server/read-lookup';

/** Streams columns of a lookup as the upstream answers; leaving ends its calls. */
export const POST = defineUpload({
  permission: 'user:read',
  input: ReadInput,
  handler: (ctx, input, body) => readLookup(database(), ctx, input, body, () => lifecycle().ending),
});
