import 'server-only';
import type { Clock } from '@/lib/core/clock';
import { describeError, log } from '@/lib/log';

/** Something done again and again. `run` gets the signal that ends the worker. */
export type Duty = {
  readonly name: string;
  readonly everyMs: number;
  run(signal: AbortSignal): Promise<unknown>;
};

export type Worker = { stop(): Promise<void> };

/**
 * Runs each duty at its own pace, never twice at the same time; a duty that fails is logged and tried again next time.
 * `stop` waits for what is under way.
 */
export function startWorker(duties: readonly Duty[], clock: Clock): Worker {
  const ending = new AbortController();
  const loops = duties.map(async (duty) => {
    while (!ending.signal.aborted) {
      try {
        await duty.run(ending.signal);
      } catch (error) {
        log.error({ duty: duty.name, ...describeError(error) }, 'a duty of the worker failed');
      }
      await clock.sleep(duty.everyMs, ending.signal).catch(() => undefined);
    }
  });
  return {
    async stop() {
      ending.abort(new Error('the worker stops'));
      await Promise.all(loops);
    },
  };
}
