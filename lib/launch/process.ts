import 'server-only';
import { dropOldCounts } from '@/lib/audience/server/counts';
import { savedDuties } from '@/lib/audience/server/desk';
import { releaseExpired } from '@/lib/blacklist/expiry';
import { dropDeadImports, dropOldDrafts } from '@/lib/changes/drop';
import { tidyUp } from '@/lib/changes/recover';
import { systemClock } from '@/lib/core/clock';
import { single } from '@/lib/core/single';
import { crowdDuties } from '@/lib/crowds/server/duties';
import { type Database, openDatabase } from '@/lib/db/client';
import { setDatabase } from '@/lib/db/current';
import type { Env } from '@/lib/env';
import { forgetOldProcesses } from '@/lib/jobs/heartbeat';
import { type Duty, startWorker, type Worker } from '@/lib/jobs/worker';
import { log } from '@/lib/log';
import { dropOldCanaries, watchCanaries } from '@/lib/tags/server/canaries';
import { learnTags } from '@/lib/tags/server/dictionary';
import { beating, engine, leaveChanges, startChanges, stopChanges, wakePump } from './engine';
import { lifecycle } from './lifecycle';
import { runningChanges } from './order';

const FLUSH_MS = 200;
/** What is not settled by then is found as open by whoever takes over. */
const PATIENCE_MS = 20_000;
const MINUTE = 60_000;
const state = () => single('process', () => ({ worker: undefined as Worker | undefined }));
const now = () => new Date(systemClock.now());

/** Opens the database this environment names and makes it the process's own. */
export async function openProcess(settings: Env): Promise<Database> {
  log.level = settings.logLevel;
  const db = await openDatabase(
    settings.databaseUrl ? { url: settings.databaseUrl } : { dataDir: settings.dataDir },
  );
  setDatabase(db);
  return db;
}

/** Takes up changes and whatever else recurs. `works` false: this process runs only what its own people order. */
export async function startWork(db: Database, works: boolean, more: readonly Duty[] = []): Promise<void> {
  await startChanges(works);
  const recurring: Duty[] = [
    { name: 'release what has expired', everyMs: 5_000, run: () => releaseDue() },
    {
      name: 'watch changed tags',
      everyMs: 1_000,
      run: () => watchCanaries(db, (id) => engine().upstreamOf(id)),
    },
    { name: 'forget old counts', everyMs: 60 * MINUTE, run: () => dropOldCounts(db, systemClock.now()) },
    { name: 'learn tags', everyMs: 30_000, run: () => learnTags(db) },
    ...savedDuties(db),
    ...crowdDuties(db),
    { name: 'forget old observations', everyMs: 60 * MINUTE, run: () => dropOldCanaries(db) },
    { name: 'tidy up changes', everyMs: 5_000, run: () => tidyUp(engine()) },
    { name: 'drop dead imports', everyMs: 5_000, run: () => dropDeadImports(db, now()) },
    { name: 'drop old previews', everyMs: 10 * MINUTE, run: () => dropOldDrafts(db, now()) },
    { name: 'forget old processes', everyMs: 60 * MINUTE, run: () => forgetOldProcesses(db) },
    { name: 'checkpoint', everyMs: 5 * MINUTE, run: () => db.housekeep() },
    { name: 'vacuum', everyMs: 24 * 60 * MINUTE, run: () => db.vacuum() },
    ...more,
  ];
  state().worker = startWorker([beating(), ...(works ? recurring : [])], systemClock);
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void shutDown(db));
}

/** Entries of the blacklist whose time has passed are released by changes that the workers take up at once. */
async function releaseDue(): Promise<void> {
  if ((await releaseExpired(engine())) > 0) wakePump();
}

async function shutDown(db: Database): Promise<void> {
  if (lifecycle().ending) return;
  lifecycle().ending = true;
  // Changes under way get their settled rows; the heartbeat goes on until they have them.
  const patience = setTimeout(() => process.exit(0), PATIENCE_MS);
  await stopChanges();
  while (runningChanges().size > 0) await Promise.allSettled([...runningChanges()]);
  await state().worker?.stop();
  // Time for the last words to reach the pages that wait for them.
  await systemClock.sleep(FLUSH_MS);
  await leaveChanges();
  setDatabase(undefined);
  await db.close();
  clearTimeout(patience);
  process.exit(0);
}

/** Says one sentence and ends the process: for a start that cannot be. */
export function giveUp(error: unknown): never {
  const text = error instanceof Error ? error.message : String(error);
  process.stderr.write(`\nMuster cannot start: ${text}\n\n`);
  process.exit(1);
}
