import 'server-only';
import { z } from 'zod';
import { upstreamOf } from '@/lib/apps/server/upstream';
import type { AppCtx, UploadBody } from '@/lib/auth/server/doors';
import { bodyText } from '@/lib/core/body';
import { systemClock } from '@/lib/core/clock';
import { fieldErrors } from '@/lib/core/field-errors';
import { jsonLines } from '@/lib/core/json-lines';
import { refuse } from '@/lib/core/result';
import type { Database } from '@/lib/db/client';
import type { CountPlace } from './counts';

const MAX_BYTES = 4 * 1024 * 1024;
/** What comes beside a question: the app that the page shows. */
export const AskHead = z.object({ app: z.string().max(40) });

/**
 * Answers a question that is posted as JSON with one event a line; leaving ends its calls.
 * @throws Refusal INVALID_INPUT with the fields that are wrong
 */
export async function answered<I, E>(
  db: Database,
  ctx: AppCtx,
  body: UploadBody,
  schema: z.ZodType<I>,
  ask: (place: CountPlace, input: I, emit: (event: E) => void, signal: AbortSignal) => Promise<void>,
): Promise<Response> {
  const text = await bodyText(body.bytes, MAX_BYTES).catch((error: unknown) => {
    if (body.signal.aborted) return null;
    throw error;
  });
  // Gone before the question was read: nobody hears an answer.
  if (text === null) return new Response(null, { status: 499 });
  const parsed = schema.safeParse(json(text));
  if (!parsed.success) refuse('INVALID_INPUT', { fields: fieldErrors(parsed.error) });
  const input = parsed.data;
  const place: CountPlace = {
    db,
    appId: ctx.app.id,
    upstream: await upstreamOf(ctx.app.id),
    clock: systemClock,
    requestId: ctx.requestId,
  };
  return jsonLines<E>(body.signal, async ({ emit, signal }) => {
    await ask(place, input, emit, signal).catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
  });
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
