import type { QuotaFamily } from '@/lib/getui/endpoints';

export type Window = 'minute' | 'day';
/** A slot of a family, held from now until it is given back or its deadline passes, plus sixty seconds either way. */
export type Grant = { readonly granted: true; readonly id: number };
/** No slot now. `waitMs`: when to ask again at the earliest; `refused`: the upstream has closed the family until then. */
export type NoGrant = {
  readonly granted: false;
  readonly waitMs: number;
  readonly window: Window;
  readonly refused: boolean;
};

/** A family of an app as screens and plans see it. Times in ms. */
export type BudgetState = {
  family: QuotaFamily;
  perMinute: number;
  perDay: number | null;
  /** Hundredths left to people. */
  reserve: number;
  /** Slots of the minute that are taken right now, and calls since midnight Asia/Shanghai. */
  usedMinute: number;
  usedDay: number;
  /** When bulk work may take the next slot; the present when it may now. */
  opensAt: number;
  window: Window | null;
  refused: boolean;
};
