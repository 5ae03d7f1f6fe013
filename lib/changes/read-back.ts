import 'server-only';
import { newId } from '@/lib/core/ids';
import type { Getui } from '@/lib/getui/client';
import { describeError, log } from '@/lib/log';
import type { Engine, Job } from './engine';
import type { ReadBack } from './kind';
import type { Work } from './work';

/** Reading back ends after this long, however slow the upstream; what is left counts as not readable. */
const READ_BACK_MS = 60_000;

/**
 * Reads the rows at these places back and notes what was found. Reading is a courtesy: it never turns into a failure of
 * the change.
 */
export async function readBackRows(
  engine: Engine,
  upstream: Getui,
  job: Job,
  work: Work,
  places: readonly number[],
): Promise<void> {
  const { kind, chunk } = work;
  if (!kind.readBack || places.length === 0) return;
  let found: readonly ReadBack[];
  try {
    const signal = AbortSignal.timeout(READ_BACK_MS);
    const options = { requestId: newId(engine.clock.now()), signal };
    found = await kind.readBack(upstream, work.at(places), job.params, options);
  } catch (error) {
    log.warn({ jobId: job.id, seq: chunk.seq, ...describeError(error) }, 'reading back failed');
    found = places.map(() => 'unreadable');
  }
  for (const [i, place] of places.entries()) work.found(place, found[i] ?? 'unreadable');
}
