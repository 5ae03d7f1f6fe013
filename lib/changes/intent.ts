import 'server-only';
import { and, eq, sql } from 'drizzle-orm';
import { Batcher } from '@/lib/core/batcher';
import type { Database } from '@/lib/db/client';
import { changeChunk, changeJob } from '@/lib/db/schema/changes';
import { beat, FRESH_MS, SEND_WITHIN_MS } from '@/lib/jobs/heartbeat';
import type { Chunk, Engine } from './engine';
import { Stopped, TakenOver } from './hold';

type Intent = { engine: Engine; chunk: Chunk; requestId: string };

const TRIES = 3;
const AT_ONCE = 64;
const batchers = new WeakMap<Database, Batcher<Intent, number | null>>();

/** Commits the intents of several lanes in one statement; gives the time of each, or null where it was not accepted. */
async function commitAll(db: Database, intents: readonly Intent[]): Promise<(number | null)[]> {
  const rows = intents.map(({ engine, chunk, requestId }) => ({
    job: chunk.jobId,
    seq: chunk.seq,
    fence: chunk.fence,
    worker: engine.workerId,
    request: requestId,
    at: engine.clock.now(),
  }));
  const { rows: done } = await db.orm.execute<{ job_id: string; seq: number }>(sql`
    update change_chunk c
    set state = 'sending', attempts = c.attempts + 1, request_id = v.request,
      sent_at = to_timestamp(v.at / 1000.0)
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as v(job text, seq int, fence int, worker text, request text, at bigint)
    where c.job_id = v.job and c.seq = v.seq and c.fence = v.fence
      and exists (select 1 from change_job j where j.id = v.job and j.state = 'running')
      and exists (select 1 from worker_process w where w.id = v.worker
        and w.seen_at > clock_timestamp() - ${FRESH_MS} * interval '1 millisecond')
    returning c.job_id, c.seq`);
  const committed = new Set(done.map(({ job_id, seq }) => `${job_id}/${seq}`));
  return rows.map(({ job, seq, at }) => (committed.has(`${job}/${seq}`) ? at : null));
}

function batcherOf(db: Database): Batcher<Intent, number | null> {
  const known = batchers.get(db) ?? new Batcher((intents) => commitAll(db, intents), AT_ONCE);
  batchers.set(db, known);
  return known;
}

/**
 * The intent is on disk before the first byte leaves: whoever finds it later knows that the call may have happened.
 * Gives the time by the clock after which the call must not begin any more.
 * @throws TakenOver, Stopped (paused or cancelled: nothing was sent)
 */
export async function commitIntent(engine: Engine, chunk: Chunk, requestId: string): Promise<number> {
  const { db, workerId } = engine;
  for (let attempt = 1; ; attempt++) {
    const at = await batcherOf(db).add({ engine, chunk, requestId });
    if (at !== null) {
      chunk.attempts++;
      chunk.sentAt = new Date(at);
      return at + SEND_WITHIN_MS;
    }
    const [now] = await db.orm
      .select({ fence: changeChunk.fence, state: changeJob.state })
      .from(changeChunk)
      .innerJoin(changeJob, eq(changeJob.id, changeChunk.jobId))
      .where(and(eq(changeChunk.jobId, chunk.jobId), eq(changeChunk.seq, chunk.seq)));
    if (now?.fence !== chunk.fence) throw new TakenOver();
    if (now.state !== 'running') throw new Stopped();
    if (attempt === TRIES) throw new Error('this process cannot keep its heartbeat fresh');
    await beat(db, workerId);
  }
}
