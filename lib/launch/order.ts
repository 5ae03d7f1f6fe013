import 'server-only';
import type { AppCtx } from '@/lib/auth/server/doors';
import type { RunEvent } from '@/lib/changes/engine';
import { orderJob } from '@/lib/changes/order';
import { runJob } from '@/lib/changes/run';
import type { OrderEvent } from '@/lib/changes/schema';
import { jobDetail } from '@/lib/changes/view';
import { systemClock } from '@/lib/core/clock';
import { refuse } from '@/lib/core/result';
import { single } from '@/lib/core/single';
import { streamOf } from '@/lib/core/stream';
import { database } from '@/lib/db/current';
import { describeError, log } from '@/lib/log';
import { engine } from './engine';
import { kindOf } from './kinds';
import { lifecycle } from './lifecycle';

/** Changes that this process runs right now; the shutdown waits for them. */
export const runningChanges = (): ReadonlySet<Promise<unknown>> => running();
const running = () => single('running-changes', () => new Set<Promise<unknown>>());

async function tracked<T>(work: Promise<T>): Promise<T> {
  running().add(work);
  try {
    return await work;
  } finally {
    running().delete(work);
  }
}

const PATIENCE_MS = 120_000;

/**
 * Orders a previewed change and runs it in this process, telling what happens as it happens. Closing the page does not
 * stop it. A change that another tab or process already runs is waited for.
 * @throws Refusal from {@link orderJob}; nothing has happened then
 */
export async function orderAndRun(
  ctx: AppCtx,
  order: { jobId: string; rowsHash: string; typed?: string | undefined },
): Promise<AsyncIterable<OrderEvent>> {
  if (lifecycle().ending) refuse('SHUTTING_DOWN');
  const db = database();
  await orderJob(db, kindOf, ctx.actor, { ...order, appId: ctx.app.id }, new Date(systemClock.now()));
  return streamOf<OrderEvent>(async (emit, signal) => {
    emit({ type: 'ordered', jobId: order.jobId });
    try {
      const onEvent = (event: RunEvent) =>
        emit(event.type === 'settled' || event.type === 'reading-back' ? event : { type: 'sending' });
      await tracked(runJob(engine(onEvent), order.jobId));
      const job = await finished(ctx, order.jobId, signal);
      if (job?.state === 'finished') emit({ type: 'done', job });
    } catch (error) {
      log.error(
        { jobId: order.jobId, requestId: ctx.requestId, ...describeError(error) },
        'a change stopped',
      );
      emit({ type: 'failed', jobId: order.jobId, failure: { code: 'UNEXPECTED', requestId: ctx.requestId } });
    }
  });
}

/** Waits while another process finishes what it holds; gives what there is after two minutes. */
async function finished(ctx: AppCtx, jobId: string, signal: AbortSignal) {
  const asker = { appId: ctx.app.id, role: ctx.actor.role };
  const deadline = systemClock.now() + PATIENCE_MS;
  while (!signal.aborted) {
    const job = await jobDetail(database(), kindOf, asker, jobId);
    if (!job || job.state === 'finished' || systemClock.now() > deadline) return job;
    await systemClock.sleep(300, signal).catch(() => undefined);
  }
  return null;
}
