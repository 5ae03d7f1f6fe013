import 'server-only';
import { and, desc, eq, lt, sql } from 'drizzle-orm';
import type { Database } from '@/lib/db/client';
import { account } from '@/lib/db/schema/accounts';
import { pushApp } from '@/lib/db/schema/apps';
import { changeJob } from '@/lib/db/schema/changes';
import { fact as factTable } from '@/lib/db/schema/ledger';
import { RELATION, type Relation, relationOf, sourceOf, stateOf } from './codes';
import type { Fact } from './types';

export type HistoryEntry = Fact & {
  id: number;
  at: Date;
  /** Last time the same was found. */
  seenAt: Date;
  jobId: string | null;
  actorName: string | null;
};

export type HistoryPage = {
  /** At most this many; default 100. */
  limit?: number;
  /** Older than the entry of this id: how the next page is asked for. */
  before?: number | undefined;
};

/**
 * What Muster ever did to or learned of a cid, over all relations or in one; or of everybody who ever had a value in a
 * relation. Newest first.
 */
export async function history(
  db: Database,
  appId: string,
  of: { cid: string; relation?: Relation } | { relation: Relation; value: string },
  { limit = 100, before }: HistoryPage = {},
): Promise<HistoryEntry[]> {
  const app = db.orm.select({ no: pushApp.no }).from(pushApp).where(eq(pushApp.id, appId));
  const rows = await db.orm
    .select({ fact: factTable, jobId: changeJob.id, actorName: account.name })
    .from(factTable)
    .leftJoin(changeJob, eq(changeJob.no, factTable.jobNo))
    .leftJoin(account, eq(account.no, factTable.actorNo))
    .where(
      and(
        'cid' in of ? eq(factTable.subject, of.cid) : eq(factTable.value, of.value),
        eq(factTable.appNo, app),
        of.relation === undefined ? undefined : eq(factTable.relation, RELATION[of.relation]),
        before === undefined ? undefined : lt(factTable.id, before),
      ),
    )
    // A cid has few facts: sort them. Without the + 0 a planner that knows little might walk the whole table by id.
    .orderBy('cid' in of ? sql`${factTable.id} + 0 desc` : desc(factTable.id))
    .limit(limit);
  return rows.map(({ fact, jobId, actorName }) => ({
    id: fact.id,
    subject: fact.subject,
    relation: relationOf(fact.relation),
    value: fact.value,
    state: stateOf(fact.state),
    source: sourceOf(fact.source),
    at: fact.at,
    seenAt: fact.seenAt ?? fact.at,
    jobId,
    actorName,
  }));
}
