'use server';

import { z } from 'zod';
import { defineAppAction } from '@/lib/auth/server/doors';
import { AlterInput } from '@/lib/blacklist/schema';
import { alterEntries } from '@/lib/blacklist/server/alter';
import { draftReassert } from '@/lib/blacklist/server/reassert';
import { systemClock } from '@/lib/core/clock';
import { database } from '@/lib/db/current';

const now = () => new Date(systemClock.now());

/** Changes what the register notes of entries; nothing is sent. */
export const alterBlacklist = defineAppAction({
  permission: 'blacklist:write',
  input: AlterInput,
  handler: (ctx, input) => alterEntries(database(), { appId: ctx.app.id, actor: ctx.actor }, input, now()),
});

/** Previews sending everything that the register holds once more. */
export const reassertBlacklist = defineAppAction({
  permission: 'blacklist:write',
  input: z.object({}).strict(),
  handler: (ctx) => draftReassert(database(), { appId: ctx.app.id, actor: ctx.actor }, now()),
});
