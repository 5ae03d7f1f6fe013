import { z } from 'zod';
import type { ChangeKind } from '@/lib/changes/kind';
import { largestReach, type WholePlan } from './rules';
import { noteHandedIn } from './server/hand-in';

/** `id`: the plan's own, which was its draft's. */
export type PlanRow = { readonly id: string; readonly plan: WholePlan };

const SEPARATOR = ',';
/** Ids that a creation answered; null: it did not say, or there was no answer. */
export const idsOf = (made: string | null): string[] => (made ? made.split(SEPARATOR) : []);

/**
 * Hands a plan in (user page, 创建文案圈人模型任务). The call has no key by which the upstream could know it again and
 * makes another plan each time, so it is never repeated; what became of one without an answer is found out by
 * `server/look.ts`. A change holds one plan.
 */
export const createCrowd: ChangeKind<PlanRow, Record<string, never>> = {
  id: 'crowd.create',
  permission: 'crowd:write',
  effect: 'create',
  rowsPerCall: 1,
  family: null,
  params: z.object({}),
  columns: [{ id: 'plan' }, { id: 'copies' }, { id: 'groupSize' }, { id: 'reach' }],
  cells: ({ plan }) => [
    plan.name,
    String(plan.copies.length),
    String(plan.groupSize),
    String(largestReach(plan)),
  ],
  encode: (row) => JSON.stringify(row),
  decode: (line) => JSON.parse(line) as PlanRow,
  key: ({ id }) => id,
  async send(upstream, rows, _params, options) {
    const [row] = rows;
    if (!row) return [];
    const ids = await upstream.crowds.create(row.plan, options);
    return [{ outcome: 'confirmed', code: null, message: null, before: ids.join(SEPARATOR) }];
  },
  // A plan is no relation of a user: its own tables say what is known of it.
  facts: () => [],
  async keep(tx, kept, _params, from) {
    for (const { row, outcome, before } of kept)
      await noteHandedIn(tx, row, outcome === 'confirmed' ? idsOf(before) : null, from);
  },
};
