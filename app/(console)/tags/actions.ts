'use server';

import { upstreamOf } from '@/lib/apps/server/upstream';
import { defineAppAction } from '@/lib/auth/server/doors';
import { database } from '@/lib/db/current';
import { EditInput, EntryInput, RetagInput, RouteInput } from '@/lib/tags/schema';
import { setTagEntry } from '@/lib/tags/server/dictionary';
import { draftEdit } from '@/lib/tags/server/edit';
import { draftRetag } from '@/lib/tags/server/retag';
import { turnToUsers } from '@/lib/tags/server/routes';

/** Reads a user's tags once more and freezes what would be changed. */
export const draftTagEdit = defineAppAction({
  permission: 'tag:write',
  input: EditInput,
  handler: (ctx, input) => draftEdit(ctx, input),
});

/** Writes owner, note and state of a tag down. */
export const saveTagEntry = defineAppAction({
  permission: 'tag:write',
  input: EntryInput,
  handler: setTagEntry,
});

/** Drafts the renaming, merging or retiring of tags. */
export const draftTagChange = defineAppAction({
  permission: 'tag:write',
  input: RetagInput,
  handler: (ctx, input) => draftRetag(ctx, input),
});

/** Drafts a checked file user by user instead of tag by tag. */
export const turnTagRoute = defineAppAction({
  permission: 'tag:write',
  input: RouteInput,
  handler: (ctx, input) => turnToUsers(ctx, input, { db: database(), upstreamOf }),
});
