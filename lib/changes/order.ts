import 'server-only';
import { and, asc, eq, sql } from 'drizzle-orm';
import { appendAudit } from '@/lib/audit/append';
import { can } from '@/lib/auth/permissions';
import type { Actor } from '@/lib/auth/server/session';
import { refuse } from '@/lib/core/result';
import type { Tx } from '@/lib/db/client';
import { changeChunk, changeJob } from '@/lib/db/schema/changes';
import { draftLifeMs } from './drop';
import type { Chunk, Engine, Job } from './engine';
import { overlaps } from './keys';
import { hashJob } from './rows';

export type Order = {
  jobId: string;
  appId: string;
  rowsHash: string;
  typed?: string | undefined;
  /** Not before this time, in ms; absent or past: at once. */
  startAt?: number | undefined;
  priority?: -1 | 0 | 1 | undefined;
  /** Done in the transaction of the order; what it throws undoes both. */
  also?: ((tx: Tx) => Promise<void>) | undefined;
};

/** `first` false: the same preview was ordered before. `chunk`: the one call of the change, claimed for this process. */
export type Ordered = { first: boolean; job: Job; chunk: Chunk | null };

/**
 * Orders a previewed change: job and audit intent are committed in one transaction, or neither is. Ordering the same
 * preview twice (double click, two tabs, a replayed POST) orders it once; the second call learns so. A change of one
 * call that nothing holds up is claimed for this process in the same transaction; any other is left to the workers.
 * @throws Refusal NOT_FOUND, FORBIDDEN, PREVIEW_STALE (too old, or not the rows that were seen), INVALID_INPUT (typed word)
 */
export async function orderJob(engine: Engine, actor: Actor, order: Order, now: Date): Promise<Ordered> {
  return engine.db.transaction(async (tx) => {
    const [job] = await tx
      .select()
      .from(changeJob)
      .where(and(eq(changeJob.id, order.jobId), eq(changeJob.appId, order.appId)))
      .for('update');
    if (!job || job.createdBy !== actor.accountId || job.state === 'importing') refuse('NOT_FOUND');
    if (!can(actor.role, engine.kindOf(job.kind).permission)) refuse('FORBIDDEN');
    if (job.state !== 'draft') return { first: false, job, chunk: null };
    if (job.total === 0) refuse('INVALID_INPUT', { fields: { rows: 'empty' } });
    if (now.getTime() - job.createdAt.getTime() > draftLifeMs(job.origin)) refuse('PREVIEW_STALE');
    if (job.confirmWord !== null && order.typed !== job.confirmWord)
      refuse('INVALID_INPUT', { fields: { typed: 'mismatch' } });
    if (order.rowsHash !== job.rowsHash || (await storedHash(tx, job)) !== job.rowsHash)
      refuse('PREVIEW_STALE');
    // Orders of an app stand in one line: who waits for whom must not depend on who commits first.
    await tx.execute(sql`select pg_advisory_xact_lock(hashtext(${`muster.order.${job.appId}`}))`);
    const later = order.startAt !== undefined && order.startAt > now.getTime();
    const [ordered] = await tx
      .update(changeJob)
      .set({
        state: 'running',
        orderedAt: now,
        waits: await overlaps(tx, job),
        priority: order.priority ?? 0,
        startAt: later ? new Date(order.startAt ?? 0) : null,
      })
      .where(eq(changeJob.id, job.id))
      .returning();
    if (!ordered) throw new Error('a locked row vanished');
    await order.also?.(tx);
    // What somebody decided long ago comes to pass: Muster does it, on that person's behalf.
    const isExpiry = job.origin.from === 'expiry';
    await appendAudit(tx, {
      at: now,
      actor: isExpiry ? { id: null, name: 'muster' } : { id: actor.accountId, name: actor.name },
      appId: job.appId,
      action: job.kind,
      jobId: job.id,
      detail: {
        intent: true,
        rows: job.total,
        rowsHash: job.rowsHash,
        calls: job.chunks,
        ...(job.origin.jobId ? { [job.origin.from]: job.origin.jobId } : {}),
        ...(later ? { startAt: ordered.startAt } : {}),
        ...(isExpiry ? { expiry: true, onBehalfOf: actor.name } : {}),
      },
    });
    const alone = job.chunks === 1 && ordered.waits.length === 0 && !later && job.options.interactive;
    return { first: true, job: ordered, chunk: alone ? await claimFirst(tx, engine, ordered) : null };
  });
}

/** The hash over the hashes of all chunks; each chunk's own rows are held against its hash right before they are sent. */
async function storedHash(tx: Tx, job: Job): Promise<string> {
  const chunks = await tx
    .select({ rowsHash: changeChunk.rowsHash })
    .from(changeChunk)
    .where(eq(changeChunk.jobId, job.id))
    .orderBy(asc(changeChunk.seq));
  return hashJob(
    job.rowsSalt,
    job.kind,
    job.params,
    chunks.map(({ rowsHash }) => rowsHash ?? ''),
  );
}

async function claimFirst(tx: Tx, engine: Engine, job: Job): Promise<Chunk | null> {
  await tx.update(changeJob).set({ startedAt: sql`clock_timestamp()` }).where(eq(changeJob.id, job.id));
  const [chunk] = await tx
    .update(changeChunk)
    .set({ state: 'claimed', workerId: engine.workerId, fence: sql`${changeChunk.fence} + 1` })
    .where(and(eq(changeChunk.jobId, job.id), eq(changeChunk.state, 'planned')))
    .returning();
  return chunk ?? null;
}
