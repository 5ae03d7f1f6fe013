import { sql } from 'drizzle-orm';
import { boolean, index, integer, jsonb, pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core';
import type { Copy, PlanContent, Status } from '@/lib/crowds/rules';
import type { Candidate, PlanState, TimelineWhat } from '@/lib/crowds/schema';
import { account } from './accounts';
import { pushApp } from './apps';

const at = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });
const appId = () =>
  text('app_id')
    .notNull()
    .references(() => pushApp.id);
const person = (name: string) => text(name).references(() => account.id);

/** A plan that somebody is filling in; its id becomes the id of the plan. */
export const crowdDraft = pgTable(
  'crowd_draft',
  {
    id: text('id').primaryKey(),
    appId: appId(),
    ownerId: person('owner_id').notNull(),
    revision: integer('revision').notNull(),
    content: jsonb('content').$type<PlanContent>().notNull(),
    clonedFrom: text('cloned_from'),
    updatedAt: at('updated_at').notNull(),
  },
  (t) => [index('crowd_draft_mine').on(t.appId, t.ownerId, t.updatedAt)],
);

/** Every plan of 文案圈人 that was ever handed in here or seen at the upstream. */
export const crowdPlan = pgTable(
  'crowd_plan',
  {
    id: text('id').primaryKey(),
    appId: appId(),
    name: text('name').notNull(),
    source: text('source').$type<'muster' | 'list' | 'ids'>().notNull(),
    state: text('state').$type<PlanState>().notNull(),
    /** As it was handed in; null for plans of elsewhere. */
    copies: jsonb('copies').$type<readonly Copy[]>(),
    brands: jsonb('brands').$type<readonly string[]>(),
    groupSize: integer('group_size'),
    activeDays: integer('active_days'),
    active: boolean('active'),
    overlap: boolean('overlap'),
    createdBy: person('created_by'),
    clonedFrom: text('cloned_from'),
    /** The change that handed it in. */
    jobId: text('job_id'),
    /** When the call left. */
    sentAt: at('sent_at'),
    /** The upstream's own time of creation. */
    upstreamAt: at('upstream_at'),
    firstSeenAt: at('first_seen_at').notNull(),
    /** Without an answer: how often the upstream's plans were looked through for it, and when again. */
    looks: integer('looks').notNull().default(0),
    lookedAt: at('looked_at'),
    nextLookAt: at('next_look_at'),
    candidates: jsonb('candidates').$type<readonly Candidate[]>(),
    /** False: the upstream's list was too short to tell whether the plan is missing. */
    conclusive: boolean('conclusive'),
    /** All of its tasks have come to their end. */
    finishedAt: at('finished_at'),
    seenAt: at('seen_at'),
    /** A process is asking about its tasks; until then nobody else does. */
    leaseAt: at('lease_at'),
  },
  (t) => [
    index('crowd_plan_list').on(t.appId, sql`coalesce(${t.sentAt}, ${t.upstreamAt}, ${t.firstSeenAt})`, t.id),
    index('crowd_plan_look').on(t.nextLookAt).where(sql`state = 'unknown'`),
    index('crowd_plan_job').on(t.jobId),
  ],
);

/** One group of a plan: what the upstream calls a sub-task. */
export const crowdTask = pgTable(
  'crowd_task',
  {
    appId: appId(),
    /** sub_task_id */
    id: text('id').notNull(),
    planId: text('plan_id')
      .notNull()
      .references(() => crowdPlan.id, { onDelete: 'cascade' }),
    place: integer('place').notNull(),
    topic: text('topic'),
    content: text('content'),
    status: text('status').$type<Status>(),
    canPush: boolean('can_push'),
    /** When this status was first seen, and when the one before was seen last. */
    statusAt: at('status_at'),
    beforeAt: at('before_at'),
    finalAt: at('final_at'),
    polledAt: at('polled_at'),
    polls: integer('polls').notNull().default(0),
    /** Null: nothing more is asked. */
    nextPollAt: at('next_poll_at'),
    missing: integer('missing').notNull().default(0),
  },
  (t) => [
    primaryKey({ columns: [t.appId, t.id] }),
    index('crowd_task_plan').on(t.planId, t.place),
    index('crowd_task_due').on(t.nextPollAt).where(sql`next_poll_at is not null`),
  ],
);

/** What happened to a plan, in order. */
export const crowdEvent = pgTable(
  'crowd_event',
  {
    id: text('id').primaryKey(),
    planId: text('plan_id')
      .notNull()
      .references(() => crowdPlan.id, { onDelete: 'cascade' }),
    what: text('what').$type<TimelineWhat>().notNull(),
    at: at('at').notNull(),
    since: at('since'),
    taskId: text('task_id'),
    status: text('status').$type<Status>(),
    by: person('by'),
    note: text('note'),
  },
  (t) => [index('crowd_event_line').on(t.planId, t.at, t.id)],
);

/** Whether an app has bought the feature, and when its plans were last read. */
export const crowdService = pgTable('crowd_service', {
  appId: appId().primaryKey(),
  enabled: boolean('enabled'),
  code: integer('code'),
  message: text('message'),
  checkedAt: at('checked_at'),
  listedAt: at('listed_at'),
  failure: text('failure'),
  /** When the plans are read again by themselves. */
  nextListAt: at('next_list_at'),
});
