import 'server-only';
import { upstreamOf } from '@/lib/apps/server/upstream';
import { answered, budgetState, refused, take } from '@/lib/budgets/budgets';
import type { Budgets, Engine } from '@/lib/changes/engine';
import { failPoints } from '@/lib/changes/fail-point';
import { type Held, heartbeat, type Pump, startPump } from '@/lib/changes/pump';
import { recoverChunks } from '@/lib/changes/recover';
import { systemClock } from '@/lib/core/clock';
import { single } from '@/lib/core/single';
import type { Database } from '@/lib/db/client';
import { database } from '@/lib/db/current';
import { env } from '@/lib/env';
import type { Getui } from '@/lib/getui/client';
import { BEAT_MS, declareAllDead, enter, leave } from '@/lib/jobs/heartbeat';
import { type Queue, startQueue } from '@/lib/jobs/queue';
import type { Duty } from '@/lib/jobs/worker';
import { kindOf } from './kinds';
import { lifecycle } from './lifecycle';

type Running = {
  workerId: string;
  lanes: number;
  queue: Queue | undefined;
  pump: Pump | undefined;
  held: Held;
  reach: Engine['reach'];
};
const state = () => single('changes', () => ({ running: undefined as Running | undefined }));

function running(): Running {
  const now = state().running;
  if (!now) throw new Error('the engine of changes has not started');
  return now;
}

/** The client of an app as it was looked up within the last second: changes ask for it before every call. */
function recentUpstream(appId: string): Promise<Getui> {
  const known = single('recent-upstreams', () => new Map<string, { at: number; getui: Promise<Getui> }>());
  const now = systemClock.now();
  const last = known.get(appId);
  if (last && now - last.at < 1_000) return last.getui;
  const getui = upstreamOf(appId);
  known.set(appId, { at: now, getui });
  getui.catch(() => known.delete(appId));
  return getui;
}

const ending = () => lifecycle().ending;

const budgetsOf = (db: Database): Budgets => ({
  take: (ask) => take(db, ask),
  answered: (grantId) => answered(db, grantId),
  refused: (appId, family, error) => refused(db, appId, family, error),
  state: (appId, family) => budgetState(db, appId, family),
});

/** The engine of changes as this process runs it. @throws before {@link startChanges} */
export const engine = (onEvent?: Engine['onEvent']): Engine => {
  const { workerId, queue, reach } = running();
  const db = database();
  return {
    db,
    clock: systemClock,
    workerId,
    kindOf,
    upstreamOf: recentUpstream,
    budgets: budgetsOf(db),
    queue,
    reach,
    ending,
    onEvent,
  };
};

/** What this process works on; see lib/changes/pump. */
export const held = (): Held => running().held;

/** Work was ordered in this process: it does not wait for the next look. */
export const wakePump = (): void => running().pump?.wake();

/** The duty that says that this process lives and takes over from those that do not. */
export const beating = (): Duty => ({
  name: 'heartbeat',
  everyMs: BEAT_MS,
  run: () => heartbeat(engine(), running().held, running().lanes),
});

/**
 * Enters this process among those that hold changes. With `works` it takes part in all work; without, it runs only what
 * its own people order. The embedded database has one process: whatever is held there was left by a dead one.
 */
export async function startChanges(works: boolean): Promise<void> {
  const db = database();
  const lanes = works ? env().workerLanes : 0;
  if (db.kind === 'embedded') await declareAllDead(db);
  const queue = works ? await startQueue(db) : undefined;
  const workerId = await enter(db, lanes);
  const reach = failPoints(env().failPoint);
  state().running = { workerId, lanes, queue, pump: undefined, held: new Set(), reach };
  await recoverChunks(engine());
  if (works) running().pump = startPump(engine(), running().held, lanes);
}

/** Stops taking work, waits for the calls under way and leaves. */
export async function stopChanges(): Promise<void> {
  const { pump } = running();
  await pump?.stop();
}

/** After the last call: nobody waits for this process any more. */
export async function leaveChanges(): Promise<void> {
  const { queue, workerId } = running();
  await queue?.stop();
  await leave(database(), workerId);
}
