import { sql } from 'drizzle-orm';
import { bigint, index, integer, jsonb, pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core';
import type { Dialect } from '@/lib/audience/dialect';
import type { Flat, Group, Sureness } from '@/lib/audience/schema';
import type { Probe } from '@/lib/audience/trust';
import { account } from './accounts';
import { pushApp } from './apps';

const at = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });
const users = (name: string) => bigint(name, { mode: 'number' });
const appId = () =>
  text('app_id')
    .notNull()
    .references(() => pushApp.id);
const person = (name: string) => text(name).references(() => account.id);

export type AudienceSchedule = 'off' | 'hourly' | 'daily';
/** When an alert is raised; what is null is not watched. `changePct`: against the snapshot before. */
export type AlertRules = {
  readonly changePct: number | null;
  readonly floor: number | null;
  readonly zero: boolean;
};
export type AlertKind = 'change' | 'floor' | 'zero';

/** An audience that somebody saved. */
export const audience = pgTable(
  'audience',
  {
    id: text('id').primaryKey(),
    appId: appId(),
    name: text('name').notNull(),
    note: text('note').notNull().default(''),
    labels: jsonb('labels').$type<readonly string[]>().notNull(),
    ownerId: person('owner_id').notNull(),
    tree: jsonb('tree').$type<Group>().notNull(),
    version: integer('version').notNull().default(1),
    /** The audience it was cloned from. */
    clonedFrom: text('cloned_from'),
    schedule: text('schedule').$type<AudienceSchedule>().notNull().default('off'),
    alerts: jsonb('alerts').$type<AlertRules>().notNull(),
    nextSnapshotAt: at('next_snapshot_at'),
    /** A process is taking the snapshot; until then nobody else does. */
    snapshotLeaseAt: at('snapshot_lease_at'),
    createdAt: at('created_at').notNull(),
    updatedAt: at('updated_at').notNull(),
    /** In the bin since. */
    deletedAt: at('deleted_at'),
    deletedBy: person('deleted_by'),
  },
  (t) => [
    index('audience_list').on(t.appId, t.updatedAt),
    index('audience_due').on(t.nextSnapshotAt).where(sql`deleted_at is null`),
  ],
);

/** What an audience was at each saving. */
export const audienceVersion = pgTable(
  'audience_version',
  {
    audienceId: text('audience_id')
      .notNull()
      .references(() => audience.id, { onDelete: 'cascade' }),
    version: integer('version').notNull(),
    name: text('name').notNull(),
    note: text('note').notNull(),
    tree: jsonb('tree').$type<Group>().notNull(),
    savedBy: person('saved_by').notNull(),
    savedAt: at('saved_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.audienceId, t.version] })],
);

/** How many users an audience reached at a time; `failure` says why nobody knows. */
export const audienceSnapshot = pgTable(
  'audience_snapshot',
  {
    id: text('id').primaryKey(),
    audienceId: text('audience_id')
      .notNull()
      .references(() => audience.id, { onDelete: 'cascade' }),
    version: integer('version').notNull(),
    at: at('at').notNull(),
    value: users('value'),
    low: users('low'),
    high: users('high'),
    state: text('state').$type<Sureness | 'failed'>().notNull(),
    calls: integer('calls').notNull(),
    failure: text('failure'),
  },
  (t) => [index('audience_snapshot_line').on(t.audienceId, t.at)],
);

/** Something about an audience that somebody should look at. */
export const audienceAlert = pgTable(
  'audience_alert',
  {
    id: text('id').primaryKey(),
    appId: appId(),
    audienceId: text('audience_id')
      .notNull()
      .references(() => audience.id, { onDelete: 'cascade' }),
    kind: text('kind').$type<AlertKind>().notNull(),
    at: at('at').notNull(),
    value: users('value').notNull(),
    /** The snapshot before, for `change`; the floor, for `floor`. */
    against: users('against'),
    seenAt: at('seen_at'),
    seenBy: person('seen_by'),
  },
  (t) => [index('audience_alert_open').on(t.appId, t.seenAt, t.at)],
);

/** What was counted last: shared by everybody who counts on an app. */
export const flatCount = pgTable(
  'flat_count',
  {
    appId: appId(),
    /** A digest of the canonical conditions. */
    key: text('key').notNull(),
    flat: jsonb('flat').$type<Flat>().notNull(),
    value: users('value').notNull(),
    at: at('at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.appId, t.key] }), index('flat_count_age').on(t.at)],
);

/** What counting an app was found to mean, with what it was found by. */
export const countDialect = pgTable('count_dialect', {
  appId: appId().primaryKey(),
  dialect: jsonb('dialect').$type<Dialect>().notNull(),
  /** The probe counts and what each one showed. */
  probes: jsonb('probes').$type<readonly Probe[]>().notNull(),
  at: at('at').notNull(),
  by: person('by'),
});
