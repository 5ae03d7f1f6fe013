import { beforeEach } from 'vitest';
import { orderJob } from '@/lib/changes/order';
import { runHeld } from '@/lib/changes/pump';
import { systemClock } from '@/lib/core/clock';
import { newId } from '@/lib/core/ids';
import { Refusal } from '@/lib/core/result';
import type { Database } from '@/lib/db/client';
import { crowdDraft, crowdPlan, crowdService, crowdTask } from '@/lib/db/schema/crowds';
import { deskBench } from '@/lib/launch/testing-desk';
import { EMPTY_PLAN, type PlanContent } from './rules';
import { DraftSaveInput } from './schema';
import type { Desk } from './server/desk';
import { saveDraft } from './server/drafts';
import { planDetail } from './server/plan';
import { becomePlan, previewPlan } from './server/submit';

/** The call that hands a plan in, for faults. */
export const CREATE = { method: 'POST', endpoint: '/user/smart_crowd/create' } as const;

/** What a piece of work was refused with; null: it was not. */
export const failure = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error) => (error instanceof Refusal ? error.failure : error),
  );

/** Somebody who hands plans in to a real sandbox over its socket; both are empty before each test, and their clocks agree. */
export function crowdsBench(open: () => Promise<Database>) {
  const made = deskBench(open);
  const { bench } = made;
  let ahead = 0;
  beforeEach(async () => {
    ahead = 0;
    for (const table of [crowdTask, crowdPlan, crowdDraft, crowdService]) await bench.db.orm.delete(table);
  });
  const now = () => Date.now() + ahead;
  const desk = (): Desk => ({
    db: bench.db,
    clock: { ...systemClock, now },
    upstreamOf: async () => made.getui,
  });
  const content = (more: Partial<PlanContent> = {}): PlanContent => ({
    ...EMPTY_PLAN,
    name: '春季上新',
    copies: [
      { topic: '春季上新', content: '全场八折，今日开抢' },
      { topic: '老客专享', content: '老客专享，今日开抢' },
    ],
    groupSize: 50_000,
    ...more,
  });
  const save = (input: object) => saveDraft(bench.db, made.ctx(), DraftSaveInput.parse(input), now());
  const draft = async (more: Partial<PlanContent> = {}, id = newId()) =>
    save({ id, basedOn: 0, content: content(more), clonedFrom: null });
  async function submit(id: string, sameSeen = false) {
    const { jobId, rowsHash, same } = await previewPlan(desk(), made.ctx(), id);
    const input = { draftId: id, jobId, rowsHash, sameSeen };
    const also = becomePlan(made.ctx(), input, new Date(now()));
    const order = { jobId, rowsHash, appId: bench.appId, also };
    const { job, chunk } = await orderJob(made.engine(), bench.actor, order, new Date());
    if (chunk) await runHeld(made.engine(), bench.held, job, chunk);
    return { id, same, jobId };
  }
  const one = (id: string) => planDetail(bench.db, made.ctx(), id);
  const upstreamPlans = () => made.getui.crowds.plans();
  /** Both clocks go on. */
  function advance(ms: number) {
    ahead += ms;
    made.sandbox.control.clock({ advanceMs: ms });
  }
  return { ...{ made, bench, now, desk, content, save, draft, submit, one, upstreamPlans, advance } };
}
