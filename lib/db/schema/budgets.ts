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
    /** Hundredths of both limits that bulk work leaves for people who click. */
    reserve: integer('reserve').notNull(),
    /** Closed until then because the upstream refused. */
    heldUntil: at('held_until'),
    /** Which window the refusal named: minute or day. */
    heldBecause: text('held_because').$type<'minute' | 'day'>(),
    heldCode: integer('held_code'),
    refusedAt: at('refused_at'),
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
  (t) => [
    index('budget_use_minute').on(t.appId, t.family, t.freeAt),
    index('budget_use_day').on(t.appId, t.family, t.grantedAt),
  ],
);
