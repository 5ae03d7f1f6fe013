import { sql } from 'drizzle-orm';
import { bigint, boolean, index, integer, pgTable, text, timestamp, uniqueIndex } from 'drizzle-orm/pg-core';
import type { Role } from '@/lib/auth/permissions';

const at = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });

/** People who may sign in. */
export const account = pgTable(
  'account',
  {
    id: text('id').primaryKey(),
    /** Short name for rows that are written by the million. */
    no: integer('no').generatedAlwaysAsIdentity(),
    /** Lower case, trimmed. */
    email: text('email').notNull(),
    name: text('name').notNull(),
    role: text('role').$type<Role>().notNull(),
    /** Absent until the person has followed an invitation. */
    passwordHash: text('password_hash'),
    /** Rises with every role or password change; sessions of an older version are dead. */
    sessionVersion: integer('session_version').notNull().default(1),
    disabledAt: at('disabled_at'),
    lastSignInAt: at('last_sign_in_at'),
    createdAt: at('created_at').notNull().defaultNow(),
  },
  (t) => [uniqueIndex('account_email').on(t.email), uniqueIndex('account_no').on(t.no)],
);

/** One signed-in browser. The cookie holds the secret, this row its hash. */
export const session = pgTable(
  'session',
  {
    id: text('id').primaryKey(),
    secretHash: text('secret_hash').notNull(),
    accountId: text('account_id')
      .notNull()
      .references(() => account.id),
    sessionVersion: integer('session_version').notNull(),
    network: text('network').notNull(),
    userAgent: text('user_agent').notNull(),
    createdAt: at('created_at').notNull(),
    lastSeenAt: at('last_seen_at').notNull(),
    expiresAt: at('expires_at').notNull(),
    revokedAt: at('revoked_at'),
  },
  (t) => [uniqueIndex('session_secret').on(t.secretHash), index('session_account').on(t.accountId)],
);

/** A link that works once: the first administrator, an invitation, a new password. */
export const oneTimeLink = pgTable('one_time_link', {
  tokenHash: text('token_hash').primaryKey(),
  purpose: text('purpose').$type<'first-admin' | 'invitation' | 'reset'>().notNull(),
  accountId: text('account_id').references(() => account.id),
  createdBy: text('created_by'),
  createdAt: at('created_at').notNull().defaultNow(),
  expiresAt: at('expires_at').notNull(),
  usedAt: at('used_at'),
});

/** Every try to sign in, counted before the password is looked at. */
export const signInAttempt = pgTable(
  'sign_in_attempt',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    /** SHA-256 of the e-mail address as typed. */
    accountKey: text('account_key').notNull(),
    network: text('network').notNull(),
    at: at('at').notNull(),
    succeeded: boolean('succeeded').notNull().default(false),
  },
  (t) => [
    index('sign_in_attempt_pair').on(t.accountKey, t.network, t.at).where(sql`not succeeded`),
    index('sign_in_attempt_network').on(t.network, t.at).where(sql`not succeeded`),
  ],
);
