import { bigint, index, integer, pgTable, primaryKey, smallint, text, timestamp } from 'drizzle-orm/pg-core';

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
  (t) => [
    index('fact_subject').using('hash', t.subject),
    index('fact_value').on(t.value, t.appNo, t.relation, t.id),
  ],
);

/** How many cids hold a value that many hold, such as a tag: counting facts would take seconds. */
export const factTotal = pgTable(
  'fact_total',
  {
    appNo: integer('app_no').notNull(),
    relation: smallint('relation').notNull(),
    value: text('value').notNull(),
    holders: integer('holders').notNull(),
  },
  (t) => [primaryKey({ columns: [t.appNo, t.relation, t.value] })],
);
