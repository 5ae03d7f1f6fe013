import { z } from 'zod';
import type { QuotaFamily } from '@/lib/getui/endpoints';

export type { QuotaFamily } from '@/lib/getui/endpoints';

/** Every family, in the order of screens. */
export const FAMILIES = ['tag-batch', 'device-token', 'auth'] as const satisfies readonly QuotaFamily[];

export type Window = 'minute' | 'day';
/** Bulk work leaves a reserve to people and is spread over the minute; people may take everything. */
export type Who = 'person' | 'bulk';
/**
 * A slot of a family, held from now until its answer or its deadline, plus sixty seconds either way. `endsBy`: the call
 * must have ended by then, on this process's `performance.now()`; a call that outlives it is not counted any more.
 */
export type Grant = { readonly granted: true; readonly id: number; readonly endsBy: number };
/** No slot now. `waitMs`: when to ask again at the earliest; `refused`: the upstream has closed the family until then. */
export type NoGrant = {
  readonly granted: false;
  readonly waitMs: number;
  readonly window: Window;
  readonly refused: boolean;
};

/** The last refusal of a family. Times in ms by the database's clock. */
export type Refused = {
  at: number;
  window: Window;
  /** The upstream's code, null when it gave none. */
  code: number | null;
  /** Calls we had made in that window: "refused at 83 of 100" means that others use the app, or that it has less. */
  used: number;
  /** What the limit was then, null when there was none. */
  limit: number | null;
};

/** A family of an app as screens and plans see it. Times in ms by the database's clock. */
export type BudgetState = {
  family: QuotaFamily;
  perMinute: number;
  perDay: number | null;
  /** Hundredths left to people. */
  reserve: number;
  /** Length of the sliding window, 60,000 but in tests. */
  windowMs: number;
  /** Slots of the minute that are taken right now, and calls since midnight Asia/Shanghai. */
  usedMinute: number;
  usedDay: number;
  /** Somebody clicked lately: the reserve of the minute is kept. */
  peopleActive: boolean;
  /** When bulk work may take the next slot; the present when it may now. */
  opensAt: number;
  window: Window | null;
  /** Closed because the upstream refused, or waiting for the probe that finds out whether it has reopened. */
  refused: boolean;
  lastRefusal: Refused | null;
  /** Refusals that came although by our count there was room. */
  surprises: number;
  /** When this was read. */
  now: number;
};

const count = (most: number) =>
  z.number('limit-whole').int('limit-whole').min(1, 'limit-least').max(most, 'limit-most');

/** What an administrator may set. `perDay` null: no limit a day. */
export const BudgetInput = z.object({
  family: z.enum(FAMILIES),
  perMinute: count(1_000_000),
  perDay: count(1_000_000_000).nullable(),
  reserve: z.number('reserve-range').int('reserve-range').min(0, 'reserve-range').max(50, 'reserve-range'),
});
export type BudgetInput = z.infer<typeof BudgetInput>;
