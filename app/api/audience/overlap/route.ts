import { OverlapAsk } from '@/lib/audience/schema';
import { askOverlap } from '@/lib/audience/server/overlap';
import { AskHead, answered } from '@/lib/audience/server/stream';
import { defineUpload } from '@/lib/auth/server/doors';
import { database } from '@/lib/db/current';

/** Counts how audiences overlap; leaving ends the calls. */
export const POST = defineUpload({
  permission: 'audience:read',
  input: AskHead,
  handler: (ctx, _, body) => answered(database(), ctx, body, OverlapAsk, askOverlap),
});
