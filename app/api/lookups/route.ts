import { defineUpload } from '@/lib/auth/server/doors';
import { database } from '@/lib/db/current';
import { CreateInput } from '@/lib/users/schema';
import { createLookup } from '@/lib/users/server/create';

/** Stores a list of identifiers, and answers with what it is now. Nothing is asked of the upstream. */
export const POST = defineUpload({
  permission: 'user:read',
  input: CreateInput,
  handler: (ctx, input, body) => createLookup(database(), ctx, input, body),
});
