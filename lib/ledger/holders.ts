import 'server-only';
import { sql } from 'drizzle-orm';
import type { Database } from '@/lib/db/client';
import { type FactSource, isSet, RELATION, type Relation, STATE, sourceOf, stateOf } from './codes';

/** A cid that holds a value according to the ledger; `unknown`: it may. Times in ms. */
export type Holder = {
  cid: string;
  state: 'asserted' | 'verified' | 'unknown';
  source: FactSource;
  at: number;
  seenAt: number;
};
/** `next`: where the next page begins, null at the end. A page may be shorter than asked for, even empty, before the end. */
export type HoldersPage = { holders: Holder[]; next: number | null };

/** Statements for one page at most: a value that a million cids have left is gone through in steps. */
const SCANS = 20;

/**
 * Who holds a value according to the ledger: the cids of a tag, the holders of an alias. Those that came last first, at
 * most `limit` a page; `before` is the `next` of the page before.
 */
export async function holders(
  db: Database,
  appId: string,
  of: { relation: Relation; value: string },
  { limit = 100, before = Number.MAX_SAFE_INTEGER }: { limit?: number; before?: number | undefined } = {},
): Promise<HoldersPage> {
  const found: Holder[] = [];
  let next = before;
  for (let scans = 0; scans < SCANS; scans++) {
    const rows = await scan(db, appId, of, next, 2 * limit);
    for (const row of rows) {
      next = Number(row.id);
      if (Number(row.later) > 0) continue;
      found.push(holderOf(row));
      if (found.length === limit) return { holders: found, next };
    }
    if (rows.length < 2 * limit) return { holders: found, next: null };
  }
  return { holders: found, next };
}

type Row = {
  id: number;
  subject: string;
  state: number;
  source: number;
  at: string | Date;
  seen_at: string | Date | null;
  later: number;
};

/**
 * Facts that gave somebody the value, newest first, each with how many later ones took its place. The aggregate keeps the
 * planner to one look-up a cid, and `|| ''` from looking up the value, which may have millions of facts.
 */
async function scan(
  db: Database,
  appId: string,
  { relation, value }: { relation: Relation; value: string },
  before: number,
  limit: number,
): Promise<Row[]> {
  const released = sql.raw(String(STATE.released));
  const number = sql.raw(String(RELATION[relation]));
  const same = sql`l.value || '' = f.value`;
  const { rows } = await db.orm.execute<Row>(sql`
    with f as materialized (
      select id, app_no, subject, value, state, source, at, seen_at from fact
      where value = ${value} and app_no = (select no from push_app where id = ${appId}) and relation = ${number}
        and id < ${before} and state <> ${released}
      order by id desc limit ${limit})
    select f.id, f.subject, f.state, f.source, f.at, f.seen_at, later.count as later
    from f cross join lateral (
      select count(*) as count from fact l
      where l.subject = f.subject and l.app_no = f.app_no and l.relation = ${number} and l.id > f.id
        and ${isSet(relation) ? same : sql`(l.state <> ${released} or ${same})`}) later
    order by f.id desc`);
  return rows;
}

const holderOf = ({ subject, state, source, at, seen_at }: Row): Holder => ({
  cid: subject,
  state: stateOf(state) as Holder['state'],
  source: sourceOf(source),
  at: new Date(at).getTime(),
  seenAt: new Date(seen_at ?? at).getTime(),
});
