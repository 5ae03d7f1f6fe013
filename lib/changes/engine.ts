import type { Clock } from '@/lib/core/clock';
import type { Database } from '@/lib/db/client';
import type { changeJob } from '@/lib/db/schema/changes';
import type { Getui } from '@/lib/getui/client';
import type { AnyKind } from './kind';

/** What a running change tells while it runs. */
export type RunEvent =
  | { type: 'sending'; seq: number; calls: number }
  | { type: 'settled'; seq: number; confirmed: number; rejected: number; unknown: number }
  | { type: 'reading-back'; rows: number };

export type Engine = {
  readonly db: Database;
  readonly clock: Clock;
  readonly kindOf: (id: string) => AnyKind;
  readonly upstreamOf: (appId: string) => Promise<Getui>;
  readonly onEvent?: (event: RunEvent) => void;
};

export type Job = typeof changeJob.$inferSelect;
