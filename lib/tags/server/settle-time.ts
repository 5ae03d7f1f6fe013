import 'server-only';
import { sql } from 'drizzle-orm';
import type { Database } from '@/lib/db/client';
import type { SettleTime } from '../schema';

/** The latest observations that count, and how many it takes to say anything. */
const LATEST = 200;
const FEWEST = 3;

/** How long it took lately until a change of tags showed, of users that were watched; null before enough is known. */
export async function settleTime(db: Pick<Database, 'orm'>, appId: string): Promise<SettleTime | null> {
  const { rows } = await db.orm.execute<{ median: number; p90: number; samples: number | string }>(sql`
    select percentile_cont(0.5) within group (order by ms) as median,
      percentile_cont(0.9) within group (order by ms) as p90, count(*) as samples
    from (select extract(epoch from (seen_at - written_at)) * 1000 as ms from tag_canary
      where app_id = ${appId} and seen_at is not null order by written_at desc limit ${LATEST}) seen`);
  const [found] = rows;
  const samples = Number(found?.samples ?? 0);
  if (!found || samples < FEWEST) return null;
  return { medianMs: Math.round(Number(found.median)), p90Ms: Math.round(Number(found.p90)), samples };
}
