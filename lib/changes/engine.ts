import type { Ask } from '@/lib/budgets/budgets';
import type { Refusal } from '@/lib/budgets/rules';
import type { BudgetState, Grant, NoGrant, QuotaFamily } from '@/lib/budgets/schema';
import type { Clock } from '@/lib/core/clock';
import type { Database } from '@/lib/db/client';
import type { changeChunk, changeJob } from '@/lib/db/schema/changes';
import type { Getui } from '@/lib/getui/client';
import type { Queue } from '@/lib/jobs/queue';
import type { FailPoint } from './fail-point';
import type { AnyKind } from './kind';

/** What a running change tells while it runs. */
export type RunEvent =
  | { type: 'sending'; seq: number; calls: number }
  | { type: 'settled'; seq: number; confirmed: number; rejected: number; unknown: number; skipped: number }
  | { type: 'reading-back'; rows: number };

/** The calls an app may make, shared by all processes; see lib/budgets/budgets.ts. */
export type Budgets = {
  take(ask: Ask): Promise<Grant | NoGrant>;
  answered(grantId: number): Promise<void>;
  refused(appId: string, family: QuotaFamily, refusal: Refusal): Promise<void>;
  state(appId: string, family: QuotaFamily): Promise<Pick<BudgetState, 'opensAt' | 'now'>>;
};

/** What the engine of changes stands on, the same in every process. */
export type Engine = {
  readonly db: Database;
  readonly clock: Clock;
  /** Id of this process among those that hold chunks; see lib/jobs/heartbeat. */
  readonly workerId: string;
  readonly kindOf: (id: string) => AnyKind;
  readonly upstreamOf: (appId: string) => Promise<Getui>;
  readonly budgets: Budgets;
  /** Absent in a process that runs nothing but what its own people order. */
  readonly queue?: Queue | undefined;
  readonly onEvent?: ((event: RunEvent) => void) | undefined;
  /** The longest one upstream call may last, in ms; 30,000 but in tests. */
  readonly callMs?: number | undefined;
  /** True when the process is on its way out: a bulk change stops between two calls and others go on with it. */
  readonly ending?: (() => boolean) | undefined;
  /** Where tests end the process; see fail-point.ts. */
  readonly reach?: ((point: FailPoint) => void) | undefined;
};

export type Job = typeof changeJob.$inferSelect;
export type Chunk = typeof changeChunk.$inferSelect;
