'use server';

import { z } from 'zod';
import type { AppCtx } from '@/lib/auth/server/doors';
import { defineAppAction } from '@/lib/auth/server/doors';
import { cancelJob, discardDraft, pauseJob, prioritiseJob, resumeJob } from '@/lib/changes/control';
import { draftRetry, RETRIED } from '@/lib/changes/retry';
import { JobInput, OrderInput } from '@/lib/changes/schema';
import { draftUndo } from '@/lib/changes/undo';
import { draftVerification } from '@/lib/changes/verify-job';
import { systemClock } from '@/lib/core/clock';
import { engine, wakePump } from '@/lib/launch/engine';
import { kindOf } from '@/lib/launch/kinds';
import { orderChange as order } from '@/lib/launch/order';

const Priority = z.union([z.literal(-1), z.literal(0), z.literal(1)]);

// Each verb asks for the permission of the change's own kind besides.

/** Orders a previewed change, now or for later, and leaves it to the workers. */
export const orderChange = defineAppAction({
  permission: 'job:control',
  input: OrderInput.extend({
    startAt: z.number().int().positive().optional(),
    priority: Priority.optional(),
  }),
  handler: order,
});

/** Holds a change: no call begins after this. */
export const pauseChange = defineAppAction({
  permission: 'job:control',
  input: JobInput,
  handler: async (ctx, { id }) => {
    await pauseJob(engine(), { actor: ctx.actor, appId: ctx.app.id, jobId: id });
    return true as const;
  },
});

/** Lets a paused change go on. */
export const resumeChange = defineAppAction({
  permission: 'job:control',
  input: JobInput,
  handler: async (ctx, { id }) => {
    await resumeJob(engine(), { actor: ctx.actor, appId: ctx.app.id, jobId: id });
    wakePump();
    return true as const;
  },
});

/** Ends a change: what was not sent is not sent any more. */
export const cancelChange = defineAppAction({
  permission: 'job:control',
  input: JobInput,
  handler: async (ctx, { id }) => {
    await cancelJob(engine(), { actor: ctx.actor, appId: ctx.app.id, jobId: id });
    wakePump();
    return true as const;
  },
});

/** Puts a change before, among or after the others. */
export const prioritiseChange = defineAppAction({
  permission: 'job:control',
  input: JobInput.extend({ priority: Priority }),
  handler: async (ctx, { id, priority }) => {
    await prioritiseJob(engine(), { actor: ctx.actor, appId: ctx.app.id, jobId: id }, priority);
    return true as const;
  },
});

/** Throws a preview away. */
export const discardChange = defineAppAction({
  permission: 'job:control',
  input: JobInput,
  handler: async (ctx, { id }) => {
    await discardDraft(engine(), { actor: ctx.actor, appId: ctx.app.id, jobId: id });
    return true as const;
  },
});

const kinds = () => ({ db: engine().db, kindOf });
const of = (ctx: AppCtx, id: string) => ({ appId: ctx.app.id, jobId: id });
const now = () => new Date(systemClock.now());

/** Previews the undoing of a change that has ended. */
export const undoChange = defineAppAction({
  permission: 'job:control',
  input: JobInput,
  handler: (ctx, { id }) => draftUndo(kinds(), ctx.actor, of(ctx, id), now()),
});

/** Previews a change anew with the rows that were refused, or with all that were not carried out. */
export const retryChange = defineAppAction({
  permission: 'job:control',
  input: JobInput.extend({ which: z.enum(RETRIED) }),
  handler: (ctx, { id, which }) => draftRetry(kinds(), ctx.actor, { ...of(ctx, id), which }, now()),
});

/** Previews reading rows of a change again, all (null) or a sample drawn at random. */
export const verifyChange = defineAppAction({
  permission: 'job:control',
  input: JobInput.extend({ sample: z.number().int().min(1).max(10_000_000).nullable() }),
  handler: (ctx, { id, sample }) => draftVerification(kinds(), ctx.actor, { ...of(ctx, id), sample }, now()),
});
