// A process of its own for the budget tests: asks for slots as fast as it may and calls the upstream with each.
import { openDatabase } from '@/lib/db/client';
import { answered, refused, take } from './budgets';
import type { Hammer } from './testing';

const hammer = JSON.parse(process.argv[2] ?? '{}') as Hammer;
// Clocks of processes differ; slots must not care.
const trueNow = Date.now.bind(Date);
Date.now = () => trueNow() + hammer.skewMs;

const db = await openDatabase({ url: hammer.databaseUrl, maxConnections: 4 });
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
let flying = 0;
let ending = false;
process.stdin.on('end', () => {
  ending = true;
});
process.stdin.resume();
process.stdout.write('ready\n');

async function call(id: number, endsBy: number): Promise<void> {
  flying++;
  try {
    await sleep(Math.random() * hammer.lagMs);
    const left = Math.floor(endsBy - performance.now());
    if (left <= 0) return;
    const { url, ...request } = hammer.request;
    const answer = await fetch(url, { ...request, signal: AbortSignal.timeout(left) });
    const { code } = (await answer.json()) as { code: number };
    const told = { code, retryAfterMs: null };
    if (code === 30012) await refused(db, hammer.appId, 'tag-batch', { ...told, window: 'minute' });
    if (code === 30011) await refused(db, hammer.appId, 'tag-batch', { ...told, window: 'day' });
    await answered(db, id);
  } catch (error) {
    process.stderr.write(`${String(error)}\n`);
  } finally {
    flying--;
  }
}

while (!ending) {
  if (flying >= hammer.atOnce) {
    await sleep(5);
    continue;
  }
  const { appId, deadlineMs } = hammer;
  const slot = await take(db, { appId, family: 'tag-batch', who: 'bulk', deadlineMs });
  if (slot.granted) void call(slot.id, slot.endsBy);
  else await sleep(Math.min(slot.waitMs, 1_000));
}
while (flying > 0) await sleep(20);
await db.close();
process.exit(0);
