import { AskInput } from '@/lib/audience/schema';
import { askAudience } from '@/lib/audience/server/ask';
import { AskHead, answered } from '@/lib/audience/server/stream';
import { defineUpload } from '@/lib/auth/server/doors';
import { database } from '@/lib/db/current';

/** Counts audiences and streams the answers; leaving ends the calls. */
export const POST = defineUpload({
  permission: 'audience:read',
  input: AskHead,
  handler: (ctx, _, body) => answered(database(), ctx, body, AskInput, askAudience),
});
