import { type Caller, checked } from '../caller';
import type { CallOptions } from '../types';
import {
  type CrowdPlan,
  type CrowdPlanRecord,
  type CrowdStatus,
  type CrowdTask,
  createAnswer,
  createRequest,
  plansAnswer,
  plansRequest,
  tasksAnswer,
  tasksRequest,
} from '../wire/crowds';

export type CrowdMethods = ReturnType<typeof crowdMethods>;

/** The paid model behind crowds; an app without it fails with kind `not-enabled`. */
export function crowdMethods(caller: Caller) {
  return {
    /** Starts a plan and answers the ids of its tasks, one per copy. Never sent again: each try would make another. */
    async create(plan: CrowdPlan, options?: CallOptions): Promise<string[]> {
      const id = 'POST /user/smart_crowd/create';
      const input = { ...plan, copies: [...plan.copies], brands: [...plan.brands] };
      return caller.ask(id, createAnswer, options, undefined, checked(id, createRequest, input));
    },

    /** State of up to ten tasks. */
    async tasks(taskIds: readonly string[], options?: CallOptions): Promise<CrowdTask[]> {
      const id = 'POST /user/smart_crowd/task/list';
      return caller.ask(id, tasksAnswer, options, undefined, {
        sub_task_ids: checked(id, tasksRequest, [...taskIds]),
      });
    },

    /** The latest plans, ten at most, by part of the name and by status. */
    async plans(
      filter: { name?: string; status?: CrowdStatus } = {},
      options?: CallOptions,
    ): Promise<CrowdPlanRecord[]> {
      const id = 'POST /user/smart_crowd/model/list';
      return caller.ask(id, plansAnswer, options, undefined, checked(id, plansRequest, filter));
    },
  };
}
