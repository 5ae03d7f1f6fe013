/** What the vendor's page (rest_v2/user, 创建文案圈人模型任务) allows of a plan. Lengths in characters. */
export const MAX_NAME = 10;
export const MAX_COPIES = 10;
export const MAX_TOPIC = 20;
export const MAX_CONTENT = 50;
export const LEAST_HAN = 2;
export const MIN_SIZE = 1000;
export const MAX_SIZE = 5_000_000;
export const MIN_DAYS = 1;
export const MAX_DAYS = 90;

/** In the order in which people look for them; the page's own short names. */
export const BRANDS = ['hw', 'xm', 'op', 'vv', 'mz', 'other'] as const;
export type Brand = (typeof BRANDS)[number];

export type Copy = { readonly topic: string; readonly content: string };

/** A plan as it is being filled in: null is not filled in yet. */
export type PlanContent = {
  readonly name: string;
  readonly copies: readonly Copy[];
  readonly brands: readonly Brand[];
  /** Most users per group. */
  readonly groupSize: number | null;
  readonly activeDays: number | null;
  /** true: users active in that time; false: users not active in it. */
  readonly active: boolean;
  readonly overlap: boolean;
};

/** A plan that can be sent. */
export type WholePlan = PlanContent & { readonly groupSize: number; readonly activeDays: number };

/** What a new plan starts with: what most plans want, and nothing that reaches more people than was asked for. */
export const EMPTY_PLAN: PlanContent = {
  name: '',
  copies: [{ topic: '', content: '' }],
  brands: [...BRANDS],
  groupSize: null,
  activeDays: 30,
  active: true,
  overlap: false,
};

export type TextRule = 'empty' | 'too-long' | 'blank' | 'two-han';
export type Rule =
  | TextRule
  | 'duplicate'
  | 'none'
  | 'too-many'
  | 'too-small'
  | 'too-large'
  | 'whole-number'
  | 'missing';
export type PlanStep = 'plan' | 'copies' | 'audience';

/** What is wrong with a plan, and where. `copy`: the place of the card, from 0; `other`: the one it repeats. */
export type Problem = {
  readonly step: PlanStep;
  readonly field: 'name' | 'copies' | 'topic' | 'content' | 'brands' | 'groupSize' | 'activeDays';
  readonly rule: Rule;
  readonly copy?: number;
  readonly other?: number;
};

/** Characters as the page counts them: a character outside the basic plane is one. */
export const lengthOf = (text: string): number => [...text].length;
export const hanIn = (text: string): number => (text.match(/\p{Script=Han}/gu) ?? []).length;

/** Every rule that a title or a text breaks; what is empty breaks only that one. */
export function textRules(text: string, most: number): TextRule[] {
  if (text === '') return ['empty'];
  return [
    ...(lengthOf(text) > most ? (['too-long'] as const) : []),
    ...(/\s/u.test(text) ? (['blank'] as const) : []),
    ...(hanIn(text) < LEAST_HAN ? (['two-han'] as const) : []),
  ];
}

function numberRule(value: number | null, least: number, most: number): Rule | null {
  if (value === null) return 'missing';
  if (!Number.isInteger(value)) return 'whole-number';
  if (value < least) return 'too-small';
  return value > most ? 'too-large' : null;
}

function copyProblems(copies: readonly Copy[]): Problem[] {
  const step = 'copies';
  const first = new Map<string, number>();
  const problems = copies.flatMap((one, copy): Problem[] => {
    const broken = [
      ...textRules(one.topic, MAX_TOPIC).map((rule): Problem => ({ step, field: 'topic', rule, copy })),
      ...textRules(one.content, MAX_CONTENT).map((rule): Problem => ({ step, field: 'content', rule, copy })),
    ];
    if (one.topic === '' && one.content === '') return broken;
    const key = JSON.stringify([one.topic, one.content]);
    const other = first.get(key);
    if (other === undefined) first.set(key, copy);
    else broken.push({ step, field: 'content', rule: 'duplicate', copy, other });
    return broken;
  });
  if (copies.length === 0) problems.push({ step, field: 'copies', rule: 'none' });
  if (copies.length > MAX_COPIES) problems.push({ step, field: 'copies', rule: 'too-many' });
  return problems;
}

/** Everything that keeps a plan from being sent, in the order of the steps; empty: it can be sent. */
export function problemsOf(plan: PlanContent): Problem[] {
  const name = plan.name.trim() === '' ? 'empty' : lengthOf(plan.name) > MAX_NAME ? 'too-long' : null;
  const size = numberRule(plan.groupSize, MIN_SIZE, MAX_SIZE);
  const days = numberRule(plan.activeDays, MIN_DAYS, MAX_DAYS);
  const step = 'audience';
  return [
    ...(name ? [{ step: 'plan', field: 'name', rule: name } as const] : []),
    ...copyProblems(plan.copies),
    ...(plan.brands.length === 0 ? [{ step, field: 'brands', rule: 'none' } as const] : []),
    ...(days ? [{ step, field: 'activeDays', rule: days } as const] : []),
    ...(size ? [{ step, field: 'groupSize', rule: size } as const] : []),
  ];
}

/** True when every rule of the page is kept. */
export const isWhole = (plan: PlanContent): plan is WholePlan => problemsOf(plan).length === 0;

/** The most people a plan can reach: each group has its own upper limit. How many it will be nobody knows before. */
export const largestReach = ({ groupSize, copies }: Pick<WholePlan, 'groupSize' | 'copies'>): number =>
  groupSize * copies.length;

/** As text what the upstream could tell a plan by: name, copies in any order, people. Plans of one text read the same. */
export function planKey(plan: PlanContent): string {
  const copies = plan.copies.map(({ topic, content }) => JSON.stringify([topic, content])).sort();
  const { name, groupSize, activeDays, active, overlap } = plan;
  return JSON.stringify([name, copies, [...plan.brands].sort(), groupSize, activeDays, active, overlap]);
}

/** Ends of a task's way: done, timed out, failed, stopped (user page, 文案圈人任务列表). */
export const STATUSES = ['waiting', 'computing', 'timed-out', 'failed', 'done', 'stopped'] as const;
export type Status = (typeof STATUSES)[number];
export const isFinal = (status: Status | null): boolean =>
  status !== null && status !== 'waiting' && status !== 'computing';
