import 'server-only';
import { and, eq, inArray, sql } from 'drizzle-orm';
import { changeChunk, changeJob } from '@/lib/db/schema/changes';
import type { Chunk, Engine, Job } from './engine';

/** Somebody else has the chunk by now: whatever this process still wanted to say of it is not accepted. */
export class TakenOver extends Error {
  override name = 'TakenOver';
}
/** The change was paused or cancelled before the call began. */
export class Stopped extends Error {
  override name = 'Stopped';
}

/** In SQL, word for word as the partial indexes have it, so that they serve. */
export const BUSY = sql`${changeChunk.state} in ('queued', 'claimed', 'sending')`;
export const PLANNED = sql`${changeChunk.state} = 'planned'`;

/** Still held by whom we read it from: nobody has raised the fence since. */
export const sameHold = (chunk: Chunk) =>
  and(eq(changeChunk.jobId, chunk.jobId), eq(changeChunk.seq, chunk.seq), eq(changeChunk.fence, chunk.fence));

/** Takes up to `most` chunks out of the queue for this process, in one transaction with the messages that named them. */
export async function claimNext(engine: Engine, most: number): Promise<{ job: Job; chunk: Chunk }[]> {
  const { db, queue, workerId } = engine;
  if (!queue) return [];
  const chunks = await db.transaction(async (tx) => {
    const messages = await queue.take(tx, most);
    if (messages.length === 0) return [];
    const ids = messages.map(({ id }) => id);
    const claimed = await tx
      .update(changeChunk)
      .set({ state: 'claimed', workerId, fence: sql`${changeChunk.fence} + 1`, messageId: null })
      .where(
        and(
          inArray(changeChunk.messageId, ids),
          inArray(
            changeChunk.jobId,
            messages.map(({ jobId }) => jobId),
          ),
          eq(changeChunk.state, 'queued'),
          sql`exists (select 1 from ${changeJob} j where j.id = ${changeChunk.jobId}
            and (j.state = 'running' or j.state = 'cancelling' and ${changeChunk.maybeSent}))`,
        ),
      )
      .returning();
    // The change was paused or cancelled meanwhile: its chunks wait as if they had never been handed out.
    if (claimed.length < ids.length) {
      await tx
        .update(changeChunk)
        .set({ state: 'planned', messageId: null })
        .where(and(inArray(changeChunk.messageId, ids), eq(changeChunk.state, 'queued')));
    }
    return claimed;
  });
  if (chunks.length === 0) return [];
  const ids = [...new Set(chunks.map(({ jobId }) => jobId))];
  const jobs = await db.orm.select().from(changeJob).where(inArray(changeJob.id, ids));
  engine.reach?.('claimed');
  return chunks.flatMap((chunk) => {
    const job = jobs.find(({ id }) => id === chunk.jobId);
    return job ? [{ job, chunk }] : [];
  });
}

/** Stores what is known of a held chunk without ending its way. @throws TakenOver */
export async function store(engine: Engine, chunk: Chunk, values: Partial<Chunk>): Promise<void> {
  const held = await engine.db.orm
    .update(changeChunk)
    .set(values)
    .where(sameHold(chunk))
    .returning({ seq: changeChunk.seq });
  if (held.length === 0) throw new TakenOver();
  Object.assign(chunk, values);
}

/** Gives a held chunk back to be dispatched again, `afterMs` from now by the database's clock. @throws TakenOver */
export async function putBack(
  engine: Engine,
  chunk: Chunk,
  afterMs: number,
  values: Partial<Chunk> = {},
): Promise<void> {
  const given = await engine.db.orm
    .update(changeChunk)
    .set({
      ...values,
      state: 'planned',
      workerId: null,
      notBefore:
        afterMs > 0 ? sql`clock_timestamp() + ${Math.ceil(afterMs)} * interval '1 millisecond'` : null,
    })
    .where(sameHold(chunk))
    .returning({ seq: changeChunk.seq });
  if (given.length === 0) throw new TakenOver();
  engine.reach?.('put-back');
}
