import 'server-only';
import { and, asc, desc, eq, gt, ilike, isNull, lt, lte, ne, or, type SQL, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { Database } from '@/lib/db/client';
import { account } from '@/lib/db/schema/accounts';
import { changeJob } from '@/lib/db/schema/changes';
import { blacklistEntry as entry } from '@/lib/db/schema/desks';
import { EXPIRY_TRIES, expiryPauseMs } from '../rules';
import {
  type Expiry,
  LIST_PAGE,
  type ListFilter,
  type ListInput,
  type RegisterCounts,
  type RegisterEntry,
  type RegisterPage,
  SOON_DAYS,
} from '../schema';

const DAY_MS = 86_400_000;
const adder = alias(account, 'adder');
const releaser = alias(account, 'releaser');
const setter = alias(account, 'setter');

const rows = (db: Database) =>
  db.orm
    .select({
      entry,
      by: adder.name,
      releasedBy: releaser.name,
      expiresBy: setter.name,
      expiry: { state: changeJob.state, finishedAt: changeJob.finishedAt },
    })
    .from(entry)
    .leftJoin(adder, eq(adder.id, entry.addedBy))
    .leftJoin(releaser, eq(releaser.id, entry.releasedBy))
    .leftJoin(setter, eq(setter.id, entry.expiresBy))
    .leftJoin(changeJob, eq(changeJob.id, entry.expiryJobId));
type Row = Awaited<ReturnType<typeof rows>>[number];

const likely = (text: string) => text.replace(/[\\%_]/g, (sign) => `\\${sign}`);
const soonBy = (now: number) => new Date(now + SOON_DAYS * DAY_MS);
const isSoon = (now: number) =>
  and(ne(entry.state, 'released'), gt(entry.expiresAt, new Date(now)), lte(entry.expiresAt, soonBy(now)));
/** Its time has passed, and a release of it has come to nothing. */
const isFailed = (now: number) =>
  and(
    ne(entry.state, 'released'),
    lte(entry.expiresAt, new Date(now)),
    or(
      gt(entry.expiryTries, 0),
      sql`exists (select 1 from change_job j where j.id = ${entry.expiryJobId} and j.state in ('finished', 'cancelled'))`,
    ),
  );

function where(appId: string, { text, state, source, expiry }: ListFilter, now: number): SQL | undefined {
  const found = `%${likely(text)}%`;
  const byState = {
    all: undefined,
    active: ne(entry.state, 'released'),
    asserted: eq(entry.state, 'asserted'),
    unknown: eq(entry.state, 'unknown'),
    released: eq(entry.state, 'released'),
  };
  const byExpiry = {
    all: undefined,
    soon: isSoon(now),
    failed: isFailed(now),
    none: and(ne(entry.state, 'released'), isNull(entry.expiresAt)),
  };
  return and(
    eq(entry.appId, appId),
    byState[state],
    source === 'all' ? undefined : eq(entry.source, source),
    byExpiry[expiry],
    text === ''
      ? undefined
      : or(
          ilike(entry.cid, `${likely(text)}%`),
          ilike(entry.reason, found),
          ilike(entry.ticket, found),
          sql`coalesce(${entry.addedBy}, '') in (select id from account where name ilike ${found})`,
          sql`coalesce(${entry.releasedBy}, '') in (select id from account where name ilike ${found})`,
        ),
  );
}

const byTime = ({ expiry }: ListFilter) => expiry === 'soon' || expiry === 'failed';

/**
 * A page of the register: those that came last first, or those that expire first where the filter is about that.
 * `after` is the `next` of the page before.
 */
export async function listRegister(
  db: Database,
  appId: string,
  { after, ...filter }: ListInput,
  now: number,
  limit: number = LIST_PAGE,
): Promise<RegisterPage> {
  const matching = where(appId, filter, now);
  const column = byTime(filter) ? entry.expiresAt : entry.addedAt;
  const further = byTime(filter) ? gt : lt;
  const beyond = after
    ? or(further(column, new Date(after.at)), and(eq(column, new Date(after.at)), gt(entry.cid, after.cid)))
    : undefined;
  const [found, [count]] = await Promise.all([
    rows(db)
      .where(and(matching, beyond))
      .orderBy(byTime(filter) ? asc(column) : desc(column), asc(entry.cid))
      .limit(limit + 1),
    after ? [] : db.orm.select({ total: sql<number>`count(*)::int` }).from(entry).where(matching),
  ]);
  const entries = found.slice(0, limit).map((row) => told(row, now));
  const last = entries.at(-1);
  return {
    entries,
    next:
      found.length > limit && last
        ? { at: (byTime(filter) ? last.expiresAt : last.at) ?? 0, cid: last.cid }
        : null,
    total: Number(count?.total ?? 0),
  };
}

function told({ entry: one, by, releasedBy, expiresBy, expiry }: Row, now: number): RegisterEntry {
  const ms = (date: Date | null) => date?.getTime() ?? null;
  return {
    cid: one.cid,
    state: one.state,
    source: one.source,
    reason: one.reason,
    ticket: one.ticket,
    by,
    at: one.addedAt.getTime(),
    jobId: one.jobId,
    expiresAt: ms(one.expiresAt),
    expiresBy,
    expiry: expiryOf(one, expiry, now),
    releasedBy,
    releasedAt: ms(one.releasedAt),
    releaseJobId: one.releaseJobId,
    releasedByExpiry:
      one.state === 'released' && one.releaseJobId !== null && one.releaseJobId === one.expiryJobId,
  };
}

function expiryOf(one: Row['entry'], job: Row['expiry'], now: number): Expiry | null {
  if (one.state === 'released' || one.expiresAt === null || one.expiresAt.getTime() > now) return null;
  const jobId = one.expiryJobId;
  const before = one.expiryTries;
  if (!job?.state || job.state === 'importing' || job.state === 'draft')
    return { state: 'waiting', jobId: null, failures: before, nextAt: null };
  if (job.state !== 'finished' && job.state !== 'cancelled')
    return { state: 'releasing', jobId, failures: before, nextAt: null };
  const failures = before + 1;
  if (failures >= EXPIRY_TRIES) return { state: 'given-up', jobId, failures, nextAt: null };
  return {
    state: 'retrying',
    jobId,
    failures,
    nextAt: (job.finishedAt?.getTime() ?? now) + expiryPauseMs(failures),
  };
}

/** How many entries there are of which sort, whatever the filter. */
export async function countRegister(db: Database, appId: string, now: number): Promise<RegisterCounts> {
  const count = (which: SQL | undefined) => sql<number>`(count(*) filter (where ${which ?? sql`true`}))::int`;
  const active = ne(entry.state, 'released');
  const [found] = await db.orm
    .select({
      asserted: count(eq(entry.state, 'asserted')),
      unknown: count(eq(entry.state, 'unknown')),
      released: count(eq(entry.state, 'released')),
      imported: count(and(active, eq(entry.source, 'imported'))),
      soon: count(isSoon(now)),
      failed: count(isFailed(now)),
    })
    .from(entry)
    .where(eq(entry.appId, appId));
  const none = { asserted: 0, unknown: 0, released: 0, imported: 0, soon: 0, failed: 0 };
  return found ?? none;
}
