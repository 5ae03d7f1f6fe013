import 'server-only';
import { sql } from 'drizzle-orm';
import type { Database } from '@/lib/db/client';
import type { OverwriteGuard } from '../schema';

const DAY_MS = 86_400_000;
const SHANGHAI_MS = 8 * 3_600_000;

/** The midnight in Shanghai that began this day; the vendor's day turns there until refusals teach otherwise. */
export const dayBegan = (now: number): number =>
  Math.floor((now + SHANGHAI_MS) / DAY_MS) * DAY_MS - SHANGHAI_MS;

type Row = {
  job_id: string;
  outcomes: string | null;
  state: string;
  code: number | null;
  at: string | Date | null;
};

/**
 * Whether the one overwriting of today is used up for a cid, according to our own changes and to what the upstream
 * refused (POST custom_tag/cid: 单个cid每天只能修改一次). Somebody else may have used it without our knowing.
 */
export async function overwriteGuard(
  db: Database,
  appId: string,
  cid: string,
  now: number,
): Promise<OverwriteGuard> {
  const midnight = dayBegan(now);
  // A row of these kinds is a chunk of its own, and its line begins with the cid.
  const { rows } = await db.orm.execute<Row>(sql`
    select c.job_id, c.outcomes, c.state, c.upstream_code as code, c.sent_at as at
    from change_job j cross join lateral (
      select * from change_chunk where job_id = j.id and sent_at >= ${new Date(midnight).toISOString()}::timestamptz
        and starts_with(rows, ${`${cid}\t`}) offset 0) c
    where j.app_id = ${appId} and j.kind in ('tag.replace', 'tag.patch')
      and coalesce(j.finished_at, now()) >= ${new Date(midnight).toISOString()}::timestamptz
    order by c.sent_at desc limit 20`);
  const told = (row: Row): OverwriteGuard['used'] => {
    if (row.outcomes?.includes('c')) return 'ours';
    if (row.outcomes?.includes('r')) return row.code === 30011 || row.code === 23001 ? 'refused' : null;
    return row.outcomes?.includes('n') ? null : 'unknown';
  };
  for (const row of rows) {
    const used = told(row);
    if (!used || !row.at) continue;
    return { used, at: new Date(row.at).getTime(), jobId: row.job_id, nextAt: midnight + DAY_MS };
  }
  return { used: null, at: null, jobId: null, nextAt: null };
}

/** How many of these cids we have overwritten today, or seen refused for it. */
export async function overwrittenToday(
  db: Database,
  appId: string,
  cids: readonly string[],
  now: number,
): Promise<number> {
  const midnight = new Date(dayBegan(now)).toISOString();
  const { rows } = await db.orm.execute<{ used: number | string }>(sql`
    select count(distinct split_part(c.rows, E'\t', 1)) as used
    from change_job j join change_chunk c on c.job_id = j.id
    where j.app_id = ${appId} and j.kind in ('tag.replace', 'tag.patch') and c.sent_at >= ${midnight}::timestamptz
      and coalesce(j.finished_at, now()) >= ${midnight}::timestamptz
      and split_part(c.rows, E'\t', 1) = any(${sql.param([...cids])}::text[])`);
  return Number(rows[0]?.used ?? 0);
}
