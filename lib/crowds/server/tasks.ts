import 'server-only';
import type { Getui } from '@/lib/getui/client';
import { GetuiError } from '@/lib/getui/errors';
import type { CrowdTask } from '@/lib/getui/wire/crowds';

/** Ids of one question (user page, 文案圈人任务列表: at most ten). */
export const AT_ONCE = 10;

/**
 * What the upstream says of tasks, ten at a time, in any order; those it does not know are left out. The page does not
 * say what one unknown id does to the others: where it refuses the whole question, the halves are asked.
 * @throws GetuiError other than a refusal of the ids
 */
export async function tasksOf(
  upstream: Getui,
  ids: readonly string[],
  options: NonNullable<Parameters<Getui['crowds']['tasks']>[1]>,
): Promise<CrowdTask[]> {
  const told: CrowdTask[] = [];
  for (let i = 0; i < ids.length; i += AT_ONCE)
    told.push(...(await askHalving(upstream, ids.slice(i, i + AT_ONCE), options)));
  return told.filter(({ id }) => ids.includes(id));
}

async function askHalving(
  upstream: Getui,
  ids: readonly string[],
  options: Parameters<Getui['crowds']['tasks']>[1],
): Promise<CrowdTask[]> {
  try {
    return await upstream.crowds.tasks(ids, options);
  } catch (error) {
    if (!(error instanceof GetuiError) || error.kind !== 'refused') throw error;
    if (ids.length === 1) return [];
    const middle = Math.ceil(ids.length / 2);
    return [
      ...(await askHalving(upstream, ids.slice(0, middle), options)),
      ...(await askHalving(upstream, ids.slice(middle), options)),
    ];
  }
}
