import { expect, test } from 'vitest';
import { systemClock } from '../core/clock';
import { startWorker } from './worker';

test('a duty never overlaps itself, outlives an error, and stop waits for it', async () => {
  let open = 0;
  let most = 0;
  let runs = 0;
  const worker = startWorker(
    [
      {
        name: 'count',
        everyMs: 1,
        async run() {
          most = Math.max(most, ++open);
          runs++;
          await systemClock.sleep(3);
          open--;
          if (runs === 2) throw new Error('once');
        },
      },
    ],
    systemClock,
  );
  while (runs < 4) await systemClock.sleep(2);
  await worker.stop();
  const atStop = runs;
  expect({ open, most }).toEqual({ open: 0, most: 1 });
  await systemClock.sleep(20);
  expect(runs).toBe(atStop);
});
