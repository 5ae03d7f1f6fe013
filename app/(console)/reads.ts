'use server';

import type { Result } from '@/lib/core/result';
import { answerBatch, type BatchReply } from '@/lib/reads/batch';

/** The one door of all questions; each is authorised by itself. */
export async function batch(appId: string, calls: unknown): Promise<Result<AsyncIterable<BatchReply>>> {
  return answerBatch(appId, calls);
}
