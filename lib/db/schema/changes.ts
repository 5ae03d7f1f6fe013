import {
  bigint,
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
} from 'drizzle-orm/pg-core';
import { account } from './accounts';
import { pushApp } from './apps';

const at = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });

/** draft = previewed, not yet ordered. */
export type JobState = 'draft' | 'running' | 'finished';
/** claimed = a process holds the lease; sending = the intent is committed and the call may be on the wire. */
export type ChunkState = 'planned' | 'claimed' | 'sending' | 'settled';

/** One change, from one row to millions. */
export const changeJob = pgTable(
  'change_job',
  {
    id: text('id').primaryKey(),
    appId: text('app_id')
      .notNull()
      .references(() => pushApp.id),
    kind: text('kind').notNull(),
    state: text('state').$type<JobState>().notNull(),
    params: jsonb('params').$type<Record<string, unknown>>().notNull(),
    /** Keeps the hash from being guessed back into rows; never leaves the server. */
    rowsSalt: text('rows_salt').notNull(),
    /** Keyed hash over kind, params and every row in order: what was seen is what is sent. */
    rowsHash: text('rows_hash').notNull(),
    total: integer('total').notNull(),
    confirmed: integer('confirmed').notNull().default(0),
    rejected: integer('rejected').notNull().default(0),
    unknown: integer('unknown').notNull().default(0),
    /** Rows read back and found as intended / found otherwise. */
    verified: integer('verified').notNull().default(0),
    differing: integer('differing').notNull().default(0),
    /** The typed word a destructive change demands. */
    confirmWord: text('confirm_word'),
    createdBy: text('created_by')
      .notNull()
      .references(() => account.id),
    createdAt: at('created_at').notNull(),
    orderedAt: at('ordered_at'),
    finishedAt: at('finished_at'),
  },
  (t) => [index('change_job_list').on(t.appId, t.orderedAt), index('change_job_state').on(t.state)],
);

/** One upstream call of a change, and what became of its rows. */
export const changeChunk = pgTable(
  'change_chunk',
  {
    jobId: text('job_id')
      .notNull()
      .references(() => changeJob.id, { onDelete: 'cascade' }),
    seq: integer('seq').notNull(),
    state: text('state').$type<ChunkState>().notNull(),
    rowCount: integer('row_count').notNull(),
    /** One row a line, as the kind encodes it. */
    rows: text('rows').notNull(),
    /** What each row would replace, a line each, when the upstream could tell. */
    before: text('before'),
    /** A letter a row: c confirmed, r rejected, u unknown. */
    outcomes: text('outcomes'),
    /** A letter a row after reading back: v as intended, d differs, e could not be read, - not read. */
    readBack: text('read_back'),
    /** Set while somebody works on the chunk: sending it, or reading it back. */
    leaseUntil: at('lease_until'),
    /** Rises with every claim; a late answer of an older claim is not accepted. */
    fence: integer('fence').notNull().default(0),
    attempts: integer('attempts').notNull().default(0),
    requestId: text('request_id'),
    sentAt: at('sent_at'),
    settledAt: at('settled_at'),
    httpStatus: integer('http_status'),
    upstreamCode: integer('upstream_code'),
    upstreamMessage: text('upstream_message'),
    /** Kind of failure, a literal the screens explain. */
    failure: text('failure'),
    /** With a failure: whether it is certain that nothing took effect. */
    failureKnown: boolean('failure_known'),
  },
  (t) => [primaryKey({ columns: [t.jobId, t.seq] }), index('change_chunk_state').on(t.state, t.leaseUntil)],
);

/** What Muster knows and how: the upstream counts but never lists. */
export const ledgerFact = pgTable(
  'ledger_fact',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    appId: text('app_id')
      .notNull()
      .references(() => pushApp.id),
    /** A cid. */
    subject: text('subject').notNull(),
    relation: text('relation').$type<'alias'>().notNull(),
    /** Empty when the fact is that there is none. */
    value: text('value').notNull(),
    state: text('state').$type<'asserted' | 'verified' | 'released' | 'unknown'>().notNull(),
    source: text('source').$type<'wrote' | 'read'>().notNull(),
    actorId: text('actor_id'),
    jobId: text('job_id'),
    at: at('at').notNull(),
    /** Last time the same fact was seen again. */
    seenAt: at('seen_at').notNull(),
  },
  (t) => [
    index('ledger_subject').on(t.appId, t.relation, t.subject, t.id),
    index('ledger_value').on(t.appId, t.relation, t.value, t.id),
  ],
);
