import 'server-only';
import { sql } from 'drizzle-orm';
import { type Db, fromDrizzle, fromPglite, PgBoss } from 'pg-boss';
import type { Database, Tx } from '@/lib/db/client';
import { describeError, log } from '@/lib/log';

/** What the queue hands out: the name of a piece of work, never the work itself. */
export type Message = { id: string; jobId: string; seq: number };

/**
 * The queue that hands chunks to processes: pg-boss in the same database. It decides who gets what next and by which
 * priority; what a chunk is, who holds it and what became of it stands in our tables alone. A message is taken out in
 * the transaction that claims its chunk, so there is never one without the other.
 */
export type Queue = {
  /** Puts chunks in, inside the caller's transaction; those of a higher priority are handed out first. */
  put(tx: Tx, messages: readonly (Message & { priority: number })[]): Promise<void>;
  /** Takes up to `most` out, highest priority first, inside the caller's transaction. */
  take(tx: Tx, most: number): Promise<Message[]>;
  /** Takes out what was put in, inside the caller's transaction. */
  drop(tx: Tx, ids: readonly string[]): Promise<void>;
  stop(): Promise<void>;
};

const NAME = 'chunk';
/** Chunks wait here for a free lane only; one that lies longer was forgotten and is put in again. */
const KEEP_SECONDS = 14 * 24 * 3600;

/** Opens the queue; makes its schema `pgboss` at the first start. Several processes may open it at once. */
export async function startQueue(db: Database): Promise<Queue> {
  const boss = new PgBoss({
    db: adapter(db),
    backend: db.kind === 'embedded' ? 'pglite' : 'postgres',
    schedule: false,
    // The defaults look every minute or day; nothing here depends on it but the queue's own housekeeping.
    superviseIntervalSeconds: 60,
    reindex: false,
    monitorVacuum: false,
  });
  boss.on('error', (error) => log.error(describeError(error), 'the queue reports an error'));
  await boss.start();
  await boss.createQueue(NAME, { retryLimit: 0, retentionSeconds: KEEP_SECONDS, deleteAfterSeconds: 60 });
  const inside = (tx: Tx) => ({ db: fromDrizzle(tx, sql) });
  return {
    async put(tx, messages) {
      const jobs = messages.map(({ id, jobId, seq, priority }) => ({ id, data: { jobId, seq }, priority }));
      await boss.insert(NAME, jobs, inside(tx));
    },
    async take(tx, most) {
      const jobs = await boss.fetch<{ jobId: string; seq: number }>(NAME, { batchSize: most, ...inside(tx) });
      if (jobs.length > 0)
        await boss.deleteJob(
          NAME,
          jobs.map(({ id }) => id),
          inside(tx),
        );
      return jobs.map(({ id, data }) => ({ id, ...data }));
    },
    async drop(tx, ids) {
      if (ids.length > 0) await boss.deleteJob(NAME, [...ids], inside(tx));
    },
    stop: () => boss.stop({ graceful: false, close: false }),
  };
}

function adapter({ kind, session }: Database): Db {
  if (kind === 'embedded') return fromPglite(session as Parameters<typeof fromPglite>[0]);
  return {
    async executeSql(text, values) {
      if (values?.length) return session.query(text, values) as Promise<{ rows: unknown[] }>;
      return { rows: (await session.exec(text)).flatMap(({ rows }) => rows ?? []) };
    },
  };
}
