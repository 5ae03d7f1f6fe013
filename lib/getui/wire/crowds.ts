import { z } from 'zod';
import { orEmpty, truth, whole } from './envelope';
import { listOf } from './rules';

export const CROWD_BRANDS = ['hw', 'xm', 'op', 'vv', 'mz', 'other'] as const;
export type CrowdBrand = (typeof CROWD_BRANDS)[number];

/** 0 waiting, 1 computing, 2 timed out, 3 failed, 4 done, 5 stopped; null for a number the page does not list. */
export const CROWD_STATUSES = ['waiting', 'computing', 'timed-out', 'failed', 'done', 'stopped'] as const;
export type CrowdStatus = (typeof CROWD_STATUSES)[number];

export type CrowdCopy = { readonly topic: string; readonly content: string };

export type CrowdPlan = {
  readonly name: string;
  readonly copies: readonly CrowdCopy[];
  readonly brands: readonly CrowdBrand[];
  /** Most users per group. */
  readonly groupSize: number;
  readonly activeDays: number;
  /** true: users active in that time; false: users not active in it. */
  readonly active: boolean;
  readonly overlap: boolean;
};

export type CrowdTask = {
  readonly id: string;
  readonly name: string | null;
  readonly topic: string | null;
  readonly content: string | null;
  readonly status: CrowdStatus | null;
  readonly canPush: boolean | null;
};

export type CrowdPlanRecord = {
  readonly name: string;
  readonly status: CrowdStatus | null;
  /** Milliseconds since the epoch. */
  readonly createdAt: number | null;
  readonly brands: readonly string[];
  readonly groupSize: number | null;
  readonly activeDays: number | null;
  readonly active: boolean | null;
  readonly overlap: boolean | null;
  readonly tasks: readonly {
    readonly id: string;
    readonly topic: string | null;
    readonly content: string | null;
  }[];
};

const copyText = (max: number) =>
  z
    .string()
    .refine((text) => [...text].length <= max, 'too-long')
    .refine((text) => !/\s/.test(text), 'blank')
    .refine((text) => (text.match(/\p{Script=Han}/gu) ?? []).length >= 2, 'two-han-characters');

/** Limits of rest_v2/user 创建文案圈人模型任务. */
export const createRequest = z
  .object({
    name: z
      .string()
      .min(1, 'empty')
      .refine((name) => [...name].length <= 10, 'too-long'),
    copies: listOf(z.object({ topic: copyText(20), content: copyText(50) }), 10).refine(
      (copies) => new Set(copies.map((copy) => `${copy.topic}\n${copy.content}`)).size === copies.length,
      'duplicate',
    ),
    brands: listOf(z.enum(CROWD_BRANDS), CROWD_BRANDS.length),
    groupSize: z.int().min(1000, 'too-small').max(5_000_000, 'too-large'),
    activeDays: z.int().min(1, 'too-small').max(90, 'too-large'),
    active: z.boolean(),
    overlap: z.boolean(),
  })
  .transform((plan) => ({
    name: plan.name,
    tasks: plan.copies.map(({ topic, content }) => ({ topic, content })),
    brand_list: plan.brands,
    package_num: plan.groupSize,
    active_range: plan.activeDays,
    active_type: plan.active ? 1 : -1,
    is_overlap: plan.overlap,
  }));

const taskId = z.string().regex(/^[0-9A-Za-z_-]{1,64}$/, 'charset');
export const tasksRequest = listOf(taskId, 10);

/** Any part of the name, and a status; leaving either out means all. */
export const plansRequest = z
  .object({
    name: z.string().min(1, 'empty').max(64, 'too-long').optional(),
    status: z.enum(CROWD_STATUSES).optional(),
  })
  .transform(({ name, status }) => ({
    ...(name === undefined ? {} : { name }),
    ...(status === undefined ? {} : { status: CROWD_STATUSES.indexOf(status) }),
  }));

export const createAnswer = z
  .preprocess(orEmpty, z.object({ sub_task_ids: z.array(z.string()).nullish() }))
  .transform((wire) => wire.sub_task_ids ?? []);

const status = whole.nullish().transform((n): CrowdStatus | null => CROWD_STATUSES[n ?? -1] ?? null);
const text = z.string().nullish();
/** Absent, null and `{}` stand for an empty list here. */
const orNone = (data: unknown) =>
  data === undefined || data === null || (typeof data === 'object' && Object.keys(data).length === 0)
    ? []
    : data;

export const tasksAnswer = z.preprocess(
  orNone,
  z.array(
    z
      .object({
        sub_task_id: z.string(),
        name: text,
        topic: text,
        content: text,
        status,
        can_push: truth.nullish(),
      })
      .transform(
        (wire): CrowdTask => ({
          id: wire.sub_task_id,
          name: wire.name ?? null,
          topic: wire.topic ?? null,
          content: wire.content ?? null,
          status: wire.status,
          canPush: wire.can_push ?? null,
        }),
      ),
  ),
);

const parentTask = z.object({
  // "xm,vv,hw" in the page's sample, an array in its table.
  brand_list: z
    .union([
      z.array(z.string()),
      z.string().transform((joined) => joined.split(',').filter((one) => one !== '')),
    ])
    .nullish(),
  active_range: whole.nullish(),
  active_type: whole.nullish(),
  package_num: whole.nullish(),
  is_overlap: truth.nullish(),
  sub_task_list: z.array(z.object({ sub_task_id: z.string(), topic: text, content: text })).nullish(),
});

export const plansAnswer = z.preprocess(
  orNone,
  z.array(
    z
      .object({
        name: z.string(),
        // An object in the page's sample, "Json Array" in its table.
        parent_task: z.union([parentTask.transform((one) => [one]), z.array(parentTask)]).nullish(),
        status,
        create_time: whole.nullish(),
      })
      .transform(({ name, parent_task, status: state, create_time }): CrowdPlanRecord => {
        const parents = parent_task ?? [];
        const parent = parents[0];
        return {
          name,
          status: state,
          createdAt: create_time ?? null,
          brands: parent?.brand_list ?? [],
          groupSize: parent?.package_num ?? null,
          activeDays: parent?.active_range ?? null,
          active: parent?.active_type == null ? null : parent.active_type > 0,
          overlap: parent?.is_overlap ?? null,
          tasks: parents
            .flatMap((one) => one.sub_task_list ?? [])
            .map((task) => ({
              id: task.sub_task_id,
              topic: task.topic ?? null,
              content: task.content ?? null,
            })),
        };
      }),
  ),
);
