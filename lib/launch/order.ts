import 'server-only';
import type { AppCtx } from '@/lib/auth/server/doors';
import type { RunEvent } from '@/lib/changes/engine';
import { type Order, type Ordered, orderJob } from '@/lib/changes/order';
import { runHeld } from '@/lib/changes/pump';
import type { OrderEvent } from '@/lib/changes/schema';
import { jobDetail } from '@/lib/changes/view';
import { systemClock } from '@/lib/core/clock';
import { refuse } from '@/lib/core/result';
import { single } from '@/lib/core/single';
import { streamOf } from '@/lib/core/stream';
import { database } from '@/lib/db/current';
import { describeError, log } from '@/lib/log';
import { engine, held, wakePump } from './engine';
import { kindOf } from './kinds';
import { lifecycle } from './lifecycle';

/** Changes that this process runs for people who wait; the shutdown waits for them. */
export const runningChanges = (): ReadonlySet<Promise<unknown>> => running();
const running = () => single('running-changes', () => new Set<Promise<unknown>>());

function tracked<T>(work: Promise<T>): Promise<T> {
  running().add(work);
  void work.finally(() => running().delete(work)).catch(() => undefined);
  return work;
}

const PATIENCE_MS = 120_000;
type Wanted = Omit<Order, 'appId'>;

async function order(ctx: AppCtx, wanted: Wanted): Promise<Ordered> {
  if (lifecycle().ending) refuse('SHUTTING_DOWN');
  const whole = { ...wanted, appId: ctx.app.id };
  return orderJob(engine(), ctx.actor, whole, new Date(systemClock.now()));
}

/**
 * Orders a previewed change. One call runs at once in this process, more are left to the workers; closing the page
 * stops neither.
 * @throws Refusal from {@link orderJob}; nothing has happened then
 */
export async function orderChange(ctx: AppCtx, wanted: Wanted): Promise<{ jobId: string; first: boolean }> {
  const { first, job, chunk } = await order(ctx, wanted);
  if (chunk) void tracked(runHeld(engine(), held(), job, chunk));
  else wakePump();
  return { jobId: job.id, first };
}

/**
 * The same, telling what happens as it happens. A change that another tab or process already runs is waited for.
 * @throws Refusal from {@link orderJob}; nothing has happened then
 */
export async function orderAndFollow(ctx: AppCtx, wanted: Wanted): Promise<AsyncIterable<OrderEvent>> {
  const { job, chunk } = await order(ctx, wanted);
  if (!chunk) wakePump();
  return streamOf<OrderEvent>(async (emit, signal) => {
    emit({ type: 'ordered', jobId: job.id });
    try {
      const onEvent = (event: RunEvent) =>
        emit(event.type === 'settled' || event.type === 'reading-back' ? event : { type: 'sending' });
      if (chunk) await tracked(runHeld(engine(onEvent), held(), job, chunk));
      const detail = await ended(ctx, job.id, signal);
      if (detail) emit({ type: 'done', job: detail });
    } catch (error) {
      log.error({ jobId: job.id, requestId: ctx.requestId, ...describeError(error) }, 'a change stopped');
      emit({ type: 'failed', jobId: job.id, failure: { code: 'UNEXPECTED', requestId: ctx.requestId } });
    }
  });
}

/** Waits until the change has ended, here or elsewhere; null after two minutes. */
async function ended(ctx: AppCtx, jobId: string, signal: AbortSignal) {
  const asker = { appId: ctx.app.id, role: ctx.actor.role };
  const deadline = systemClock.now() + PATIENCE_MS;
  while (!signal.aborted && systemClock.now() < deadline) {
    const job = await jobDetail(database(), kindOf, asker, jobId);
    if (!job || job.state === 'finished' || job.state === 'cancelled') return job;
    await systemClock.sleep(300, signal).catch(() => undefined);
  }
  return null;
}
