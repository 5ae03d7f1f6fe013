'use client';

import { useEffect, useMemo, useState } from 'react';
import type { Question } from '@/lib/audience/funnel';
import type { Cost, Overlap } from '@/lib/audience/schema';
import type { Failure } from '@/lib/core/result';
import { failureOf } from '../data/json-lines';
import { useShownApp } from '../data/reads';
import { askOverlap } from './ask';
import type { AskStatus } from './use-answers';

/** What is known of how some sets overlap. */
export type OverlapAnswer = Readonly<{
  status: AskStatus;
  /** The most it may cost. */
  cost: Cost | null;
  overlap: Overlap | null;
  failure: Failure | null;
  done: number;
  of: number;
  /** Accepts the cost. */
  run: () => void;
  /** Counts anew, without what is kept. */
  again: () => void;
}>;

type State = Omit<OverlapAnswer, 'run' | 'again'> & Readonly<{ key: string }>;
const NOTHING: Omit<State, 'key'> = {
  status: 'idle',
  cost: null,
  overlap: null,
  failure: null,
  done: 0,
  of: 0,
};
/** Counts that are accepted when a person has seen the price, and below which age they are taken over. */
const ACCEPTED = 5000;
const MAX_AGE_MS = 60_000;

/**
 * Counts how sets overlap. Beyond `maxCalls` calls the price is told first, and `run` accepts it. Other sets end the
 * calls of those before, whose answer is never shown again. Null: nothing is asked.
 */
export function useOverlap(sets: readonly Question[] | null, maxCalls: number): OverlapAnswer {
  const app = useShownApp();
  const key = useMemo(() => (sets ? JSON.stringify(sets) : ''), [sets]);
  const [order, setOrder] = useState({ key: '', maxAgeMs: MAX_AGE_MS, nth: 0 });
  const [state, setState] = useState<State>({ key: '', ...NOTHING });
  const isOrdered = order.key === key;
  const most = isOrdered ? ACCEPTED : maxCalls;
  const maxAgeMs = isOrdered ? order.maxAgeMs : MAX_AGE_MS;
  const nth = isOrdered ? order.nth : 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another order of the same sets asks again
  useEffect(() => {
    if (!key) return;
    const abort = new AbortController();
    setState({ key, ...NOTHING, status: 'asking' });
    const tell = (change: Partial<State>) =>
      setState((before) => (before.key === key && !abort.signal.aborted ? { ...before, ...change } : before));
    const asked = { sets: JSON.parse(key) as Question[], maxAgeMs, maxCalls: most };
    void follow(app, asked, abort.signal, tell);
    return () => abort.abort();
  }, [app, key, most, maxAgeMs, nth]);
  const current: Omit<State, 'key'> =
    key && state.key === key ? state : { ...NOTHING, status: key ? 'asking' : 'idle' };
  return {
    ...current,
    run: () => setOrder({ key, maxAgeMs: MAX_AGE_MS, nth: nth + 1 }),
    again: () => setOrder({ key, maxAgeMs: 0, nth: nth + 1 }),
  };
}

async function follow(
  app: string,
  input: Parameters<typeof askOverlap>[1],
  signal: AbortSignal,
  tell: (change: Partial<State>) => void,
): Promise<void> {
  try {
    for await (const event of askOverlap(app, input, signal)) {
      if (event.type === 'plan') tell({ cost: event.cost, of: event.cost.calls });
      else if (event.type === 'costly') tell({ status: 'costly', cost: event.cost });
      else if (event.type === 'progress') tell({ done: event.done, of: event.of });
      else if (event.type === 'overlap') tell({ status: 'done', overlap: event.overlap });
      else tell({ status: 'failed', failure: event.failure });
    }
  } catch (error) {
    tell({ status: 'failed', failure: failureOf(error) });
  }
}
