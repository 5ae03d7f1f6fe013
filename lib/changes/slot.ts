import 'server-only';
import type { QuotaFamily } from '@/lib/getui/endpoints';
import { describeError, log } from '@/lib/log';
import type { Engine, Job } from './engine';

const CALL_MS = 30_000;
/** The longest one upstream call of a change may last, in ms. */
export const callMs = (engine: Engine): number => engine.callMs ?? CALL_MS;
/** Waiting this long in place costs less than giving the chunk back and having it dispatched again. */
const WAIT_IN_PLACE_MS = 1_500;

/** A granted call must have ended within `leftMs`. */
export type Slot = { answered(): Promise<void>; leftMs(): number } | { waitMs: number };

/** A slot of the family's budget, null when its calls are not metered, or how long there will be none. */
export async function takeSlot(engine: Engine, job: Job, family: QuotaFamily | null): Promise<Slot | null> {
  if (!family) return null;
  const ask = {
    appId: job.appId,
    family,
    who: job.options.interactive ? ('person' as const) : ('bulk' as const),
    jobId: job.id,
    deadlineMs: callMs(engine),
  };
  for (let waited = 0; ; ) {
    const grant = await engine.budgets.take(ask);
    if (grant.granted) {
      return {
        leftMs: () => Math.max(1, grant.endsBy - performance.now()),
        answered: () =>
          engine.budgets.answered(grant.id).catch((error: unknown) => {
            // It frees itself at its deadline.
            log.warn(describeError(error), 'a slot of a budget could not be given back early');
          }),
      };
    }
    const patience = job.options.interactive ? 2 * WAIT_IN_PLACE_MS : WAIT_IN_PLACE_MS;
    if (waited + grant.waitMs > patience) return { waitMs: grant.waitMs };
    const pause = Math.max(20, grant.waitMs);
    await engine.clock.sleep(pause);
    waited += pause;
  }
}
