import { integer, pgTable, text, timestamp, uniqueIndex } from 'drizzle-orm/pg-core';

const at = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });

/** An app on the push platform. Secrets are sealed with the master key and bound to their row. */
export const pushApp = pgTable(
  'push_app',
  {
    id: text('id').primaryKey(),
    /** Short name for rows that are written by the million. */
    no: integer('no').generatedAlwaysAsIdentity(),
    name: text('name').notNull(),
    environment: text('environment').$type<'production' | 'test' | 'sandbox'>().notNull(),
    appId: text('app_id').notNull(),
    appKey: text('app_key').notNull(),
    masterSecretSealed: text('master_secret_sealed').notNull(),
    /** Up to and with /v2. */
    baseUrl: text('base_url').notNull(),
    createdAt: at('created_at').notNull().defaultNow(),
    updatedAt: at('updated_at').notNull().defaultNow(),
  },
  (t) => [uniqueIndex('push_app_app_id').on(t.appId), uniqueIndex('push_app_no').on(t.no)],
);

/** The access token that every process of an app shares, and who is fetching the next one. */
export const pushAppToken = pgTable('push_app_token', {
  appId: text('app_id').primaryKey(),
  tokenSealed: text('token_sealed'),
  expiresAt: at('expires_at'),
  /** Rises with every new token. */
  version: integer('version').notNull().default(0),
  leaseOwner: text('lease_owner'),
  leaseUntil: at('lease_until'),
  failedAt: at('failed_at'),
  /** What went wrong with the last fetch: kind and codes, never credentials. */
  failure: text('failure'),
});
