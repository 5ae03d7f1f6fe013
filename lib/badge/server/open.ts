import 'server-only';
import { and, desc, eq, gt } from 'drizzle-orm';
import { chunksOf, holds, rowsThat } from '@/lib/changes/settled';
import type { Database } from '@/lib/db/client';
import { changeJob } from '@/lib/db/schema/changes';
import { currentOf } from '@/lib/ledger/current';
import { addToBadge } from '../kinds';
import { decodeBadge } from '../rows';
import { MOST_OPEN, type OpenChange, type OpenChanges, type OpenInput } from '../schema';

/** Changes that are looked through; older ones are found from their own page. */
const JOBS = 50;

/**
 * Cids whose badge was changed by a relative change that got no answer: nobody knows whether it took effect, and it is
 * never sent again. A cid leaves the list as soon as its badge is set to a number. The newest 50 such changes, or one.
 */
export async function openChanges(db: Database, appId: string, { job }: OpenInput): Promise<OpenChanges> {
  const jobs = await db.orm
    .select({ id: changeJob.id, params: changeJob.params, at: changeJob.orderedAt })
    .from(changeJob)
    .where(
      and(
        eq(changeJob.appId, appId),
        eq(changeJob.kind, addToBadge.id),
        gt(changeJob.unknown, 0),
        job === undefined ? undefined : eq(changeJob.id, job),
      ),
    )
    .orderBy(desc(changeJob.orderedAt))
    .limit(JOBS);
  const changes: OpenChange[] = [];
  const seen = new Set<string>();
  for (const { id, params, at } of jobs) {
    for await (const chunk of chunksOf(db, id, { where: holds('unknown') })) {
      const cids = rowsThat(chunk, 'unknown').map(({ line }) => decodeBadge(line).cid);
      const held = await currentOf(db.orm, appId, 'badge', cids);
      for (const cid of cids) {
        if (seen.has(cid) || held.get(cid)?.state !== 'unknown') continue;
        if (changes.length === MOST_OPEN) return { changes, isMore: true };
        seen.add(cid);
        changes.push({ cid, by: Number(params.by), at: at?.getTime() ?? 0, jobId: id });
      }
    }
  }
  return { changes, isMore: false };
}
