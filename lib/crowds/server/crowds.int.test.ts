import { eq } from 'drizzle-orm';
import { beforeEach, expect, test } from 'vitest';
import { orderJob } from '@/lib/changes/order';
import { runHeld } from '@/lib/changes/pump';
import { systemClock } from '@/lib/core/clock';
import { newId } from '@/lib/core/ids';
import { Refusal } from '@/lib/core/result';
import { crowdDraft, crowdPlan, crowdService, crowdTask } from '@/lib/db/schema/crowds';
import { describeEachDatabase } from '@/lib/db/testing';
import { deskBench } from '@/lib/launch/testing-desk';
import { EMPTY_PLAN, type PlanContent } from '../rules';
import { PlansInput } from '../schema';
import type { Desk } from './desk';
import { cloneIntoDraft, draftOf, listDrafts, saveDraft } from './drafts';
import { readDueLists, readListed } from './listed';
import { decideOpen, lookForOpen } from './look';
import { adoptIds } from './paste';
import { crowdNews, planDetail, seePlan } from './plan';
import { listPlans } from './plans';
import { queueTimes } from './queue';
import { serviceOf } from './service';
import { becomePlan, previewPlan } from './submit';
import { askNow, followTasks } from './track';

const create = { method: 'POST', endpoint: '/user/smart_crowd/create' } as const;

describeEachDatabase('smart crowds', (open) => {
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
  const draft = async (more: Partial<PlanContent> = {}, id = newId()) =>
    saveDraft(
      bench.db,
      made.ctx(),
      { id, basedOn: 0, content: content(more), clonedFrom: null } as never,
      now(),
    );
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
  const failure = (work: Promise<unknown>) =>
    work.then(
      () => null,
      (error) => (error instanceof Refusal ? error.failure : error),
    );

  test('a draft is kept, guarded against a second tab, and turned into a plan once', async () => {
    const { id, revision } = await draft({ name: '' });
    expect(revision).toBe(1);
    const save = (basedOn: number, more: Partial<PlanContent> = {}) =>
      saveDraft(
        bench.db,
        made.ctx(),
        { id, basedOn, content: content(more), clonedFrom: null } as never,
        now(),
      );
    expect((await save(1)).revision).toBe(2);
    expect((await save(1)).revision).toBe(2);
    expect(await failure(save(1, { name: '别的' }))).toMatchObject({
      code: 'CONFLICT',
      params: { rule: 'changed-elsewhere' },
    });
    expect(await listDrafts(bench.db, made.ctx())).toMatchObject([{ id, name: '春季上新', copies: 2 }]);
    const other = { ...made.ctx(), app: { ...made.ctx().app, id: 'another' } };
    expect(await failure(draftOf(bench.db, other, id))).toMatchObject({ code: 'NOT_FOUND' });
    await submit(id);
    expect(await listDrafts(bench.db, made.ctx())).toEqual([]);
    expect(await failure(save(2))).toMatchObject({ code: 'CONFLICT', params: { rule: 'submitted' } });
    expect(await upstreamPlans()).toHaveLength(1);
  });

  test('every rule stands before the preview, by its field', async () => {
    const { id } = await draft({ name: '', copies: [{ topic: 'a b', content: '' }], groupSize: 1 });
    expect(await failure(previewPlan(desk(), made.ctx(), id))).toMatchObject({
      code: 'INVALID_INPUT',
      fields: {
        name: 'empty',
        'copies.1.topic': 'two-han',
        'copies.1.content': 'empty',
        groupSize: 'too-small',
      },
    });
    expect(await upstreamPlans()).toEqual([]);
  });

  test('what was changed after the preview is not handed in', async () => {
    const { id } = await draft();
    const { jobId, rowsHash } = await previewPlan(desk(), made.ctx(), id);
    const changed = { id, basedOn: 1, content: content({ overlap: true }), clonedFrom: null };
    await saveDraft(bench.db, made.ctx(), changed as never, now());
    const also = becomePlan(made.ctx(), { draftId: id, jobId, rowsHash, sameSeen: false }, new Date());
    const order = { jobId, rowsHash, appId: bench.appId, also };
    expect(await failure(orderJob(made.engine(), bench.actor, order, new Date()))).toMatchObject({
      code: 'PREVIEW_STALE',
    });
  });

  test('a plan is followed to its end: done, failed, and when', async () => {
    const { id } = await submit(
      (
        await draft({
          copies: [
            { topic: '春季上新', content: '今日开抢' },
            { topic: '必定失败', content: '今日开抢' },
          ],
        })
      ).id,
    );
    await followTasks(desk());
    expect(await one(id)).toMatchObject({ state: 'submitted', progress: 'waiting', isNew: false });
    advance(4_000);
    await followTasks(desk());
    expect(await one(id)).toMatchObject({ progress: 'computing' });
    advance(20_000);
    expect(await followTasks(desk())).toBe(2);
    const plan = await one(id);
    expect(plan).toMatchObject({ progress: 'partly', isNew: true, nextPollAt: null });
    expect(plan.tasks.map(({ status, canPush, topic }) => [topic, status, canPush])).toEqual([
      ['春季上新', 'done', true],
      ['必定失败', 'failed', false],
    ]);
    expect(plan.timeline.map(({ what }) => what)).toEqual(
      expect.arrayContaining(['handed-in', 'created', 'status', 'can-push']),
    );
    expect(await crowdNews(bench.db, made.ctx())).toMatchObject({ finished: [{ id }] });
    expect(await seePlan(bench.db, made.ctx(), id, now())).toBe(true);
    expect((await crowdNews(bench.db, made.ctx())).finished).toEqual([]);
    const times = await queueTimes(bench.db, bench.appId);
    expect(times.points).toHaveLength(2);
    for (const { least, most } of times.points) expect(most - least).toBeGreaterThanOrEqual(19_000);
    await askNow(desk(), bench.appId, id);
    expect(await one(id)).toMatchObject({ progress: 'partly' });
  });

  test.each(['reset-after', 'garbage', 'truncate'] as const)(
    'an answer lost by %s: the plan is found, and there is one',
    async (kind) => {
      const { id } = await draft();
      made.sandbox.control.addFault({ match: create, effect: { kind } });
      await submit(id);
      expect(await one(id)).toMatchObject({ state: 'unknown', progress: null, search: { looks: 0 } });
      advance(3_000);
      expect(await lookForOpen(desk())).toBe(1);
      const plan = await one(id);
      expect(plan).toMatchObject({ state: 'submitted', search: null });
      const [listed, ...more] = await upstreamPlans();
      expect(more).toEqual([]);
      expect(plan.tasks.map((task) => task.id)).toEqual(listed?.tasks.map((task) => task.id));
    },
  );

  test('an answer lost before the effect: looked for four times, then a person decides', async () => {
    const { id } = await draft();
    made.sandbox.control.addFault({ match: create, effect: { kind: 'html', http: 502 } });
    await submit(id);
    const { decision } = { decision: { what: 'not-created' } as const };
    expect(await failure(decideOpen(desk(), made.ctx(), { id, decision }))).toMatchObject({
      params: { rule: 'still-looking' },
    });
    const second = await draft();
    expect(await failure(submit(second.id))).toMatchObject({ params: { rule: 'same-open' } });
    for (let look = 0; look < 5; look++) {
      advance(60_000);
      await lookForOpen(desk());
    }
    expect(await one(id)).toMatchObject({
      state: 'unknown',
      search: { looks: 4, nextAt: null, candidates: [], conclusive: true },
    });
    expect((await crowdNews(bench.db, made.ctx())).undecided).toBe(1);
    await decideOpen(desk(), made.ctx(), { id, decision });
    expect(await one(id)).toMatchObject({ state: 'not-created' });
    expect(await upstreamPlans()).toEqual([]);
  });

  test('a plan that was given up and turns up late is found again', async () => {
    const { id } = await draft();
    made.sandbox.control.addFault({ match: create, effect: { kind: 'reset-after' } });
    await submit(id);
    await bench.db.orm.update(crowdPlan).set({ nextLookAt: null }).where(eq(crowdPlan.id, id));
    await decideOpen(desk(), made.ctx(), { id, decision: { what: 'not-created' } });
    await readListed(desk(), bench.appId);
    const plan = await one(id);
    expect(plan).toMatchObject({ state: 'submitted' });
    expect(plan.tasks).toHaveLength(2);
    expect(plan.timeline.map(({ what }) => what)).toContain('found-late');
    expect((await listPlans(bench.db, made.ctx(), PlansInput.parse({}))).plans).toHaveLength(1);
  });

  test('two that fit are put before a person; the one that is chosen is it', async () => {
    const { id } = await draft();
    made.sandbox.control.addFault({ match: create, effect: { kind: 'reset-after' } });
    await submit(id);
    const { name, copies, brands, active, overlap } = content();
    const twin = { name, copies, brands, active, overlap, groupSize: 50_000, activeDays: 30 };
    const [taskId = ''] = await made.getui.crowds.create(twin);
    advance(3_000);
    await lookForOpen(desk());
    const { search } = await one(id);
    expect(search?.candidates).toHaveLength(2);
    await decideOpen(desk(), made.ctx(), { id, decision: { what: 'is', taskId } });
    expect((await one(id)).tasks[0]?.id).toBe(taskId);
    await readListed(desk(), bench.appId);
    const { plans } = await listPlans(bench.db, made.ctx(), PlansInput.parse({}));
    expect(plans.map(({ source }) => source).sort()).toEqual(['list', 'muster']);
  });

  test('a refusal is certain, with the upstream’s words; a plan is cloned with all it held', async () => {
    const { id } = await draft();
    made.sandbox.control.addFault({
      match: create,
      effect: { kind: 'status', http: 400, code: 20001, msg: 'name is invalid' },
    });
    await submit(id);
    expect(await one(id)).toMatchObject({
      state: 'refused',
      trouble: { failure: 'refused', code: 20001, message: 'name is invalid' },
    });
    const copy = await cloneIntoDraft(bench.db, made.ctx(), id, now());
    expect(copy).toMatchObject({ clonedFrom: id, content: content() });
  });

  test('the eleventh plan is still in the archive; plans of elsewhere and pasted ids come in', async () => {
    const { name, copies, brands, active, overlap } = content();
    const base = { brands, active, overlap, groupSize: 2000, activeDays: 7, copies };
    const first = await made.getui.crowds.create({ ...base, name: '最早的' });
    await readListed(desk(), bench.appId);
    for (let i = 0; i < 10; i++) await made.getui.crowds.create({ ...base, name: `${name}${i}` });
    await readListed(desk(), bench.appId);
    const all = await listPlans(bench.db, made.ctx(), PlansInput.parse({}));
    expect(all.plans).toHaveLength(11);
    expect(await upstreamPlans()).toHaveLength(10);
    const find = (more: object) => listPlans(bench.db, made.ctx(), PlansInput.parse(more));
    expect((await find({ text: '最早' })).plans).toMatchObject([
      { name: '最早的', source: 'list', by: null },
    ]);
    expect((await find({ text: first[0] })).plans).toHaveLength(1);
    expect((await find({ by: bench.actor.accountId })).plans).toEqual([]);
    expect((await find({ by: 'elsewhere', state: 'done' })).plans).toEqual([]);
    advance(60_000);
    await followTasks(desk());
    expect((await find({ state: 'done' })).plans).toHaveLength(11);
    expect((await find({ to: now() - 3_600_000 })).plans).toEqual([]);
    await bench.db.orm.delete(crowdTask);
    await bench.db.orm.delete(crowdPlan);
    const pasted = await adoptIds(desk(), made.ctx(), `${first.join('、')} nonsuch000000000000001 !`);
    expect(pasted).toMatchObject({ known: 0, added: 2, unknown: ['nonsuch000000000000001'], invalid: ['!'] });
    expect((await find({ text: '最早' })).plans).toMatchObject([{ source: 'ids', groupSize: null }]);
  });

  test('an app that has not bought it: remembered with the upstream’s words, the archive stays', async () => {
    const { id } = await draft();
    made.sandbox.control.setDialect({ smartCrowd: false });
    expect(await failure(previewPlan(desk(), made.ctx(), id))).toMatchObject({
      code: 'UPSTREAM_NOT_ENABLED',
    });
    expect(await serviceOf(bench.db, bench.appId)).toMatchObject({
      enabled: false,
      code: 1,
      message: '应用或账号未开通相应功能',
    });
    expect(await readDueLists(desk())).toBe(0);
    made.sandbox.control.setDialect({ smartCrowd: true });
    await readListed(desk(), bench.appId);
    expect(await serviceOf(bench.db, bench.appId)).toMatchObject({ enabled: true, failure: null });
  });
});
