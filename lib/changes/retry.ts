import 'server-only';
import { or } from 'drizzle-orm';
import type { Actor } from '@/lib/auth/server/session';
import { refuse } from '@/lib/core/result';
import type { AnyKind, Outcome } from './kind';
import { chunksOf, endedJob, holds, type Kinds, rowsThat } from './settled';
import { type Draft, openDraft } from './writer';

export const RETRIED = ['rejected', 'unfinished'] as const;
export type Retried = (typeof RETRIED)[number];

/** `confirmWord`: what must be typed again before it is ordered, as for the first one. */
export type RetryDraft = Draft & { kind: string; confirmWord: string | null };

/**
 * Which rows go again. Unfinished is all that is not confirmed; a row whose end is unknown only where doing it twice does
 * no harm.
 */
export const retriedOutcomes = (which: Retried, effect: AnyKind['effect']): readonly Outcome[] => {
  if (which === 'rejected') return ['rejected'];
  return effect === 'set' ? ['rejected', 'skipped', 'unknown'] : ['rejected', 'skipped'];
};

/**
 * Drafts a finished or cancelled change anew with the rows that were refused, or with all that were not carried out:
 * the same kind, params and options, previewed and ordered like any other.
 * @throws Refusal NOT_FOUND, FORBIDDEN, CONFLICT (rule not-finished, nothing-to-retry)
 */
export async function draftRetry(
  kinds: Kinds,
  actor: Actor,
  of: { appId: string; jobId: string; which: Retried; clientKey?: string | undefined },
  now: Date,
): Promise<RetryDraft> {
  const { job, kind } = await endedJob(kinds, actor, of);
  const ends = retriedOutcomes(of.which, kind.effect);
  const writer = await openDraft<unknown, unknown>(
    kinds.db,
    kind,
    { appId: of.appId, accountId: actor.accountId },
    {
      params: job.params,
      options: job.options,
      origin: { from: 'retry', jobId: job.id },
      clientKey: of.clientKey,
      confirmWord: job.confirmWord ?? undefined,
    },
    now,
  );
  try {
    for await (const chunk of chunksOf(kinds.db, job.id, { where: or(...ends.map(holds)) })) {
      for (const { line, before } of rowsThat(chunk, ...ends))
        await writer.add(kind.decode(line), undefined, before);
    }
    if (writer.total === 0) refuse('CONFLICT', { params: { rule: 'nothing-to-retry' } });
    return { ...(await writer.finish()), kind: kind.id, confirmWord: job.confirmWord };
  } catch (error) {
    await writer.discard();
    throw error;
  }
}
