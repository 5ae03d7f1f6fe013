import { sql } from 'drizzle-orm';
import {
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  timestamp,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import { account } from './accounts';
import { pushApp } from './apps';

const at = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });

/**
 * importing = rows are being read in; draft = previewed, not yet ordered; running = ordered, also while it waits for its
 * time, a budget or another change; cancelling = no further call, what is on the wire is settled.
 */
export type JobState = 'importing' | 'draft' | 'running' | 'paused' | 'cancelling' | 'cancelled' | 'finished';
/**
 * planned = waits to be dispatched; queued = the queue holds it; claimed = a process works on it; sending = the intent
 * is committed and the call may be on the wire; settled = every row has its outcome.
 */
export type ChunkState = 'planned' | 'queued' | 'claimed' | 'sending' | 'settled';

/** Why a change that could run does not: a person paused it, or the upstream will not take it until somebody acts. */
export type JobHalt = {
  why: 'person' | 'credentials' | 'not-enabled' | 'wrong-host' | 'refusals';
  by?: string;
  code?: number | null;
  message?: string | null;
};
/** Where a change came from. */
export type JobOrigin = {
  from: 'form' | 'file' | 'retry' | 'undo' | 'verify' | 'expiry';
  jobId?: string;
  file?: string;
};
/** Rows of an earlier change that must be settled before this one may send: up to and with chunk `seq` of `jobId`. */
export type JobWait = { jobId: string; seq: number };
/** How the rows are handled, fixed at the preview. */
export type JobOptions = {
  /** Read what each row replaces right before sending it, so that undo can put it back. */
  readFirst?: boolean;
  /** Read every row back after sending it. */
  readBack?: boolean;
  /** Somebody waits at the screen: after a few tries say what is wrong instead of waiting for better times. */
  interactive?: boolean;
  /** A person has seen that many rows are refused, and wants the rest tried all the same. */
  acceptRefusals?: boolean;
};

/** One change, from one row to millions. */
export const changeJob = pgTable(
  'change_job',
  {
    id: text('id').primaryKey(),
    /** Short name for rows that are written by the million. */
    no: integer('no').generatedAlwaysAsIdentity(),
    appId: text('app_id')
      .notNull()
      .references(() => pushApp.id),
    kind: text('kind').notNull(),
    state: text('state').$type<JobState>().notNull(),
    params: jsonb('params').$type<Record<string, unknown>>().notNull(),
    options: jsonb('options').$type<JobOptions>().notNull().default({}),
    origin: jsonb('origin').$type<JobOrigin>().notNull().default({ from: 'form' }),
    /** Made up by the browser: the same key never makes a second change. */
    clientKey: text('client_key'),
    /** Keeps the hash from being guessed back into rows; never leaves the server. */
    rowsSalt: text('rows_salt').notNull(),
    /** Keyed hash over kind, params and the hash of every chunk in order: what was seen is what is sent. */
    rowsHash: text('rows_hash').notNull(),
    total: integer('total').notNull(),
    chunks: integer('chunks').notNull().default(0),
    settledChunks: integer('settled_chunks').notNull().default(0),
    confirmed: integer('confirmed').notNull().default(0),
    rejected: integer('rejected').notNull().default(0),
    unknown: integer('unknown').notNull().default(0),
    /** Rows that were not sent on purpose: cancelled, or changed by somebody else since. */
    skipped: integer('skipped').notNull().default(0),
    /** Rows read back and found as intended / found otherwise. */
    verified: integer('verified').notNull().default(0),
    differing: integer('differing').notNull().default(0),
    /** What the check found in the file: rows by verdict. */
    found: jsonb('found').$type<Record<string, number>>().notNull().default({}),
    /** Parts of the key index of this job, see change_key; 0 when there is none. */
    keyParts: integer('key_parts').notNull().default(0),
    waits: jsonb('waits').$type<JobWait[]>().notNull().default([]),
    /** Higher goes first: 1 before others, 0 as usual, -1 after others. */
    priority: smallint('priority').notNull().default(0),
    /** Not before this time. */
    startAt: at('start_at'),
    halt: jsonb('halt').$type<JobHalt>(),
    /** The upstream was out of reach or busy: no call before then, and the first one after it goes alone. */
    holdUntil: at('hold_until'),
    /** Kind of the failure that set it. */
    holdFailure: text('hold_failure'),
    /** Such failures in a row. */
    troubles: integer('troubles').notNull().default(0),
    /** The process that reads the rows in; gone with it. */
    importer: text('importer'),
    /** The typed word a destructive change demands. */
    confirmWord: text('confirm_word'),
    createdBy: text('created_by')
      .notNull()
      .references(() => account.id),
    createdAt: at('created_at').notNull(),
    orderedAt: at('ordered_at'),
    /** First call. */
    startedAt: at('started_at'),
    finishedAt: at('finished_at'),
  },
  (t) => [
    uniqueIndex('change_job_no').on(t.no),
    index('change_job_list').on(t.appId, t.orderedAt),
    index('change_job_state').on(t.state),
    uniqueIndex('change_job_client_key').on(t.appId, t.createdBy, t.clientKey),
  ],
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
    /** Keyed hash of `rows`, checked again right before they are sent. */
    rowsHash: text('rows_hash'),
    /** What each row replaces, a line each, when it could be told. */
    before: text('before'),
    /** A letter a row: c confirmed, r rejected, u unknown, n not sent, . not decided yet. */
    outcomes: text('outcomes'),
    /** A letter a row after reading back: v as intended, d differs, e could not be read, - not read. */
    readBack: text('read_back'),
    /** What the upstream said of single rows, by their place in the chunk. */
    rowErrors: jsonb('row_errors').$type<Record<string, { code: number | null; message: string | null }>>(),
    /** The process that works on the chunk; its heartbeat is the lease. */
    workerId: text('worker_id'),
    /** Rises with every claim; a late answer of an older claim is not accepted. */
    fence: integer('fence').notNull().default(0),
    /** Message of the queue that stands for this chunk. */
    messageId: text('message_id'),
    /** Set back until then: a budget, or an upstream that was out of reach. */
    notBefore: at('not_before'),
    /** Holds a row of the same key as an earlier chunk: that one, and all before it, come first. */
    waitsFor: integer('waits_for'),
    /** Rows of the next call, after larger ones were refused. */
    batch: integer('batch'),
    /** A call may have taken effect without an answer: read back before anything is sent again. */
    maybeSent: boolean('maybe_sent').notNull().default(false),
    /** Calls that may have been sent and brought no answer. */
    lost: integer('lost').notNull().default(0),
    /** Calls made. */
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
  (t) => [
    primaryKey({ columns: [t.jobId, t.seq] }),
    index('change_chunk_planned').on(t.jobId, t.seq).where(sql`state = 'planned'`),
    index('change_chunk_open').on(t.jobId, t.seq).where(sql`state <> 'settled'`),
    // What is under way is little, however large the change: looking at it costs the same at every size.
    index('change_chunk_busy').on(t.jobId, t.seq).where(sql`state in ('queued', 'claimed', 'sending')`),
    index('change_chunk_settled').on(t.jobId, t.settledAt),
    // The rows of one outcome, and the calls that failed, are found without walking through the others.
    index('change_chunk_failed').on(t.jobId, t.settledAt).where(sql`failure is not null`),
    index('change_chunk_rejected').on(t.jobId, t.seq).where(sql`outcomes like '%r%'`),
    index('change_chunk_unknown').on(t.jobId, t.seq).where(sql`outcomes like '%u%'`),
    index('change_chunk_skipped').on(t.jobId, t.seq).where(sql`outcomes like '%n%'`),
    index('change_chunk_differing').on(t.jobId, t.seq).where(sql`read_back like '%d%'`),
  ],
);

/** Lines of a file that are not part of the change, in blocks, with the reason: for people, not for sending. */
export const changeAside = pgTable(
  'change_aside',
  {
    jobId: text('job_id')
      .notNull()
      .references(() => changeJob.id, { onDelete: 'cascade' }),
    verdict: text('verdict').notNull(),
    seq: integer('seq').notNull(),
    rowCount: integer('row_count').notNull(),
    /** A row a line: line number, detail of the verdict, then the cells as they stood, separated by tabs. */
    rows: text('rows').notNull(),
  },
  (t) => [primaryKey({ columns: [t.jobId, t.verdict, t.seq] })],
);

/**
 * Which keys (cids) a change touches, as sorted 64-bit hashes in parts, so that a later change can tell whether it must
 * wait. A hash that collides makes a change wait needlessly and nothing worse.
 */
export const changeKey = pgTable(
  'change_key',
  {
    jobId: text('job_id')
      .notNull()
      .references(() => changeJob.id, { onDelete: 'cascade' }),
    part: integer('part').notNull(),
    /** Base64 of (hash, chunk) entries; see lib/changes/keys. */
    entries: text('entries').notNull(),
  },
  (t) => [primaryKey({ columns: [t.jobId, t.part] })],
);

/** A process that can hold chunks. Its heartbeat, by the database's clock, is the lease on everything it holds. */
export const workerProcess = pgTable('worker_process', {
  id: text('id').primaryKey(),
  host: text('host').notNull(),
  pid: integer('pid').notNull(),
  /** Chunks it runs at once; 0 for a web process that runs none but what its own people order. */
  lanes: integer('lanes').notNull(),
  startedAt: at('started_at').notNull(),
  seenAt: at('seen_at').notNull(),
});
