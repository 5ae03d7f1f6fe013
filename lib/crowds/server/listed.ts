import 'server-only';
import { lte, sql } from 'drizzle-orm';
import { newId } from '@/lib/core/ids';
import { crowdService } from '@/lib/db/schema/crowds';
import { GetuiError } from '@/lib/getui/errors';
import { adoptRecords } from './adopt';
import type { Desk } from './desk';
import { noteFailure, noteServed } from './service';

/**
 * Reads the upstream's plans, ten at most, into the archive; remembers whether the feature is bought.
 * @throws GetuiError with what the upstream failed with
 */
export async function readListed(desk: Desk, appId: string, signal?: AbortSignal): Promise<void> {
  const now = desk.clock.now();
  const options = { requestId: newId(now), ...(signal ? { signal } : {}) };
  try {
    const records = await (await desk.upstreamOf(appId)).crowds.plans({}, options);
    await desk.db.transaction((tx) => adoptRecords(tx, appId, records, new Date(desk.clock.now())));
    await noteServed(desk.db, appId, now, true);
  } catch (error) {
    if (error instanceof GetuiError) await noteFailure(desk.db, appId, error, now);
    throw error;
  }
}

/**
 * Reads the plans of every app whose turn it is; gives how many were read. An app whose plans nobody has ever asked for is
 * left alone.
 */
export async function readDueLists(desk: Desk, signal?: AbortSignal): Promise<number> {
  const now = new Date(desk.clock.now());
  const apps = await desk.db.orm
    .select({ id: crowdService.appId })
    .from(crowdService)
    .where(lte(crowdService.nextListAt, now));
  let read = 0;
  for (const { id } of apps) {
    if (signal?.aborted || !(await claim(desk, id, now))) continue;
    try {
      await readListed(desk, id, signal);
      read++;
    } catch (error) {
      if (!(error instanceof GetuiError)) throw error;
    }
  }
  return read;
}

/** Of several processes one reads; should it die, another does so a minute later. */
async function claim(desk: Desk, appId: string, now: Date): Promise<boolean> {
  const until = new Date(now.getTime() + 60_000);
  const { rows } = await desk.db.orm.execute(sql`
    update crowd_service set next_list_at = ${until.toISOString()}::timestamptz
    where app_id = ${appId} and next_list_at <= ${now.toISOString()}::timestamptz
    returning app_id`);
  return rows.length > 0;
}
