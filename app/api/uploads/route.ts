import { defineUpload } from '@/lib/auth/server/doors';
import { refuse } from '@/lib/core/result';
import { receiveImport } from '@/lib/imports/receive';
import { UploadInput } from '@/lib/imports/schema';
import { allowedSpec, importPlace } from '@/lib/launch/imports';
import { lifecycle } from '@/lib/launch/lifecycle';

/** Takes a whole file, streamed, and answers with the checked draft. The kind's own permission is asked inside. */
export const POST = defineUpload({
  permission: 'job:control',
  input: UploadInput,
  handler: (ctx, input, body) => {
    if (lifecycle().ending) refuse('SHUTTING_DOWN');
    return receiveImport(importPlace(), ctx, allowedSpec(ctx.actor.role, input.kind), input, body);
  },
});
