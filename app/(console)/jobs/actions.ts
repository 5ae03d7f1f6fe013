'use server';

import { z } from 'zod';
import { defineAppAction } from '@/lib/auth/server/doors';
import { cancelJob, discardDraft, pauseJob, prioritiseJob, resumeJob } from '@/lib/changes/control';
import { JobInput, OrderInput } from '@/lib/changes/schema';
import { engine, wakePump } from '@/lib/launch/engine';
import { orderChange as order } from '@/lib/launch/order';

const Priority = z.union([z.literal(-1), z.literal(0), z.literal(1)]);

// Seeing changes is asked at the door; each verb asks for the permission of the change's own kind.

/** Orders a previewed change, now or for later, and leaves it to the workers. */
export const orderChange = defineAppAction({
  permission: 'job:read',
  input: OrderInput.extend({
    startAt: z.number().int().positive().optional(),
    priority: Priority.optional(),
  }),
  handler: order,
});

/** Holds a change: no call begins after this. */
export const pauseChange = defineAppAction({
  permission: 'job:read',
  input: JobInput,
  handler: async (ctx, { id }) => {
    await pauseJob(engine(), { actor: ctx.actor, appId: ctx.app.id, jobId: id });
    return true as const;
  },
});

/** Lets a paused change go on. */
export const resumeChange = defineAppAction({
  permission: 'job:read',
  input: JobInput,
  handler: async (ctx, { id }) => {
    await resumeJob(engine(), { actor: ctx.actor, appId: ctx.app.id, jobId: id });
    wakePump();
    return true as const;
  },
});

/** Ends a change: what was not sent is not sent any more. */
export const cancelChange = defineAppAction({
  permission: 'job:read',
  input: JobInput,
  handler: async (ctx, { id }) => {
    await cancelJob(engine(), { actor: ctx.actor, appId: ctx.app.id, jobId: id });
    wakePump();
    return true as const;
  },
});

/** Puts a change before, among or after the others. */
export const prioritiseChange = defineAppAction({
  permission: 'job:read',
  input: JobInput.extend({ priority: Priority }),
  handler: async (ctx, { id, priority }) => {
    await prioritiseJob(engine(), { actor: ctx.actor, appId: ctx.app.id, jobId: id }, priority);
    return true as const;
  },
});

/** Throws a preview away. */
export const discardChange = defineAppAction({
  permission: 'job:read',
  input: JobInput,
  handler: async (ctx, { id }) => {
    await discardDraft(engine(), { actor: ctx.actor, appId: ctx.app.id, jobId: id });
    return true as const;
  },
});
