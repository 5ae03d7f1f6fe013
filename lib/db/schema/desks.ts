import { sql } from 'drizzle-orm';
import { boolean, index, integer, jsonb, pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core';
import { account } from './accounts';
import { pushApp } from './apps';

const at = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });
const appId = () =>
  text('app_id')
    .notNull()
    .references(() => pushApp.id);

/** A list of identifiers that somebody looked up; named ones are kept. */
export const lookup = pgTable(
  'lookup',
  {
    id: text('id').primaryKey(),
    appId: appId(),
    name: text('name'),
    createdBy: text('created_by')
      .notNull()
      .references(() => account.id),
    createdAt: at('created_at').notNull(),
    usedAt: at('used_at').notNull(),
    total: integer('total').notNull(),
    /** One identifier a line. */
    ids: text('ids').notNull(),
    /** How many of which sort there are. */
    counts: jsonb('counts').$type<Record<string, number>>().notNull(),
  },
  (t) => [index('lookup_list').on(t.appId, t.usedAt)],
);

/** What people note of a tag, and what was counted of it. Tags that Muster has seen; there may be others. */
export const tagEntry = pgTable(
  'tag_entry',
  {
    appId: appId(),
    tag: text('tag').notNull(),
    owner: text('owner').notNull().default(''),
    note: text('note').notNull().default(''),
    state: text('state').$type<'active' | 'retired'>().notNull().default('active'),
    firstSeenAt: at('first_seen_at').notNull(),
    lastUsedAt: at('last_used_at').notNull(),
    upstreamCount: integer('upstream_count'),
    countedAt: at('counted_at'),
  },
  (t) => [primaryKey({ columns: [t.appId, t.tag] })],
);

/** A user whose tag was changed and who is read until it shows: tags are bound with a delay that nobody states. */
export const tagCanary = pgTable(
  'tag_canary',
  {
    id: text('id').primaryKey(),
    appId: appId(),
    tag: text('tag').notNull(),
    cid: text('cid').notNull(),
    /** The tag was bound (true) or taken away. */
    holds: boolean('holds').notNull(),
    jobId: text('job_id'),
    writtenAt: at('written_at').notNull(),
    seenAt: at('seen_at'),
    tries: integer('tries').notNull().default(0),
    nextAt: at('next_at').notNull(),
    givenUp: boolean('given_up').notNull().default(false),
  },
  (t) => [index('tag_canary_app').on(t.appId, t.writtenAt), index('tag_canary_next').on(t.nextAt)],
);

/** Who is on the blacklist according to Muster, and why: the upstream cannot be asked. */
export const blacklistEntry = pgTable(
  'blacklist_entry',
  {
    appId: appId(),
    cid: text('cid').notNull(),
    state: text('state').$type<'asserted' | 'released' | 'unknown'>().notNull(),
    source: text('source').$type<'wrote' | 'imported'>().notNull(),
    reason: text('reason').notNull(),
    ticket: text('ticket').notNull().default(''),
    addedBy: text('added_by').references(() => account.id),
    addedAt: at('added_at').notNull(),
    expiresAt: at('expires_at'),
    expiresBy: text('expires_by').references(() => account.id),
    /** The last change that was ordered because the expiry had passed, and how many before it ended without a release. */
    expiryJobId: text('expiry_job_id'),
    expiryTries: integer('expiry_tries').notNull().default(0),
    /** A process is ordering that change; until then nobody else does. */
    expiryLeaseAt: at('expiry_lease_at'),
    jobId: text('job_id'),
    releasedBy: text('released_by').references(() => account.id),
    releasedAt: at('released_at'),
    releaseJobId: text('release_job_id'),
  },
  (t) => [
    primaryKey({ columns: [t.appId, t.cid] }),
    index('blacklist_entry_list').on(t.appId, t.addedAt),
    index('blacklist_entry_expires').on(t.expiresAt).where(sql`state <> 'released'`),
  ],
);
