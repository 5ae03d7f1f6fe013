'use server';

import { defineAppAction } from '@/lib/auth/server/doors';
import { database } from '@/lib/db/current';
import { LookupInput, NameInput } from '@/lib/users/schema';
import * as lookups from '@/lib/users/server/lookups';

/** Names a lookup, which keeps it. Their own, or anybody's for administrators. */
export const nameLookup = defineAppAction({
  permission: 'user:read',
  input: NameInput,
  handler: (ctx, input) => lookups.nameLookup(database(), ctx, input),
});

/** Deletes a lookup. Their own, or anybody's for administrators. */
export const deleteLookup = defineAppAction({
  permission: 'user:read',
  input: LookupInput,
  handler: (ctx, input) => lookups.deleteLookup(database(), ctx, input),
});
