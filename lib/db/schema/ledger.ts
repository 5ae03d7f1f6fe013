import { bigint, index, integer, pgTable, smallint, text, timestamp } from 'drizzle-orm/pg-core';

const at = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });

/**
 * What Muster knows and how: the upstream counts but never lists. Rows come by the million, so everything but the two
 * texts is a number; lib/ledger gives the numbers their words.
 */
export const fact = pgTable(
  'fact',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    appNo: integer('app_no').notNull(),
    jobNo: integer('job_no'),
    actorNo: integer('actor_no'),
    relation: smallint('relation').notNull(),
    state: smallint('state').notNull(),
    source: smallint('source').notNull(),
    at: at('at').notNull(),
    /** Last time the same was seen again; absent until then. */
    seenAt: at('seen_at'),
    /** A cid. */
    subject: text('subject').notNull(),
    /** Empty when the fact is that there is none. */
    value: text('value').notNull(),
  },
  (t) => [index('fact_subject').using('hash', t.subject), index('fact_value').on(t.value, t.id)],
);
