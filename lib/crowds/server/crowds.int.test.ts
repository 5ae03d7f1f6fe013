import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { crowdPlan, crowdTask } from '@/lib/db/schema/crowds';
import { describeEachDatabase } from '@/lib/db/testing';
import { BRANDS } from '../rules';
import { PlansInput } from '../schema';
import { CREATE, crowdsBench, failure } from '../testing';
import { readDueLists, readListed } from './listed';
import { decideOpen, lookForOpen } from './look';
import { adoptIds } from './paste';
import { crowdNews, seePlan } from './plan';
import { listPlans } from './plans';
import { queueTimes } from './queue';
import { serviceOf } from './service';
import { previewPlan } from './submit';
import { askNow, followTasks } from './track';

describeEachDatabase('following plans of smart crowds', (open) => {
  const { made, bench, now, desk, content, draft, submit, one, upstreamPlans, advance } = crowdsBench(open);

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
      made.sandbox.control.addFault({ match: CREATE, effect: { kind } });
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
    made.sandbox.control.addFault({ match: CREATE, effect: { kind: 'html', http: 502 } });
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
    made.sandbox.control.addFault({ match: CREATE, effect: { kind: 'reset-after' } });
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
    made.sandbox.control.addFault({ match: CREATE, effect: { kind: 'reset-after' } });
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

  test('the end of a plan of elsewhere is news when it was seen under way, and not when it had ended before', async () => {
    const { name: _, ...plan } = content();
    await made.getui.crowds.create({ ...plan, groupSize: 2000, activeDays: 7, name: '早已结束' });
    advance(60_000);
    await made.getui.crowds.create({ ...plan, groupSize: 2000, activeDays: 7, name: '还在计算' });
    await readListed(desk(), bench.appId);
    await followTasks(desk());
    advance(60_000);
    await followTasks(desk());
    const news = await crowdNews(bench.db, made.ctx());
    expect(news.finished).toMatchObject([{ name: '还在计算', progress: 'done' }]);
    const { plans } = await listPlans(bench.db, made.ctx(), PlansInput.parse({ state: 'done' }));
    expect(plans.map(({ name, isNew }) => [name, isNew])).toEqual([
      ['还在计算', true],
      ['早已结束', false],
    ]);
  });

  test('where one unknown id spoils the whole question, the others are still followed and found', async () => {
    made.sandbox.control.setDialect({ unknownCrowdTask: '20001/400' });
    const { id } = await submit((await draft()).id);
    const known = (await one(id)).tasks.map((task) => task.id);
    await bench.db.orm.update(crowdTask).set({ id: 'nonsuch000000000000001' }).where(eq(crowdTask.place, 1));
    advance(60_000);
    await followTasks(desk());
    expect((await one(id)).tasks.map(({ status, missing }) => [status, missing])).toEqual([
      ['done', 0],
      [null, 1],
    ]);
    const pasted = await adoptIds(desk(), made.ctx(), `${known.join(' ')} nonsuch000000000000002`);
    expect(pasted).toMatchObject({ known: 1, added: 1, unknown: ['nonsuch000000000000002'] });
  });

  test('plans listed in the shape of the page’s table read as those in the shape of its sample', async () => {
    const { name: _, ...plan } = content();
    await made.getui.crowds.create({ ...plan, groupSize: 2000, activeDays: 7, name: '别处的' });
    const read = async (crowdShape: 'sample' | 'table') => {
      made.sandbox.control.setDialect({ crowdShape });
      await bench.db.orm.delete(crowdTask);
      await bench.db.orm.delete(crowdPlan);
      await readListed(desk(), bench.appId);
      const { plans } = await listPlans(bench.db, made.ctx(), PlansInput.parse({}));
      return plans.map(({ name, brands, groupSize, activeDays, active, overlap, tasks }) => ({
        ...{ name, brands, groupSize, activeDays, active, overlap },
        copies: tasks.map(({ id, topic, content }) => [id, topic, content]),
      }));
    };
    const sample = await read('sample');
    expect(sample).toMatchObject([{ name: '别处的', brands: [...BRANDS], groupSize: 2000, activeDays: 7 }]);
    expect(await read('table')).toEqual(sample);
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
