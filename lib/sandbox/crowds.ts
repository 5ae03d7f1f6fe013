import { randomBytes } from 'node:crypto';

export type CrowdPlan = {
  readonly name: string;
  readonly createdAt: number;
  readonly brands: readonly string[];
  readonly packageNum: number;
  readonly activeRange: number;
  readonly activeType: number;
  readonly isOverlap: boolean;
  readonly tasks: readonly CrowdTask[];
};
export type CrowdTask = { readonly id: string; readonly topic: string; readonly content: string };
export type CrowdTimes = { readonly waitMs: number; readonly computeMs: number };

/** user page: 0:待开始;1:计算中;2:超时失败;3:失败;4:成功;5:已停止 */
export const CROWD_STATUS = {
  waiting: 0,
  computing: 1,
  timedOut: 2,
  failed: 3,
  done: 4,
  stopped: 5,
} as const;

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
/** 22 base62 characters, as in the page's sample. */
export function crowdTaskId(): string {
  let id = '';
  for (const byte of randomBytes(22)) id += BASE62[byte % 62];
  return id;
}

/** Plans of 文案圈人; their states follow from the clock alone. */
export class Crowds {
  #plans: CrowdPlan[] = [];
  readonly #tasks = new Map<string, { plan: CrowdPlan; task: CrowdTask }>();

  add(plan: CrowdPlan): void {
    this.#plans.push(plan);
    for (const task of plan.tasks) this.#tasks.set(task.id, { plan, task });
  }

  find = (id: string) => this.#tasks.get(id);

  /** The newest first. */
  plans = (): CrowdPlan[] => [...this.#plans].reverse();

  clear(): void {
    this.#plans = [];
    this.#tasks.clear();
  }
}

/** A topic with 超时, 失败 or 停止 in it ends that way; all others succeed. */
export function taskStatus(plan: CrowdPlan, task: CrowdTask, now: number, times: CrowdTimes): number {
  const age = now - plan.createdAt;
  if (age < times.waitMs) return CROWD_STATUS.waiting;
  if (age < times.waitMs + times.computeMs) return CROWD_STATUS.computing;
  if (task.topic.includes('超时')) return CROWD_STATUS.timedOut;
  if (task.topic.includes('失败')) return CROWD_STATUS.failed;
  if (task.topic.includes('停止')) return CROWD_STATUS.stopped;
  return CROWD_STATUS.done;
}

/** A plan has succeeded when one of its tasks has; otherwise it is what its first task is. */
export function planStatus(plan: CrowdPlan, now: number, times: CrowdTimes): number {
  const all = plan.tasks.map((task) => taskStatus(plan, task, now, times));
  return all.includes(CROWD_STATUS.done) ? CROWD_STATUS.done : (all[0] ?? CROWD_STATUS.waiting);
}
