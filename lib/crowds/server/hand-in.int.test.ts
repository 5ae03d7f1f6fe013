import { expect, test } from 'vitest';
import { orderJob } from '@/lib/changes/order';
import { describeEachDatabase } from '@/lib/db/testing';
import type { PlanContent } from '../rules';
import { CREATE, crowdsBench, failure } from '../testing';
import { cloneIntoDraft, deleteDraft, draftOf, listDrafts } from './drafts';
import { becomePlan, previewPlan } from './submit';

describeEachDatabase('handing plans of smart crowds in', (open) => {
  const { made, bench, now, desk, content, save, draft, submit, one, upstreamPlans } = crowdsBench(open);

  test('a draft is kept, guarded against a second tab, and turned into a plan once', async () => {
    const { id, revision } = await draft({ name: '' });
    expect(revision).toBe(1);
    const again = (basedOn: number, more: Partial<PlanContent> = {}) =>
      save({ id, basedOn, content: content(more), clonedFrom: null });
    expect((await again(1)).revision).toBe(2);
    expect((await again(1)).revision).toBe(2);
    expect(await failure(again(1, { name: '别的' }))).toMatchObject({
      code: 'CONFLICT',
      params: { rule: 'changed-elsewhere' },
    });
    expect(await listDrafts(bench.db, made.ctx())).toMatchObject([{ id, name: '春季上新', copies: 2 }]);
    const other = { ...made.ctx(), app: { ...made.ctx().app, id: 'another' } };
    expect(await failure(draftOf(bench.db, other, id))).toMatchObject({ code: 'NOT_FOUND' });
    const thrown = await draft({ name: '不要了' });
    await deleteDraft(bench.db, made.ctx(), thrown.id);
    const late = { id: thrown.id, basedOn: 1, content: content({ name: '不要了吗' }), clonedFrom: null };
    expect(await failure(save(late))).toMatchObject({ code: 'CONFLICT', params: { rule: 'deleted' } });
    await submit(id);
    expect(await listDrafts(bench.db, made.ctx())).toEqual([]);
    expect(await failure(again(2))).toMatchObject({ code: 'CONFLICT', params: { rule: 'submitted' } });
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

  test('a plan like it is pointed out, also one that was made elsewhere', async () => {
    const { name, copies, brands, active, overlap } = content();
    await made.getui.crowds.create({
      ...{ name, copies: [...copies].reverse(), brands, active, overlap },
      ...{ groupSize: 50_000, activeDays: 30 },
    });
    const preview = async (more: Partial<PlanContent> = {}) =>
      (await previewPlan(desk(), made.ctx(), (await draft(more)).id)).same;
    expect(await preview()).toMatchObject([{ state: 'submitted', by: null }]);
    expect(await preview({ groupSize: 60_000 })).toEqual([]);
  });

  test('what was changed after the preview is not handed in', async () => {
    const { id } = await draft();
    const { jobId, rowsHash } = await previewPlan(desk(), made.ctx(), id);
    await save({ id, basedOn: 1, content: content({ overlap: true }), clonedFrom: null });
    const also = becomePlan(made.ctx(), { draftId: id, jobId, rowsHash, sameSeen: false }, new Date());
    const order = { jobId, rowsHash, appId: bench.appId, also };
    expect(await failure(orderJob(made.engine(), bench.actor, order, new Date()))).toMatchObject({
      code: 'PREVIEW_STALE',
    });
  });

  test('a refusal is certain, with the upstream’s words; a plan is cloned with all it held', async () => {
    const { id } = await draft();
    made.sandbox.control.addFault({
      match: CREATE,
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
});
