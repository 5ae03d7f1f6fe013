import 'server-only';
import type { Actor } from '@/lib/auth/server/session';
import { newSecret } from '@/lib/core/ids';
import { refuse } from '@/lib/core/result';
import type { Database } from '@/lib/db/client';
import type { AnyKind } from './kind';
import { samplePlaces } from './sample';
import { confirmedAt, endedJob, finalRows, type Job, type Kinds, repeatsKeys } from './settled';
import type { VerificationParams } from './verification';
import { type Draft, openDraft } from './writer';

export type VerificationDraft = Draft & { kind: string; population: number; sample: number | null };

/**
 * Drafts a verification of a finished or cancelled change: each of its confirmed rows (of a cid that comes more than once, the last), or `sample` of them drawn at random
 * (all, when there are no more), is read again and compared with what the change left. It changes nothing upstream; each
 * row is one read. The seed stands in the params, so that the draw can be repeated.
 * @throws Refusal NOT_FOUND, FORBIDDEN, CONFLICT (rule not-finished, no-verification, nothing-to-verify)
 */
export async function draftVerification(
  kinds: Kinds,
  actor: Actor,
  of: { appId: string; jobId: string; sample: number | null; clientKey?: string | undefined; seed?: string },
  now: Date,
): Promise<VerificationDraft> {
  const { job, kind } = await endedJob(kinds, actor, of);
  if (!kind.verification) refuse('CONFLICT', { params: { rule: 'no-verification' } });
  const population = await countFinal(kinds.db, job, kind);
  if (population === 0) refuse('CONFLICT', { params: { rule: 'nothing-to-verify' } });
  const sample = of.sample !== null && of.sample < population ? of.sample : null;
  const params: VerificationParams = { jobId: job.id, population, sample, seed: of.seed ?? newSecret() };
  const verifying = kinds.kindOf(kind.verification.kind);
  const writer = await openDraft<unknown, unknown>(
    kinds.db,
    verifying,
    { appId: of.appId, accountId: actor.accountId },
    { params, origin: { from: 'verify', jobId: job.id }, clientKey: of.clientKey },
    now,
  );
  try {
    const places = samplePlaces(population, sample ?? population, params.seed);
    for await (const row of rowsAt(kinds.db, job, kind, places)) await writer.add(kind.verification.row(row));
    return { ...(await writer.finish()), kind: verifying.id, population, sample };
  } catch (error) {
    await writer.discard();
    throw error;
  }
}

/** Rows that say how the change left things, see {@link finalRows}. */
async function countFinal(db: Database, job: Job, kind: AnyKind): Promise<number> {
  if (!repeatsKeys(job)) return job.confirmed;
  let rows = 0;
  for await (const _ of finalRows(db, job, kind)) rows++;
  return rows;
}

/** The rows at these places among those that say how the change left things. */
async function* rowsAt(
  db: Database,
  job: Job,
  kind: AnyKind,
  places: Iterator<number>,
): AsyncGenerator<unknown> {
  if (!repeatsKeys(job)) {
    for await (const line of confirmedAt(db, job.id, places)) yield kind.decode(line);
    return;
  }
  let wanted = places.next();
  let place = 0;
  for await (const row of finalRows(db, job, kind)) {
    if (wanted.done) return;
    if (place++ !== wanted.value) continue;
    yield row;
    wanted = places.next();
  }
}
