import { defineUpload } from '@/lib/auth/server/doors';
import { peekUpload } from '@/lib/imports/receive';
import { PeekInput } from '@/lib/imports/schema';
import { allowedSpec, importPlace } from '@/lib/launch/imports';

/** Takes the beginning of a text file, or a whole workbook, and says how it reads. Nothing is kept. */
export const POST = defineUpload({
  permission: 'job:control',
  input: PeekInput,
  handler: (ctx, input, body) =>
    peekUpload(importPlace(), allowedSpec(ctx.actor.role, input.kind), input, body),
});
