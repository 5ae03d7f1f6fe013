import 'server-only';
import { and, eq, sql } from 'drizzle-orm';
import { appendAudit } from '@/lib/audit/append';
import { changeJob, type JobHalt } from '@/lib/db/schema/changes';
import type { Engine, Job } from './engine';

const FIRST_MS = 500;
const LONGEST_MS = 30_000;

/**
 * The upstream is out of reach or busy: no further call of this change for a while that doubles with every such failure
 * in a row, 0.5 s to 30 s; then one call goes first and the others follow its success. Gives the pause in ms.
 */
export async function holdBack(engine: Engine, job: Job, failure: string, leastMs = 0): Promise<number> {
  const pause = Math.max(leastMs, Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(job.troubles, 10)));
  const [now] = await engine.db.orm
    .update(changeJob)
    .set({
      // Calls that were under way together fail together: they count as one trouble.
      troubles: sql`case when coalesce(${changeJob.holdUntil}, 'epoch') < clock_timestamp() then ${changeJob.troubles} + 1 else ${changeJob.troubles} end`,
      holdUntil: sql`greatest(${changeJob.holdUntil}, clock_timestamp() + ${Math.ceil(pause)} * interval '1 millisecond')`,
      holdFailure: failure,
    })
    .where(eq(changeJob.id, job.id))
    .returning({ troubles: changeJob.troubles });
  job.troubles = now?.troubles ?? job.troubles;
  return pause;
}

/** The upstream will not take this change until somebody acts: it pauses, and says why. Once, whoever comes first. */
export async function halt(engine: Engine, job: Job, why: JobHalt): Promise<void> {
  await engine.db.transaction(async (tx) => {
    const paused = await tx
      .update(changeJob)
      .set({ state: 'paused', halt: why })
      .where(and(eq(changeJob.id, job.id), eq(changeJob.state, 'running')))
      .returning({ id: changeJob.id });
    if (paused.length === 0) return;
    await appendAudit(tx, {
      at: new Date(engine.clock.now()),
      actor: { id: null, name: 'muster' },
      appId: job.appId,
      action: 'job.pause',
      jobId: job.id,
      detail: { why: why.why, code: why.code ?? null },
    });
  });
}
