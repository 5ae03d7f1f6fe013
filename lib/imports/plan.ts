import 'server-only';
import { sql } from 'drizzle-orm';
import { budgetState } from '@/lib/budgets/budgets';
import { planCalls } from '@/lib/budgets/plan';
import { shanghaiDay } from '@/lib/budgets/rules';
import type { Database } from '@/lib/db/client';
import type { JobOptions } from '@/lib/db/schema/changes';
import type { Plan } from './schema';
import type { AnyImportSpec } from './spec';

/** A call of an app that has made none yet. */
const ASSUMED_CALL_MS = 200;
/** Reads of one chunk that run at once. */
const READ_LANES = 12;

/** The mean time of the app's recent calls, and the chunks that run at once. */
async function pace(db: Database, appId: string): Promise<{ callMs: number; lanes: number }> {
  const { rows } = await db.orm.execute<{ ms: number | string | null; lanes: number | string | null }>(sql`
    select
      (select avg(extract(epoch from (c.settled_at - c.sent_at))) * 1000
        from (select id from change_job where app_id = ${appId} and started_at is not null
          order by ordered_at desc limit 5) j
        cross join lateral (select settled_at, sent_at from change_chunk
          where job_id = j.id and settled_at is not null and sent_at is not null
          order by settled_at desc limit 40) c) as ms,
      (select sum(lanes) from worker_process where seen_at > now() - interval '15 seconds') as lanes`);
  const [found] = rows;
  return {
    callMs: found?.ms == null ? ASSUMED_CALL_MS : Math.max(1, Number(found.ms)),
    lanes: Math.max(1, Number(found?.lanes ?? 1)),
  };
}

/**
 * What a change would cost if nothing else ran: calls of a metered family by its budget, others by the mean time of the
 * app's recent calls and the lanes there are. An estimate; budgets and other changes decide.
 */
export async function planImport(
  db: Database,
  spec: AnyImportSpec,
  change: { appId: string; calls: number; rows: number; options: JobOptions },
  now: number,
): Promise<Plan> {
  const { calls, rows, options } = change;
  const perRow =
    (options.readFirst ? spec.reads.readFirst : 0) + (options.readBack ? spec.reads.readBack : 0);
  const reads = Math.ceil(rows * perRow);
  const { callMs, lanes } = await pace(db, change.appId);
  const readMs = ((reads / READ_LANES) * callMs) / lanes;
  const { family } = spec.kind;
  if (!family) {
    const durationMs = Math.ceil(Math.ceil(calls / lanes) * callMs + readMs);
    return {
      calls,
      family: null,
      reads,
      durationMs,
      finishesAt: now + durationMs,
      crossesMidnight: shanghaiDay(now) !== shanghaiDay(now + durationMs),
      leftToday: null,
      perMinute: null,
    };
  }
  const state = await budgetState(db, change.appId, family);
  const planned = planCalls(state, calls, now);
  const finishesAt = Math.ceil(Math.max(planned.finishAt + callMs, now + readMs));
  return {
    calls,
    family,
    reads,
    durationMs: finishesAt - now,
    finishesAt,
    crossesMidnight: planned.crossesMidnight,
    leftToday: planned.leftToday,
    perMinute: state.perMinute,
  };
}
