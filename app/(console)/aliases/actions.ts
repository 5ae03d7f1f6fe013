'use server';

import { type PreviewEvent, PreviewInput } from '@/lib/aliases/schema';
import { asFailure, previewChange } from '@/lib/aliases/server/preview';
import { defineAppAction } from '@/lib/auth/server/doors';
import { OrderInput } from '@/lib/changes/schema';
import { streamOf } from '@/lib/core/stream';
import { orderAndFollow } from '@/lib/launch/order';
import { describeError, log } from '@/lib/log';

/** Reads what a change would do, telling how far it is, and freezes it. */
export const previewAliases = defineAppAction({
  permission: 'alias:write',
  input: PreviewInput,
  handler: async (ctx, input) =>
    streamOf<PreviewEvent>(async (emit, signal) => {
      try {
        const preview = await previewChange(ctx, input, signal, (done, total) =>
          emit({ type: 'reading', done, total }),
        );
        emit({ type: 'ready', preview });
      } catch (error) {
        const failure = asFailure(error);
        if (!failure) log.error({ requestId: ctx.requestId, ...describeError(error) }, 'a preview failed');
        emit({ type: 'failed', failure: failure ?? { code: 'UNEXPECTED', requestId: ctx.requestId } });
      }
    }),
});

/** Orders what was previewed, runs it and tells what becomes of it. */
export const orderAliases = defineAppAction({
  permission: 'alias:write',
  input: OrderInput,
  handler: orderAndFollow,
});
