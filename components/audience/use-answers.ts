'use client';

import { useEffect, useMemo, useState } from 'react';
import type { Question } from '@/lib/audience/funnel';
import { type Answer, type AskEvent, type Cost, FREE_CALLS, type Term } from '@/lib/audience/schema';
import type { Failure } from '@/lib/core/result';
import { failureOf } from '../data/json-lines';
import { useShownApp } from '../data/reads';
import { askAudience } from './ask';

export type AskStatus = 'idle' | 'asking' | 'costly' | 'done' | 'failed';

/** What is known of some questions; a new object with every event. */
export type Answers = Readonly<{
  status: AskStatus;
  /** Before anything was asked: what all of it costs. */
  cost: Cost | null;
  plans: ReadonlyMap<string, Readonly<{ cost: Cost; terms: readonly Term[] }>>;
  answers: ReadonlyMap<string, Answer>;
  /** Questions that failed while others went on. */
  failures: ReadonlyMap<string, Failure>;
  /** Why nothing came at all, or the connection broke. */
  failure: Failure | null;
  done: number;
  of: number;
  /** Accepts the cost of what is asked now. */
  run: () => void;
  /** Bounds, within the calls that need no asking. */
  bound: () => void;
  /** Counts anew, without what is kept. */
  again: () => void;
}>;

type State = Omit<Answers, 'run' | 'again' | 'bound'> & Readonly<{ key: string }>;
const NOTHING: Omit<State, 'key'> = {
  status: 'idle',
  cost: null,
  plans: new Map(),
  answers: new Map(),
  failures: new Map(),
  failure: null,
  done: 0,
  of: 0,
};

/** Counts that are accepted at once, when a person has seen the price. */
const ACCEPTED = 5000;
/** Younger counts are taken over. */
const MAX_AGE_MS = 60_000;

type Options = Readonly<{ maxCalls?: number; maxAgeMs?: number }>;
/** What a person asked for beyond the usual, of the questions by this name. */
type Order = Readonly<{
  key: string;
  maxCalls?: number;
  maxAgeMs?: number;
  beyond?: 'interval';
  nth: number;
}>;

/**
 * Counts questions as soon as they are given, unless that takes more than `maxCalls` calls (10): then the price is told,
 * and `run` accepts it. Other questions end the calls of those before, whose answers are never shown again. Null: nothing
 * is asked.
 */
export function useAnswers(questions: readonly Question[] | null, options: Options = {}): Answers {
  const app = useShownApp();
  const key = useMemo(() => (questions ? JSON.stringify(questions) : ''), [questions]);
  const [order, setOrder] = useState<Order>({ key: '', nth: 0 });
  const [state, setState] = useState<State>({ key: '', ...NOTHING });
  const ordered = order.key === key ? order : null;
  const maxCalls = ordered?.maxCalls ?? options.maxCalls ?? FREE_CALLS;
  const maxAgeMs = ordered?.maxAgeMs ?? options.maxAgeMs ?? MAX_AGE_MS;
  const nth = ordered?.nth ?? 0;
  const beyond = ordered?.beyond ?? 'tell';
  // biome-ignore lint/correctness/useExhaustiveDependencies: another order of the same questions asks again
  useEffect(() => {
    if (!key) return;
    const abort = new AbortController();
    const asked = JSON.parse(key) as Question[];
    setState({ key, ...NOTHING, status: 'asking' });
    const tell = (change: (before: State) => State) =>
      setState((before) => (before.key === key && !abort.signal.aborted ? change(before) : before));
    void follow(app, { questions: [...asked], maxAgeMs, maxCalls, beyond }, abort.signal, tell);
    return () => abort.abort();
  }, [app, key, maxCalls, maxAgeMs, beyond, nth]);
  const current =
    state.key === key && key ? state : { ...NOTHING, status: key ? ('asking' as const) : ('idle' as const) };
  return {
    ...current,
    run: () => setOrder({ key, maxCalls: ACCEPTED, maxAgeMs, nth: nth + 1 }),
    bound: () => setOrder({ key, maxAgeMs, beyond: 'interval', nth: nth + 1 }),
    again: () => setOrder({ key, maxCalls: ACCEPTED, maxAgeMs: 0, nth: nth + 1 }),
  };
}

async function follow(
  app: string,
  input: Parameters<typeof askAudience>[1],
  signal: AbortSignal,
  tell: (change: (before: State) => State) => void,
): Promise<void> {
  try {
    for await (const event of askAudience(app, input, signal)) tell((before) => heard(before, event));
    tell((before) => (before.status === 'asking' ? { ...before, status: 'done' } : before));
  } catch (error) {
    tell((before) => ({ ...before, status: 'failed', failure: failureOf(error) }));
  }
}

function heard(state: State, event: AskEvent): State {
  switch (event.type) {
    case 'plan':
      return {
        ...state,
        cost: event.cost,
        of: event.cost.calls,
        plans: new Map(event.plans.map(({ id, ...plan }) => [id, plan])),
      };
    case 'costly':
      return { ...state, status: 'costly', cost: event.cost };
    case 'progress':
      return { ...state, done: event.done, of: event.of };
    case 'answer':
      return { ...state, answers: new Map(state.answers).set(event.id, event.answer) };
    case 'failed':
      return { ...state, failures: new Map(state.failures).set(event.id, event.failure) };
  }
}
