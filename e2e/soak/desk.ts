import { and, eq, inArray, notInArray } from 'drizzle-orm';
import { cancelJob, pauseJob, resumeJob } from '@/lib/changes/control';
import type { Engine } from '@/lib/changes/engine';
import { linesOf } from '@/lib/changes/rows';
import { systemClock } from '@/lib/core/clock';
import { changeChunk, changeJob, type JobOptions, workerProcess } from '@/lib/db/schema/changes';
import { kindOf } from '@/lib/launch/kinds';
import type { Rig } from '@/lib/launch/testing-rig';

/** A change to order. `key`: the same key is ordered once. */
export type Order = {
  key: string;
  kind: string;
  rows: readonly unknown[];
  params?: Record<string, unknown>;
  options?: JobOptions;
};
export type JobView = Awaited<ReturnType<Desk['jobs']>>[number];
/** A chunk in a process's hands. `tokens`: what its upstream calls name, cids and the alias of a release. */
export type HeldChunk = { jobId: string; seq: number; sending: boolean; calm: boolean; tokens: string[] };

/** What the soaks ask of Muster: in this process on PostgreSQL, in the one process of the embedded database by message. */
export type Desk = ReturnType<typeof deskOn>;

export function deskOn(rig: Rig) {
  const { db, actor, appId } = rig;
  const engine = { db, kindOf, clock: systemClock, workerId: 'nobody' } as unknown as Engine;
  const verbs = { pause: pauseJob, resume: resumeJob, cancel: cancelJob };
  return {
    order: ({ key, kind, rows, params, options }: Order): Promise<string> =>
      rig.order(kind, rows, { params, options, clientKey: key }),

    /** The change that was ordered under a key, null when none was. */
    async ordered(key: string): Promise<string | null> {
      const [job] = await db.orm
        .select({ id: changeJob.id })
        .from(changeJob)
        .where(and(eq(changeJob.clientKey, key), notInArray(changeJob.state, ['importing', 'draft'])));
      return job?.id ?? null;
    },

    control: (verb: keyof typeof verbs, jobId: string): Promise<void> =>
      verbs[verb](engine, { actor, appId, jobId }),

    jobs: async () =>
      (
        await db.orm
          .select()
          .from(changeJob)
          .where(notInArray(changeJob.state, ['importing', 'draft']))
      ).map(
        ({ id, kind, state, halt, total, chunks, settledChunks, confirmed, rejected, unknown, skipped }) => ({
          ...{ id, kind, state, halt, total, chunks, settledChunks, confirmed, rejected, unknown, skipped },
        }),
      ),

    /** The letters of every row of a change, in order. */
    async letters(jobId: string): Promise<string> {
      const chunks = await db.orm
        .select({ outcomes: changeChunk.outcomes })
        .from(changeChunk)
        .where(eq(changeChunk.jobId, jobId))
        .orderBy(changeChunk.seq);
      return chunks.map(({ outcomes }) => outcomes ?? '').join('');
    },

    /** What the process with this pid has in hand of changes that run. */
    async held(pid: number): Promise<HeldChunk[]> {
      const rows = await db.orm
        .select({ chunk: changeChunk, job: changeJob })
        .from(changeChunk)
        .innerJoin(workerProcess, eq(workerProcess.id, changeChunk.workerId))
        .innerJoin(changeJob, eq(changeJob.id, changeChunk.jobId))
        .where(and(eq(workerProcess.pid, pid), inArray(changeChunk.state, ['claimed', 'sending'])));
      return rows
        .filter(({ job }) => job.state === 'running')
        .map(({ chunk, job }) => {
          const kind = kindOf(job.kind);
          const cids = linesOf(chunk.rows).map((line) => kind.key(kind.decode(line)));
          const { alias } = job.params as { alias?: string };
          return {
            jobId: job.id,
            seq: chunk.seq,
            sending: chunk.state === 'sending',
            calm: job.troubles === 0 && chunk.lost === 0,
            tokens: alias ? [...cids, alias] : cids,
          };
        });
    },

    /** The request id of the last call of a chunk. */
    async lastRequest(jobId: string, seq: number): Promise<string | null> {
      const [chunk] = await db.orm
        .select({ requestId: changeChunk.requestId })
        .from(changeChunk)
        .where(and(eq(changeChunk.jobId, jobId), eq(changeChunk.seq, seq)));
      return chunk?.requestId ?? null;
    },

    /** As if the processes had been silent long enough to be taken for dead. */
    forgetProcess: async (pid: number): Promise<void> => {
      await db.orm.delete(workerProcess).where(eq(workerProcess.pid, pid));
    },
  };
}
