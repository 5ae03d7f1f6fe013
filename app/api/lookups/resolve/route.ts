import { defineUpload } from '@/lib/auth/server/doors';
import { database } from '@/lib/db/current';
import { ResolveInput } from '@/lib/users/schema';
import { resolveAliases } from '@/lib/users/server/resolve';

/** Looks up who holds the aliases of a lookup, and tells how far it is; leaving ends its calls and keeps what was found. */
export const POST = defineUpload({
  permission: 'user:read',
  input: ResolveInput,
  handler: (ctx, { lookup }, body) => resolveAliases(database(), ctx, lookup, body.signal),
});
