'use server';

import { defineAppAction } from '@/lib/auth/server/doors';
import { OrderInput } from '@/lib/changes/schema';
import { refuse } from '@/lib/core/result';
import { quickDraft } from '@/lib/imports/quick';
import { QuickInput } from '@/lib/imports/schema';
import { allowedSpec, importPlace } from '@/lib/launch/imports';
import { lifecycle } from '@/lib/launch/lifecycle';
import { orderAndFollow } from '@/lib/launch/order';

// The kind's own permission is asked besides.

/** Checks up to 1000 rows that are at hand and freezes them: the preview of whatever a page does to the users it shows. */
export const draftQuickly = defineAppAction({
  permission: 'job:control',
  input: QuickInput,
  handler: (ctx, input) => {
    if (lifecycle().ending) refuse('SHUTTING_DOWN');
    return quickDraft(importPlace(), ctx, allowedSpec(ctx.actor.role, input.kind), input);
  },
});

/** Orders such a preview and tells what becomes of it. */
export const orderQuickly = defineAppAction({
  permission: 'job:control',
  input: OrderInput,
  handler: orderAndFollow,
});
