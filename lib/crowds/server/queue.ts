import 'server-only';
import { and, desc, eq, isNotNull, ne, sql } from 'drizzle-orm';
import type { Database } from '@/lib/db/client';
import { crowdPlan, crowdTask } from '@/lib/db/schema/crowds';
import type { QueueTimes } from '../queue-rules';

const SHOWN = 2_000;

/**
 * How long the tasks of an app took, the newest {@link SHOWN}: from the handing in of the plan, or the upstream's own time
 * of creation for plans of elsewhere, to their end. Between two questions nobody knows; both ends are given.
 */
export async function queueTimes(db: Database, appId: string): Promise<QueueTimes> {
  const rows = await db.orm
    .select({ task: crowdTask, plan: crowdPlan })
    .from(crowdTask)
    .innerJoin(crowdPlan, eq(crowdPlan.id, crowdTask.planId))
    .where(and(eq(crowdTask.appId, appId), isNotNull(crowdTask.finalAt), ne(crowdPlan.source, 'ids')))
    .orderBy(desc(crowdTask.finalAt), sql`${crowdTask.id}`)
    .limit(SHOWN);
  let unseen = 0;
  const points = rows.flatMap(({ task, plan }) => {
    const began = plan.source === 'muster' ? plan.sentAt : plan.upstreamAt;
    // Its end is known only to lie before the first question.
    if (!began || !task.finalAt || !task.beforeAt) {
      unseen++;
      return [];
    }
    const { groupSize, brands, name } = plan;
    const since = began.getTime();
    const least = Math.max(0, task.beforeAt.getTime() - since);
    const most = Math.max(least, task.finalAt.getTime() - since);
    const facts = { taskId: task.id, planId: plan.id, name, groupSize, brands, at: since };
    return [{ ...facts, status: task.status ?? 'done', least, most }];
  });
  return { points, unseen };
}
