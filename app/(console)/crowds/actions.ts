'use server';

import { z } from 'zod';
import { upstreamFailure } from '@/lib/apps/server/failure';
import { defineAppAction } from '@/lib/auth/server/doors';
import { systemClock } from '@/lib/core/clock';
import { Refusal } from '@/lib/core/result';
import { AdoptInput, CrowdInput, DecideInput, DraftSaveInput, SubmitInput } from '@/lib/crowds/schema';
import { crowdDesk } from '@/lib/crowds/server/desk';
import { cloneIntoDraft, deleteDraft, saveDraft } from '@/lib/crowds/server/drafts';
import { readListed } from '@/lib/crowds/server/listed';
import { decideOpen, lookForOpen } from '@/lib/crowds/server/look';
import { adoptIds } from '@/lib/crowds/server/paste';
import { seePlan } from '@/lib/crowds/server/plan';
import { serviceOf } from '@/lib/crowds/server/service';
import { becomePlan, previewPlan } from '@/lib/crowds/server/submit';
import { askNow } from '@/lib/crowds/server/track';
import { database } from '@/lib/db/current';
import { GetuiError } from '@/lib/getui/errors';
import { orderChange } from '@/lib/launch/order';

/** Keeps a plan that is being filled in. */
export const saveCrowdDraft = defineAppAction({
  permission: 'crowd:write',
  input: DraftSaveInput,
  handler: (ctx, input) => saveDraft(database(), ctx, input, systemClock.now()),
});

/** Throws a draft away. */
export const deleteCrowdDraft = defineAppAction({
  permission: 'crowd:write',
  input: CrowdInput,
  handler: (ctx, { id }) => deleteDraft(database(), ctx, id),
});

/** Begins a draft with what an earlier plan held. */
export const cloneCrowd = defineAppAction({
  permission: 'crowd:write',
  input: CrowdInput,
  handler: (ctx, { id }) => cloneIntoDraft(database(), ctx, id, systemClock.now()),
});

/** Freezes a draft and says what is like it; nothing is sent. */
export const previewCrowd = defineAppAction({
  permission: 'crowd:write',
  input: CrowdInput,
  handler: (ctx, { id }) => previewPlan(crowdDesk(database()), ctx, id),
});

/** Hands the frozen plan in, once. What came of it stands at the plan. */
export const submitCrowd = defineAppAction({
  permission: 'crowd:write',
  input: SubmitInput,
  handler: async (ctx, input) => {
    const also = becomePlan(ctx, input, new Date(systemClock.now()));
    await orderChange(ctx, { jobId: input.jobId, rowsHash: input.rowsHash, also });
    return { id: input.draftId };
  },
});

/** Decides about a plan without an answer. */
export const decideCrowd = defineAppAction({
  permission: 'crowd:write',
  input: DecideInput,
  handler: async (ctx, input) => {
    await decideOpen(crowdDesk(database()), ctx, input);
    if (input.decision.what === 'look') await lookForOpen(crowdDesk(database()));
  },
});

/** Takes tasks into the archive by their ids. */
export const adoptCrowds = defineAppAction({
  permission: 'crowd:write',
  input: AdoptInput,
  handler: (ctx, { text }) => adoptIds(crowdDesk(database()), ctx, text),
});

/** Reads the upstream's plans now. */
export const listCrowds = defineAppAction({
  permission: 'crowd:write',
  input: z.object({}).strict(),
  handler: async (ctx) => {
    try {
      await readListed(crowdDesk(database()), ctx.app.id);
    } catch (error) {
      if (error instanceof GetuiError) throw new Refusal(upstreamFailure(error, ctx.requestId));
      throw error;
    }
    return serviceOf(database(), ctx.app.id);
  },
});

/** Asks about the tasks of a plan now, whatever their turn. */
export const askCrowd = defineAppAction({
  permission: 'crowd:write',
  input: CrowdInput,
  handler: (ctx, { id }) => askNow(crowdDesk(database()), ctx.app.id, id),
});

/** Says that somebody has seen that a plan has come to its end. */
export const seeCrowd = defineAppAction({
  permission: 'crowd:write',
  input: CrowdInput,
  handler: (ctx, { id }) => seePlan(database(), ctx, id, systemClock.now()),
});
