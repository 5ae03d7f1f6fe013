'use server';

import { z } from 'zod';
import { upstreamOf } from '@/lib/apps/server/upstream';
import { AudienceInput, CloneInput, SaveInput, ScheduleInput } from '@/lib/audience/saved-schema';
import * as alerts from '@/lib/audience/server/alerts';
import { calibrate } from '@/lib/audience/server/calibrate';
import { snapshotDesk } from '@/lib/audience/server/desk';
import * as saved from '@/lib/audience/server/saved';
import * as snapshots from '@/lib/audience/server/snapshots';
import { defineAppAction } from '@/lib/auth/server/doors';
import { systemClock } from '@/lib/core/clock';
import { database } from '@/lib/db/current';

/** Keeps an audience: a new one, or the next version of one. */
export const saveAudience = defineAppAction({
  permission: 'audience:write',
  input: SaveInput,
  handler: (ctx, input) => saved.saveAudience(database(), ctx, input, systemClock.now()),
});

/** Makes another audience with the same conditions. */
export const cloneAudience = defineAppAction({
  permission: 'audience:write',
  input: CloneInput,
  handler: (ctx, input) => saved.cloneAudience(database(), ctx, input, systemClock.now()),
});

/** Puts an audience into the bin. */
export const binAudience = defineAppAction({
  permission: 'audience:write',
  input: AudienceInput,
  handler: (ctx, input) => saved.binAudience(database(), ctx, input, systemClock.now()),
});

/** Takes an audience out of the bin. */
export const restoreAudience = defineAppAction({
  permission: 'audience:write',
  input: AudienceInput,
  handler: (ctx, input) => saved.restoreAudience(database(), ctx, input, systemClock.now()),
});

/** Says when an audience is counted by itself and what raises an alert. */
export const scheduleAudience = defineAppAction({
  permission: 'audience:write',
  input: ScheduleInput,
  handler: (ctx, input) => saved.scheduleAudience(database(), ctx, input, systemClock.now()),
});

/** Counts an audience now and keeps the number. */
export const snapshotNow = defineAppAction({
  permission: 'audience:write',
  input: AudienceInput,
  handler: (ctx, input) => snapshots.snapshotNow(snapshotDesk(database()), ctx, input),
});

/** Acknowledges an alert. */
export const seeAlert = defineAppAction({
  permission: 'audience:write',
  input: AudienceInput,
  handler: (ctx, input) => alerts.seeAlert(database(), ctx, input, systemClock.now()),
});

/** Finds out anew what counting this app means, with six counts. */
export const checkCounting = defineAppAction({
  permission: 'audience:write',
  input: z.object({}).strict(),
  handler: async (ctx) =>
    calibrate(
      { db: database(), appId: ctx.app.id, upstream: await upstreamOf(ctx.app.id) },
      ctx,
      systemClock.now,
    ),
});
