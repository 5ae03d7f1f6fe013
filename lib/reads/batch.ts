import 'server-only';
import { headers } from 'next/headers';
import { z } from 'zod';
import { authorise } from '@/lib/auth/server/guard';
import { sameOrigin } from '@/lib/auth/server/origin';
import { fail, type Result } from '@/lib/core/result';
import { READS, type ReadName } from './registry';

const MAX_CALLS = 100;
const Calls = z
  .array(z.object({ id: z.number().int(), name: z.string(), input: z.unknown() }))
  .min(1)
  .max(MAX_CALLS);

export type BatchReply = { id: number; result: Result<unknown> };

/**
 * Answers up to 100 questions, each under its own permission, in the order they finish. The answer is a stream, so that
 * a slow question neither holds up a fast one nor the next action of the tab. Never throws for what can be expected.
 */
export async function answerBatch(appId: unknown, raw: unknown): Promise<Result<AsyncIterable<BatchReply>>> {
  if (!sameOrigin(await headers())) return fail('CROSS_ORIGIN');
  const calls = Calls.safeParse(raw);
  if (!calls.success) return fail('INVALID_INPUT');
  const allowed = await authorise('self:manage');
  if (!allowed.ok) return allowed;
  const ctx = allowed.data;
  if (ctx.app && ctx.app.id !== appId) return fail('APP_CHANGED', { requestId: ctx.requestId });
  const answer = async ({ id, name, input }: z.infer<typeof Calls>[number]): Promise<BatchReply> => {
    const read = Object.hasOwn(READS, name) ? READS[name as ReadName] : undefined;
    return { id, result: read ? await read.run(ctx, input) : fail('NOT_FOUND') };
  };
  async function* replies(): AsyncGenerator<BatchReply> {
    const open = new Map(
      (calls.data ?? []).map((call, i) => [i, answer(call).then((reply) => ({ i, reply }))]),
    );
    while (open.size) {
      const { i, reply } = await Promise.race(open.values());
      open.delete(i);
      yield reply;
    }
  }
  return { ok: true, data: replies() };
}
