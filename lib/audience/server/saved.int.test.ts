import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { systemClock } from '@/lib/core/clock';
import { Refusal } from '@/lib/core/result';
import { audience, audienceSnapshot } from '@/lib/db/schema/audiences';
import { describeEachDatabase } from '@/lib/db/testing';
import { tagsBench } from '@/lib/tags/testing';
import { SaveInput } from '../saved-schema';
import { seeAlert } from './alerts';
import { countOnce } from './ask';
import {
  binAudience,
  cloneAudience,
  emptyBin,
  restoreAudience,
  saveAudience,
  scheduleAudience,
} from './saved';
import { audienceVersions, listAudiences, openAlerts, usedIn } from './saved-list';
import { savedAudience } from './saved-rows';
import { type Desk, dropOldSnapshots, snapshotNow, takeDueSnapshots } from './snapshots';
import { audienceTrend } from './trend';

const DAY = 86_400_000;

describeEachDatabase('saved audiences', (open) => {
  const made = tagsBench(open);
  const { bench } = made;
  let now = Date.parse('2026-11-25T07:10:00Z');
  const desk = (): Desk => ({
    db: bench.db,
    clock: { ...systemClock, now: () => now },
    upstreamOf: async () => made.getui,
    count: countOnce,
  });
  const input = (tag: string, more: object = {}) =>
    SaveInput.parse({
      id: null,
      basedOn: null,
      name: tag,
      note: '',
      labels: ['一'],
      tree: {
        id: 'r',
        kind: 'group',
        op: 'all',
        parts: [{ id: 't', kind: 'rule', key: 'tag', op: 'any', values: [tag] }],
      },
      ownerId: null,
      ...more,
    });
  const save = (tag: string, more: object = {}) => saveAudience(bench.db, made.ctx(), input(tag, more), now);
  const other = () => ({ ...made.ctx(), app: { ...made.ctx().app, id: 'another-app' } });
  const failure = (work: Promise<unknown>) =>
    work.then(
      () => null,
      (error) => (error instanceof Refusal ? error.failure : error),
    );

  test('versions, a conflict, a clone, the bin, and the fence of the app', async () => {
    const first = await save('甲');
    expect(first).toMatchObject({ version: 1, name: '甲', labels: ['一'], savedBy: 'Op' });
    const { id } = first;
    expect(await save('甲', { id, basedOn: 1 })).toMatchObject({ version: 1 });
    expect(await save('甲', { id, basedOn: 1, note: '新' })).toMatchObject({ version: 2 });
    expect(await failure(save('甲', { id, basedOn: 1, note: '我的' }))).toMatchObject({
      code: 'CONFLICT',
      params: { rule: 'saved-since', version: 2, by: 'Op' },
    });
    expect((await audienceVersions(bench.db, made.ctx(), { id })).map(({ note }) => note)).toEqual([
      '新',
      '',
    ]);
    const copy = await cloneAudience(bench.db, made.ctx(), { id, name: '乙' }, now);
    expect(copy).toMatchObject({ version: 1, name: '乙', clonedFrom: { id, name: '甲' }, schedule: 'off' });
    expect((await usedIn(bench.db, made.ctx(), { id })).clones).toEqual([{ id: copy.id, name: '乙' }]);
    for (const work of [
      () => savedAudience(bench.db, 'another-app', id),
      () => saveAudience(bench.db, other(), input('甲', { id, basedOn: 2 }), now),
      () => cloneAudience(bench.db, other(), { id, name: 'x' }, now),
      () => binAudience(bench.db, other(), { id }, now),
      () => snapshotNow(desk(), other(), { id }),
    ])
      expect(await failure(work())).toMatchObject({ code: 'NOT_FOUND' });
    expect(await binAudience(bench.db, made.ctx(), { id }, now)).toMatchObject({ deletedBy: 'Op' });
    const names = async (bin: boolean) =>
      (await listAudiences(bench.db, made.ctx(), { bin })).map(({ name }) => name);
    expect([await names(false), await names(true)]).toEqual([['乙'], ['甲']]);
    expect(await failure(save('甲', { id, basedOn: 2 }))).toMatchObject({ params: { rule: 'in-bin' } });
    await restoreAudience(bench.db, made.ctx(), { id }, now);
    expect((await names(false)).sort()).toEqual(['乙', '甲'].sort());
    await binAudience(bench.db, made.ctx(), { id }, now);
    expect(await emptyBin(bench.db, now + 29 * DAY)).toBe(0);
    expect(await emptyBin(bench.db, now + 31 * DAY)).toBe(1);
    await binAudience(bench.db, made.ctx(), { id: copy.id }, now);
    await emptyBin(bench.db, now + 31 * DAY);
  });

  test('snapshots fall due once for any number of processes, catch up once, and raise each crossing once', async () => {
    const cids = made.cids(10);
    await made.getui.tags.add('走势', cids.slice(0, 4));
    const { id } = await save('走势');
    const alerts = { changePct: 50, floor: 3, zero: true };
    await scheduleAudience(bench.db, made.ctx(), { id, schedule: 'hourly', alerts }, now);
    expect(await takeDueSnapshots(desk())).toBe(0);
    now = Date.parse('2026-11-25T08:00:01Z');
    const both = await Promise.all([takeDueSnapshots(desk()), takeDueSnapshots(desk())]);
    expect(both.reduce((sum, one) => sum + one)).toBe(1);
    const points = async () => (await audienceTrend(bench.db, made.ctx(), { id, range: 'all' }, now)).points;
    expect(await points()).toMatchObject([{ value: 4, state: 'exact', version: 1 }]);
    // Two hours without a process: one snapshot, then the next full hour.
    await made.getui.tags.add('走势', cids.slice(4, 10));
    now = Date.parse('2026-11-25T11:30:00Z');
    expect(await takeDueSnapshots(desk())).toBe(1);
    expect((await savedAudience(bench.db, bench.appId, id)).nextSnapshotAt).toBe(
      Date.parse('2026-11-25T12:00:00Z'),
    );
    const open = async () =>
      (await openAlerts(bench.db, bench.appId)).map(({ kind, value, against }) => ({ kind, value, against }));
    expect(await open()).toEqual([{ kind: 'change', value: 10, against: 4 }]);
    await made.getui.tags.remove('走势', cids);
    now += 1000;
    expect(await snapshotNow(desk(), made.ctx(), { id })).toMatchObject({ value: 0 });
    now += 1000;
    await snapshotNow(desk(), made.ctx(), { id });
    expect((await open()).map(({ kind }) => kind).sort()).toEqual(['change', 'change', 'floor', 'zero']);
    for (const alert of await openAlerts(bench.db, bench.appId))
      expect(await seeAlert(bench.db, made.ctx(), { id: alert.id }, now)).toBe(true);
    expect(await open()).toEqual([]);
    made.sandbox.control.addFault({
      match: { endpoint: '/user/count' },
      times: 0,
      effect: { kind: 'status', http: 500, code: 1, msg: 'no' },
    });
    now = Date.parse('2026-11-25T12:00:01Z');
    expect(await takeDueSnapshots(desk())).toBe(1);
    made.sandbox.control.clearFaults();
    expect((await points()).at(-1)).toMatchObject({ state: 'failed', value: null });
    // What a dead process has taken is free again after its lease.
    await bench.db.orm
      .update(audience)
      .set({ snapshotLeaseAt: new Date(now + 60_000), nextSnapshotAt: new Date(now) })
      .where(eq(audience.id, id));
    expect(await takeDueSnapshots(desk())).toBe(0);
    expect(await failure(snapshotNow(desk(), made.ctx(), { id }))).toMatchObject({
      params: { rule: 'snapshot-running' },
    });
    now += 61_000;
    expect(await takeDueSnapshots(desk())).toBe(1);
    await dropOldSnapshots(bench.db, now + 91 * DAY);
    const left = await bench.db.orm
      .select()
      .from(audienceSnapshot)
      .where(eq(audienceSnapshot.audienceId, id));
    expect(left).toHaveLength(1);
  });

  test('the trend names our own changes of the tags of an audience, and no others', async () => {
    const [a = '', b = ''] = made.cids(2);
    const saved = await save('标记');
    const { addTags } = await import('@/lib/tags/kinds');
    const job = await made.draft(addTags, [
      { cid: a, tag: '标记', line: 1 },
      { cid: b, tag: '标记', line: 2 },
    ]);
    await made.carryOut(job);
    await made.carryOut(await made.draft(addTags, [{ cid: a, tag: '标记二', line: 1 }]));
    const trend = await audienceTrend(bench.db, made.ctx(), { id: saved.id, range: '24h' }, Date.now());
    expect(trend.jobs).toMatchObject([{ id: job.jobId, kind: 'tag.add', tags: ['标记'], rows: 2 }]);
  });
});
