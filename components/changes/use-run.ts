'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { JobDetail, OrderEvent, OrderInput } from '@/lib/changes/schema';
import type { Failure, Result } from '@/lib/core/result';
import { useShownApp } from '../data/reads';

export type OrderDoor = (appId: string, input: OrderInput) => Promise<Result<AsyncIterable<OrderEvent>>>;

export type RunStage =
  | { at: 'running'; jobId: string; readingBack: number | null }
  | { at: 'done'; job: JobDetail }
  /** The line to the server broke, or the server stopped on an error: either way the outcome stands under Jobs. */
  | { at: 'stopped'; jobId: string; failure: Failure | null };

/** Orders a preview and follows it to its end: null → running → done or stopped. */
export function useRun(order: OrderDoor) {
  const queries = useQueryClient();
  const appId = useShownApp();
  const [stage, setStage] = useState<RunStage | null>(null);
  // Events of a change that is no longer looked at are not painted.
  const turn = useRef(0);

  /** Resolves with a failure when nothing was ordered, else with null as soon as it was. */
  async function run(
    { jobId, rowsHash }: { jobId: string; rowsHash: string },
    typed?: string,
  ): Promise<Failure | null> {
    const mine = ++turn.current;
    try {
      const answer = await order(appId, { jobId, rowsHash, ...(typed === undefined ? {} : { typed }) });
      if (!answer.ok) return answer.error;
      setStage({ at: 'running', jobId, readingBack: null });
      void follow(mine, jobId, answer.data);
    } catch {
      setStage({ at: 'stopped', jobId, failure: null });
    }
    return null;
  }

  async function follow(mine: number, jobId: string, events: AsyncIterable<OrderEvent>): Promise<void> {
    let last: RunStage = { at: 'stopped', jobId, failure: null };
    try {
      for await (const event of events) {
        if (event.type === 'reading-back' && turn.current === mine)
          setStage({ at: 'running', jobId, readingBack: event.rows });
        if (event.type === 'done') last = { at: 'done', job: event.job };
        if (event.type === 'failed') last = { at: 'stopped', jobId, failure: event.failure };
      }
    } catch {
      // The line broke, the change goes on: the screen says so.
    }
    if (turn.current === mine) setStage(last);
    await queries.invalidateQueries();
  }

  function reset(): void {
    turn.current++;
    setStage(null);
  }

  return { stage, run, reset };
}
