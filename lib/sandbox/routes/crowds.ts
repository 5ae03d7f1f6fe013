import { type Ask, bodyOf, endpointOf, type Handler, listIn, type Reply, textsIn } from '../ask';
import { CROWD_STATUS, type CrowdPlan, type CrowdTask, crowdTaskId, planStatus, taskStatus } from '../crowds';
import { ApiError, isEmpty, isInvalid, overLimit, parameterError, refusal, wrongType } from '../errors';
import { lengthOf } from '../tag-book';
import type { World } from '../world';

const BRANDS = ['hw', 'xm', 'op', 'vv', 'mz', 'other'];
type Body = Record<string, unknown>;

/** Captured: "brand_list cannot be null " with a space at its end. */
const absent = (name: string) => parameterError(`${name} cannot be null `);
const given = (body: Body, name: string): unknown => {
  const value = body[name];
  if (value === undefined || value === null) throw absent(name);
  return value;
};

/** Captured from an app that has not bought it: HTTP 200, code 1; parameters are looked at before. */
function checkLicence(world: World): void {
  if (!world.dialect.smartCrowd) throw new ApiError(200, 1, '应用或账号未开通相应功能');
}

function textIn(body: Body, name: string, most: number): string {
  const value = given(body, name);
  if (typeof value !== 'string') throw wrongType(name);
  if (value === '') throw isEmpty(name);
  if (lengthOf(value) > most) throw overLimit(name);
  return value;
}

/** user page: "需要至少包含两个中文字符,且不支持空格或换行等". */
function copyIn(body: Body, name: string, most: number): string {
  const text = textIn(body, name, most);
  if (/\s/.test(text) || (text.match(/\p{Script=Han}/gu) ?? []).length < 2) throw isInvalid(name);
  return text;
}

function numberIn(body: Body, name: string, least: number, most: number): number {
  const value = given(body, name);
  if (typeof value !== 'number' || !Number.isInteger(value)) throw wrongType(name);
  if (value < least || value > most) throw isInvalid(name);
  return value;
}

function taskIn(item: unknown): CrowdTask {
  if (typeof item !== 'object' || item === null || Array.isArray(item)) throw wrongType('tasks');
  const body = item as Body;
  return { id: crowdTaskId(), topic: copyIn(body, 'topic', 20), content: copyIn(body, 'content', 50) };
}

function planIn(world: World, ask: Ask): CrowdPlan {
  const body = bodyOf(world, ask);
  const name = textIn(body, 'name', 10);
  given(body, 'tasks');
  const tasks = listIn(body, 'tasks', 10).map(taskIn);
  // user page: "各组间“文案标题和内容”不可完全一致".
  if (new Set(tasks.map((task) => `${task.topic}\n${task.content}`)).size < tasks.length)
    throw parameterError('contains duplicate tasks');
  given(body, 'brand_list');
  const brands = textsIn(body, 'brand_list', 100);
  if (brands.some((brand) => !BRANDS.includes(brand))) throw isInvalid('brand_list');
  const packageNum = numberIn(body, 'package_num', 1000, 5_000_000);
  const activeRange = numberIn(body, 'active_range', 1, 90);
  const activeType = numberIn(body, 'active_type', -1, 1);
  if (activeType === 0) throw isInvalid('active_type');
  const isOverlap = body.is_overlap ?? false;
  if (typeof isOverlap !== 'boolean') throw wrongType('is_overlap');
  const createdAt = world.clock.now();
  return {
    name,
    createdAt,
    brands: [...new Set(brands)],
    packageNum,
    activeRange,
    activeType,
    isOverlap,
    tasks,
  };
}

const timesOf = ({ dialect }: World) => ({ waitMs: dialect.crowdWaitMs, computeMs: dialect.crowdComputeMs });

/** POST /user/smart_crowd/create */
export const createCrowd: Handler = (world, ask): Reply => {
  const plan = planIn(world, ask);
  checkLicence(world);
  world.crowds.add(plan);
  const changes = plan.tasks.map(
    ({ id }) => ({ cid: null, field: 'crowd', before: null, after: id }) as const,
  );
  world.record(endpointOf(ask), ask.seq, changes);
  return { data: { sub_task_ids: plan.tasks.map((task) => task.id) } };
};

/** POST /user/smart_crowd/task/list: at most 10 ids; data is a list. */
export const listCrowdTasks: Handler = (world, ask): Reply => {
  const body = bodyOf(world, ask);
  given(body, 'sub_task_ids');
  const ids = textsIn(body, 'sub_task_ids', 10);
  checkLicence(world);
  const now = world.clock.now();
  const data = [...new Set(ids)].flatMap((id) => {
    const found = world.crowds.find(id);
    if (!found) {
      if (world.dialect.unknownCrowdTask === 'omit') return [];
      throw refusal(world.dialect.unknownCrowdTask, 'sub_task_ids is invalid');
    }
    const { plan, task } = found;
    const status = taskStatus(plan, task, now, timesOf(world));
    const { topic, content } = task;
    const can_push = status === CROWD_STATUS.done;
    return [{ name: plan.name, sub_task_id: id, topic, content, status, can_push }];
  });
  return { data };
};

/** user page: "任务状态" Boolean in the table, a number in the sample; both spellings of a number pass. */
function statusIn(body: Body): number | null {
  const { status } = body;
  if (status === undefined || status === null) return null;
  if (typeof status !== 'number' && typeof status !== 'string') throw wrongType('status');
  if (!/^[0-5]$/.test(String(status))) throw isInvalid('status');
  return Number(status);
}

function parentOf(world: World, plan: CrowdPlan): object {
  const table = world.dialect.crowdShape === 'table';
  const parent = {
    brand_list: table ? plan.brands : plan.brands.join(','),
    active_range: plan.activeRange,
    active_type: plan.activeType,
    package_num: plan.packageNum,
    is_overlap: plan.isOverlap,
    sub_task_list: plan.tasks.map(({ id, topic, content }) => ({ sub_task_id: id, topic, content })),
  };
  return table ? [parent] : parent;
}

/** POST /user/smart_crowd/model/list: "data列表最多返回最近创建的10个文案圈人计划"; a name matches by any part. */
export const listCrowdPlans: Handler = (world, ask): Reply => {
  const body = bodyOf(world, ask);
  const name = body.name ?? '';
  if (typeof name !== 'string') throw wrongType('name');
  const status = statusIn(body);
  checkLicence(world);
  const now = world.clock.now();
  const data = world.crowds
    .plans()
    .map((plan) => ({ plan, status: planStatus(plan, now, timesOf(world)) }))
    .filter((one) => one.plan.name.includes(name) && (status === null || one.status === status))
    .slice(0, 10)
    .map((one) => ({
      name: one.plan.name,
      parent_task: parentOf(world, one.plan),
      status: one.status,
      create_time: one.plan.createdAt,
    }));
  return { data };
};
