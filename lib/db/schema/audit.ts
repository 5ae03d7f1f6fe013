import { bigint, index, integer, pgTable, text, timestamp } from 'drizzle-orm/pg-core';

const at = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });

/** Append-only: a trigger refuses UPDATE and DELETE, and each row carries the hash of the one before. */
export const auditEntry = pgTable(
  'audit_entry',
  {
    seq: bigint('seq', { mode: 'number' }).primaryKey(),
    at: at('at').notNull(),
    actorId: text('actor_id'),
    actorName: text('actor_name').notNull(),
    appId: text('app_id'),
    action: text('action').notNull(),
    target: text('target'),
    jobId: text('job_id'),
    /** Canonical JSON, exactly as hashed. */
    detail: text('detail').notNull(),
    previousHash: text('previous_hash').notNull(),
    hash: text('hash').notNull(),
  },
  (t) => [
    index('audit_at').on(t.at),
    index('audit_actor').on(t.actorId, t.at),
    index('audit_job').on(t.jobId),
  ],
);

/** The end of the chain; locked while a row is appended, so that the chain never forks. */
export const auditHead = pgTable('audit_head', {
  id: integer('id').primaryKey(),
  seq: bigint('seq', { mode: 'number' }).notNull(),
  hash: text('hash').notNull(),
});
