import 'server-only';
import { and, asc, desc, eq, gte, sql } from 'drizzle-orm';
import type { AppCtx } from '@/lib/auth/server/doors';
import type { Database } from '@/lib/db/client';
import { audienceSnapshot, audienceVersion } from '@/lib/db/schema/audiences';
import { TREND_POINTS, type Trend, type TrendJob, type TrendRange } from '../saved-schema';
import type { Node } from '../schema';
import { pointOf } from './saved-list';
import { savedAudience } from './saved-rows';

const HOUR = 3_600_000;
const RANGE_MS: Readonly<Record<TrendRange, number>> = {
  '24h': 24 * HOUR,
  '7d': 7 * 24 * HOUR,
  '30d': 30 * 24 * HOUR,
  all: Number.POSITIVE_INFINITY,
};
/** Changes looked at, the newest: a picture holds no more. */
const JOBS = 100;

/** The tags that a tree asks about, each once. */
export function tagsOfTree(node: Node): string[] {
  if (node.muted) return [];
  if (node.kind === 'group') return [...new Set(node.parts.flatMap(tagsOfTree))];
  return node.key === 'tag' ? [...node.values] : [];
}

/** How an audience went: its snapshots, and our own changes of its tags meanwhile. @throws Refusal NOT_FOUND */
export async function audienceTrend(
  db: Database,
  ctx: AppCtx,
  { id, range }: { id: string; range: TrendRange },
  now: number,
): Promise<Trend> {
  const { tree } = await savedAudience(db, ctx.app.id, id);
  const from = Math.max(0, now - RANGE_MS[range]);
  const rows = await db.orm
    .select()
    .from(audienceSnapshot)
    .where(and(eq(audienceSnapshot.audienceId, id), gte(audienceSnapshot.at, new Date(from))))
    .orderBy(desc(audienceSnapshot.at), desc(audienceSnapshot.id))
    .limit(TREND_POINTS);
  const points = rows.reverse().map(pointOf);
  const versions = await db.orm
    .select({ version: audienceVersion.version, at: audienceVersion.savedAt })
    .from(audienceVersion)
    .where(eq(audienceVersion.audienceId, id))
    .orderBy(asc(audienceVersion.version));
  // Changes from before the first point would only stretch the picture.
  const since = range === 'all' ? (points[0]?.at ?? now) : from;
  return {
    points,
    versions: versions
      .map(({ version, at }) => ({ version, at: at.getTime() }))
      .filter(({ at }) => at >= since),
    jobs: await jobsWith(db, ctx.app.id, tagsOfTree(tree), since),
    from,
    to: now,
  };
}

type JobRow = {
  id: string;
  kind: string;
  hits: string;
  rows: number | string;
  started: string | Date;
  ended: string | Date;
};

/** The beginning of a text of rows with a tab on both sides of everything a tag can stand between. */
const tabbed = (column: 'rows' | 'before') =>
  sql.raw(`E'\\t' || translate(left(coalesce(${column}, ''), 1200), E' \\n', E'\\t\\t') || E'\\t'`);

/**
 * Changes of this app since `from` (ms) that put one of these tags on users or took it away, the newest first. A call
 * carries one tag, or all tags of one user: its first row tells. What is overwritten with a tag it had is not changed.
 */
export async function jobsWith(
  db: Database,
  appId: string,
  tags: readonly string[],
  from: number,
): Promise<TrendJob[]> {
  if (tags.length === 0) return [];
  const { rows } = await db.orm.execute<JobRow>(sql`
    select j.id, j.kind, string_agg(distinct c.hit, E'\t') as hits, min(c.sent_at) as started,
      max(coalesce(c.settled_at, c.sent_at)) as ended, sum(c.done) as rows
    from (select id, kind from change_job where app_id = ${appId} and kind like 'tag.%' and kind <> 'tag.verify'
      and ordered_at is not null
      and coalesce(finished_at, now()) >= ${new Date(from).toISOString()}::timestamptz
      order by ordered_at desc limit ${JOBS}) j
    cross join lateral (
      select sent_at, settled_at, length(outcomes) - length(translate(outcomes, 'cu', '')) as done,
        (select string_agg(tag, E'\t') from unnest(${sql.param([...tags])}::text[]) as asked(tag)
          where (strpos(${tabbed('rows')}, E'\t' || tag || E'\t') > 0)
            <> (j.kind = 'tag.replace' and strpos(${tabbed('before')}, E'\t' || tag || E'\t') > 0)) as hit
      from change_chunk where job_id = j.id and sent_at is not null and outcomes is not null) c
    where c.hit is not null and c.done > 0
    group by j.id, j.kind order by started desc`);
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    tags: [...new Set(row.hits.split('\t'))],
    rows: Number(row.rows),
    from: new Date(row.started).getTime(),
    to: new Date(row.ended).getTime(),
  }));
}
