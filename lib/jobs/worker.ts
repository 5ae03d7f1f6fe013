import 'server-only';
import { setMaxListeners } from 'node:events';
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
  // Every duty listens while it sleeps: that is no leak, however many there are.
  setMaxListeners(0, ending.signal);
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
