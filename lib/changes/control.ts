import 'server-only';
import { and, eq, sql } from 'drizzle-orm';
import { appendAudit } from '@/lib/audit/append';
import { can } from '@/lib/auth/permissions';
import type { Actor } from '@/lib/auth/server/session';
import { refuse } from '@/lib/core/result';
import type { Tx } from '@/lib/db/client';
import { changeChunk, changeJob, type JobState } from '@/lib/db/schema/changes';
import { deleteDraft } from './drop';
import type { Engine, Job } from './engine';
import { finishIfDone } from './settle';

type Which = { actor: Actor; appId: string; jobId: string };

/** The change, locked, when this person may act on it and it is in one of these states. */
async function lock(
  tx: Tx,
  engine: Engine,
  { actor, appId, jobId }: Which,
  states: readonly JobState[],
): Promise<Job> {
  const [job] = await tx
    .select()
    .from(changeJob)
    .where(and(eq(changeJob.id, jobId), eq(changeJob.appId, appId)))
    .for('update');
  if (!job || job.state === 'importing') refuse('NOT_FOUND');
  if (!can(actor.role, engine.kindOf(job.kind).permission)) refuse('FORBIDDEN');
  if (!states.includes(job.state)) refuse('CONFLICT', { params: { state: job.state } });
  return job;
}

async function note(
  tx: Tx,
  engine: Engine,
  { actor, appId, jobId }: Which,
  action: string,
  detail: Record<string, unknown> = {},
): Promise<void> {
  await appendAudit(tx, {
    at: new Date(engine.clock.now()),
    actor: { id: actor.accountId, name: actor.name },
    appId,
    action,
    jobId,
    detail,
  });
}

/**
 * Holds a change: no call begins after this; what is on the wire is settled. Pausing twice is pausing once.
 * @throws Refusal NOT_FOUND, FORBIDDEN, CONFLICT (it has ended, or was never ordered)
 */
export async function pauseJob(engine: Engine, which: Which): Promise<void> {
  await engine.db.transaction(async (tx) => {
    const job = await lock(tx, engine, which, ['running', 'paused']);
    if (job.state === 'paused' && job.halt?.why === 'person') return;
    await tx
      .update(changeJob)
      .set({ state: 'paused', halt: { why: 'person', by: which.actor.name } })
      .where(eq(changeJob.id, job.id));
    await note(tx, engine, which, 'job.pause');
  });
}

/**
 * Lets a paused change go on, also one that Muster halted because the upstream would not have it.
 * @throws Refusal NOT_FOUND, FORBIDDEN, CONFLICT
 */
export async function resumeJob(engine: Engine, which: Which): Promise<void> {
  await engine.db.transaction(async (tx) => {
    const job = await lock(tx, engine, which, ['running', 'paused']);
    if (job.state === 'running') return;
    const options = job.halt?.why === 'refusals' ? { ...job.options, acceptRefusals: true } : job.options;
    await tx
      .update(changeJob)
      .set({ state: 'running', halt: null, holdUntil: null, holdFailure: null, troubles: 0, options })
      .where(eq(changeJob.id, job.id));
    await note(tx, engine, which, 'job.resume', job.halt ? { after: job.halt.why } : {});
  });
}

/**
 * Ends a change for good: no call begins after this, rows that were not sent are skipped, what is on the wire is
 * settled, what may have happened is read back.
 * @throws Refusal NOT_FOUND, FORBIDDEN, CONFLICT
 */
export async function cancelJob(engine: Engine, which: Which): Promise<void> {
  await engine.db.transaction(async (tx) => {
    const job = await lock(tx, engine, which, ['running', 'paused', 'cancelling']);
    if (job.state === 'cancelling') return;
    await tx
      .update(changeJob)
      .set({ state: 'cancelling', halt: null, holdUntil: null, holdFailure: null, troubles: 0 })
      .where(eq(changeJob.id, job.id));
    await note(tx, engine, which, 'job.cancel', { settled: job.settledChunks, chunks: job.chunks });
  });
  await sweepCancelled(engine, which.jobId);
}

/** Settles, as skipped, every chunk of a cancelled change that nobody works on and that was certainly not sent. */
export async function sweepCancelled(engine: Engine, jobId: string): Promise<void> {
  await engine.db.transaction(async (tx) => {
    const [job] = await tx.select().from(changeJob).where(eq(changeJob.id, jobId)).for('update');
    if (job?.state !== 'cancelling') return;
    // Their messages then name chunks that do not bear them: whoever takes one out finds nothing to claim.
    await tx
      .update(changeChunk)
      .set({ state: 'planned', messageId: null })
      .where(and(eq(changeChunk.jobId, jobId), eq(changeChunk.state, 'queued')));
    const letters = sql`coalesce(${changeChunk.outcomes}, repeat('.', ${changeChunk.rowCount}))`;
    const swept = await tx
      .update(changeChunk)
      .set({
        state: 'settled',
        outcomes: sql`translate(${letters}, '.', 'n')`,
        failure: sql`coalesce(${changeChunk.failure}, 'cancelled')`,
        failureKnown: true,
        settledAt: new Date(engine.clock.now()),
        notBefore: null,
      })
      .where(
        and(eq(changeChunk.jobId, jobId), eq(changeChunk.state, 'planned'), eq(changeChunk.maybeSent, false)),
      )
      .returning({
        rows: changeChunk.rowCount,
        confirmed: count('c'),
        rejected: count('r'),
        unknown: count('u'),
        skipped: count('n'),
      });
    const sum = (of: 'confirmed' | 'rejected' | 'unknown' | 'skipped') =>
      swept.reduce((total, chunk) => total + chunk[of], 0);
    const [now] = await tx
      .update(changeJob)
      .set({
        settledChunks: sql`${changeJob.settledChunks} + ${swept.length}`,
        confirmed: sql`${changeJob.confirmed} + ${sum('confirmed')}`,
        rejected: sql`${changeJob.rejected} + ${sum('rejected')}`,
        unknown: sql`${changeJob.unknown} + ${sum('unknown')}`,
        skipped: sql`${changeJob.skipped} + ${sum('skipped')}`,
      })
      .where(eq(changeJob.id, jobId))
      .returning();
    if (now) await finishIfDone(tx, engine, now);
  });
}

const count = (letter: string) =>
  sql<number>`length(${changeChunk.outcomes}) - length(replace(${changeChunk.outcomes}, ${letter}, ''))`.mapWith(
    Number,
  );

/**
 * Puts a change before (1), among (0) or after (-1) the others; what is in the queue already keeps its place.
 * @throws Refusal NOT_FOUND, FORBIDDEN, CONFLICT
 */
export async function prioritiseJob(engine: Engine, which: Which, priority: -1 | 0 | 1): Promise<void> {
  await engine.db.transaction(async (tx) => {
    const job = await lock(tx, engine, which, ['running', 'paused']);
    await tx.update(changeJob).set({ priority }).where(eq(changeJob.id, job.id));
    await note(tx, engine, which, 'job.priority', { from: job.priority, to: priority });
  });
}

/**
 * Throws a preview away with everything that was read in for it.
 * @throws Refusal NOT_FOUND, FORBIDDEN, CONFLICT (it was ordered)
 */
export async function discardDraft(engine: Engine, which: Which): Promise<void> {
  const { appId, actor, jobId } = which;
  await engine.db.transaction((tx) => lock(tx, engine, which, ['draft']));
  if (!(await deleteDraft(engine.db, jobId, { appId, accountId: actor.accountId }))) refuse('NOT_FOUND');
}
