import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Bench, openSandbox, verdict } from './kit';

let s: Bench;
beforeAll(async () => {
  s = await openSandbox({ users: 300 });
});
afterAll(() => s.close());
beforeEach(async () => {
  await s.reset();
  await s.signIn();
  await s.control('POST', 'clock', { frozen: true });
});

const PLAN = {
  name: '文案圈人',
  tasks: [
    { content: '内容一', topic: '标题一' },
    { content: '内容二', topic: '标题二' },
  ],
  brand_list: ['xm', 'vv', 'hw'],
  package_num: 1000,
  is_overlap: true,
  active_range: 15,
  active_type: 1,
};
const create = (change: Record<string, unknown> = {}) =>
  s.ask('POST', '/user/smart_crowd/create', { ...PLAN, ...change });
const tasks = (sub_task_ids: unknown) => s.ask('POST', '/user/smart_crowd/task/list', { sub_task_ids });
const plans = (body: unknown = {}) => s.ask('POST', '/user/smart_crowd/model/list', body);
const text = (topic: string, content: string) => ({ tasks: [{ topic, content }] });

describe('creating', () => {
  test('answers one id per task', async () => {
    const reply = await create();
    expect(verdict(reply)).toBe('200/0 success');
    expect(reply.data.sub_task_ids).toHaveLength(2);
    for (const id of reply.data.sub_task_ids) expect(id).toMatch(/^[0-9A-Za-z]{21,22}$/);
  });

  test('takes every limit at its edge', async () => {
    const ten = Array.from({ length: 10 }, (_, i) => ({ topic: `标题${i}`, content: `内容${i}` }));
    for (const change of [
      { name: '一二三四五六七八九十' },
      { tasks: ten },
      text('题'.repeat(20), '文'.repeat(50)),
      { package_num: 5_000_000 },
      { active_range: 1 },
      { active_range: 90 },
      { active_type: -1 },
      { brand_list: ['hw', 'xm', 'op', 'vv', 'mz', 'other'] },
      { is_overlap: undefined },
      { tasks: [PLAN.tasks[0], { ...PLAN.tasks[0], content: '别的内容' }] },
    ])
      expect(verdict(await create(change)), JSON.stringify(change)).toBe('200/0 success');
  });

  test('refuses one over, and every other broken rule of the page', async () => {
    const eleven = Array.from({ length: 11 }, (_, i) => ({ topic: `标题${i}`, content: `内容${i}` }));
    for (const change of [
      { name: '一二三四五六七八九十一' },
      { name: '' },
      { name: undefined },
      { tasks: eleven },
      { tasks: [] },
      { tasks: undefined },
      text('题'.repeat(21), '内容'),
      text('标题', '文'.repeat(51)),
      text('题x', '内容'),
      text('标题', '文x'),
      text('标 题目', '内容'),
      text('标题', '内容\n内容'),
      { tasks: [PLAN.tasks[0], PLAN.tasks[0]] },
      { package_num: 999 },
      { package_num: 5_000_001 },
      { package_num: 1000.5 },
      { package_num: '1000' },
      { active_range: 0 },
      { active_range: 91 },
      { active_type: 0 },
      { active_type: 2 },
      { brand_list: ['hw', 'iphone'] },
      { brand_list: [] },
      { is_overlap: 'yes' },
    ])
      expect(verdict(await create(change)), JSON.stringify(change)).toMatch(/^400\/20001 /);
    expect(verdict(await create({ brand_list: undefined }))).toBe('400/20001 brand_list cannot be null ');
    expect((await plans()).data).toEqual([]);
  });

  test('without the licence parameters are checked first; then code 1 with HTTP 200, as captured', async () => {
    await s.dialect({ smartCrowd: false });
    expect((await create({ package_num: 1 })).code).toBe(20001);
    expect(verdict(await create())).toBe('200/1 应用或账号未开通相应功能');
    expect((await plans()).code).toBe(1);
    expect((await tasks(['x'])).code).toBe(1);
  });
});

describe('asking', () => {
  test('tasks wait, compute and end by the clock; a list of objects comes back', async () => {
    const { data } = await create();
    const ids = data.sub_task_ids as string[];
    const first = (await tasks(ids)).data;
    expect(first.map((task: { sub_task_id: string }) => task.sub_task_id).sort()).toEqual([...ids].sort());
    expect(first[0]).toMatchObject({ name: '文案圈人', status: 0, can_push: false });
    const seen = new Set<number>();
    for (let step = 0; step < 200; step++) {
      for (const { status, can_push } of (await tasks(ids)).data) {
        seen.add(status);
        if (can_push) expect(status).toBe(4);
      }
      await s.advance(1_000);
    }
    expect([...seen].sort()).toEqual(expect.arrayContaining([0, 1]));
    for (const { status } of (await tasks(ids)).data) expect([2, 3, 4, 5]).toContain(status);
  });

  test('a topic that names its ending ends so; all others succeed', async () => {
    const topics = ['标题', '会超时', '会失败', '会停止'];
    const { data } = await create({ tasks: topics.map((topic) => ({ topic, content: '内容' })) });
    await s.advance(3_600_000);
    const ends = (await tasks(data.sub_task_ids)).data as {
      topic: string;
      status: number;
      can_push: boolean;
    }[];
    expect(Object.fromEntries(ends.map(({ topic, status }) => [topic, status]))).toEqual({
      标题: 4,
      会超时: 2,
      会失败: 3,
      会停止: 5,
    });
    expect(ends.filter(({ can_push }) => can_push).map(({ topic }) => topic)).toEqual(['标题']);
  });

  test('10 ids fit, 11 do not', async () => {
    expect((await tasks(Array.from({ length: 10 }, (_, i) => `id${i}`))).code).toBe(0);
    expect((await tasks(Array.from({ length: 11 }, (_, i) => `id${i}`))).code).toBe(20001);
    for (const bad of [undefined, [], 'x', [7]]) expect((await tasks(bad)).code).toBe(20001);
  });

  test('plans: newest first, ten at most, by a part of the name and by status, shaped as the sample', async () => {
    for (let i = 0; i < 12; i++) {
      await create({ name: `计划${i}`, is_overlap: i % 2 === 0 });
      await s.advance(1_000);
    }
    const { data } = await plans();
    expect(data).toHaveLength(10);
    expect(data[0].name).toBe('计划11');
    expect(data[0].parent_task).toMatchObject({
      brand_list: 'xm,vv,hw',
      active_range: 15,
      active_type: 1,
      package_num: 1000,
      is_overlap: false,
    });
    expect(data[0].parent_task.sub_task_list).toHaveLength(2);
    expect(typeof data[0].create_time).toBe('number');
    expect((await plans({ name: '划3' })).data).toHaveLength(1);
    const waiting = await plans({ status: 0 });
    expect(waiting.data.length).toBeGreaterThan(0);
    expect(waiting.data.every((plan: { status: number }) => plan.status === 0)).toBe(true);
  });
});
