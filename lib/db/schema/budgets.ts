import { bigint, index, integer, pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core';
import { pushApp } from './apps';

const at = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });

/** What an app may call of a family, and whether the upstream has closed it for a while. */
export const budget = pgTable(
  'budget',
  {
    appId: text('app_id')
      .notNull()
      .references(() => pushApp.id),
    family: text('family').notNull(),
    perMinute: integer('per_minute').notNull(),
    /** Absent: no limit a day. */
    perDay: integer('per_day'),
    /** Hundredths of the limits that bulk work leaves for people who click; see `lib/budgets/rules.ts`. */
    reserve: integer('reserve').notNull(),
    /** Length of the sliding window that `perMinute` speaks of; the vendor's is a minute. */
    windowMs: integer('window_ms').notNull().default(60_000),
    /** The day of Asia/Shanghai that `usedDay` counts, in days since 1970: counting rows would cost more every hour. */
    day: integer('day').notNull().default(0),
    usedDay: integer('used_day').notNull().default(0),
    /** When somebody last clicked: the reserve of the minute is kept for a while after that. */
    peopleAt: at('people_at'),
    /** Bulk work is spread over the minute: its next regular turn. */
    paceAt: at('pace_at'),
    /** Closed until then because the upstream refused; past: one probe may find out whether it is open again. */
    heldUntil: at('held_until'),
    probeId: bigint('probe_id', { mode: 'number' }),
    probeUntil: at('probe_until'),
    /** Of the last refusal: its window, its code, when it came, how many calls we had made of how many in that window. */
    heldBecause: text('held_because').$type<'minute' | 'day'>(),
    heldCode: integer('held_code'),
    refusedAt: at('refused_at'),
    refusedUsed: integer('refused_used'),
    refusedLimit: integer('refused_limit'),
    /** Refusals in a row, each within a minute after the family had reopened: the hold grows with them. */
    streak: integer('streak').notNull().default(0),
    /** Refusals that came although by our count there was room: what the budget has learned about itself. */
    surprises: integer('surprises').notNull().default(0),
    updatedAt: at('updated_at').notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.appId, t.family] })],
);

/** One call granted: it holds a slot of the minute from its grant until its answer plus sixty seconds. */
export const budgetUse = pgTable(
  'budget_use',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    appId: text('app_id').notNull(),
    family: text('family').notNull(),
    who: text('who').$type<'person' | 'bulk'>().notNull(),
    jobId: text('job_id'),
    grantedAt: at('granted_at').notNull(),
    /** The slot of the minute is free from then on: answer or deadline, plus sixty seconds. */
    freeAt: at('free_at').notNull(),
    answeredAt: at('answered_at'),
  },
  // The only one beside the key: with another to choose from, the planner reads the whole day at times.
  (t) => [index('budget_use_minute').on(t.appId, t.family, t.freeAt)],
);
