import { setTimeout as sleep } from 'node:timers/promises';
import type { Sandbox } from '@/lib/sandbox/server';

const WRITES = [
  { method: 'POST', endpoint: '/user/alias' },
  { method: 'DELETE', endpoint: '/user/alias' },
  { method: 'DELETE', endpoint: '/user/alias/$alias' },
];

/** An upstream of ordinary moods: answers take their time, some never come, some say to try later. */
export async function mixFaults(sandbox: Sandbox, going: () => boolean): Promise<void> {
  const { addFault, clearFaults } = sandbox.control;
  while (going()) {
    clearFaults();
    for (const match of WRITES) {
      // The first that matches strikes: a little trouble after some calls, delays for all others.
      const skip = Math.floor(Math.random() * 6);
      if (Math.random() < 0.15) addFault({ match: { ...match, skip }, effect: { kind: 'reset-after' } });
      if (Math.random() < 0.15)
        addFault({ match: { ...match, skip }, effect: { kind: 'status', http: 200, code: 2, msg: 'busy' } });
      const ms = Math.round(100 + Math.random() * 1_400);
      addFault({ match, times: 0, effect: { kind: 'delay', ms } });
    }
    await sleep(1_000);
  }
}
