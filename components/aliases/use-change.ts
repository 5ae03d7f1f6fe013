'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { Preview, PreviewEvent, PreviewInput } from '@/lib/aliases/schema';
import type { JobDetail, OrderEvent, OrderInput } from '@/lib/changes/schema';
import type { Failure, Result } from '@/lib/core/result';
import { useShownApp } from '../data/reads';

export type AliasActions = Readonly<{
  preview: (appId: string, input: PreviewInput) => Promise<Result<AsyncIterable<PreviewEvent>>>;
  order: (appId: string, input: OrderInput) => Promise<Result<AsyncIterable<OrderEvent>>>;
}>;

export type Stage =
  | { at: 'form' }
  | { at: 'reading'; done: number; total: number }
  | { at: 'preview'; preview: Preview }
  | { at: 'running'; jobId: string; readingBack: number | null }
  | { at: 'done'; job: JobDetail }
  /** The line to the server broke, or the server stopped on an error: either way the outcome stands under Jobs. */
  | { at: 'stopped'; jobId: string; failure: Failure | null };

/** The way of one change on screen: form → reading → preview → running → done. A failure leaves the stage where it was. */
export function useChange({ preview, order }: AliasActions) {
  const queries = useQueryClient();
  const appId = useShownApp();
  const [stage, setStage] = useState<Stage>({ at: 'form' });
  const [failure, setFailure] = useState<Failure | null>(null);
  // Events of a preview that was stopped, or replaced by a newer one, are not painted.
  const turn = useRef(0);

  async function read(input: PreviewInput): Promise<void> {
    const mine = ++turn.current;
    setFailure(null);
    setStage({ at: 'reading', done: 0, total: 0 });
    const fail = (error: Failure) => {
      if (turn.current !== mine) return;
      setFailure(error);
      setStage({ at: 'form' });
    };
    try {
      const answer = await preview(appId, input);
      if (!answer.ok) return fail(answer.error);
      for await (const event of answer.data) {
        if (turn.current !== mine) return;
        if (event.type === 'reading') setStage({ at: 'reading', done: event.done, total: event.total });
        else if (event.type === 'ready') return setStage({ at: 'preview', preview: event.preview });
        else return fail(event.failure);
      }
      fail({ code: 'UNEXPECTED' });
    } catch {
      fail({ code: 'UNEXPECTED' });
    }
  }

  /** Resolves with a failure when nothing was ordered, else once the change has ended or the line to it broke. */
  async function run(draft: NonNullable<Preview['draft']>, typed?: string): Promise<Failure | null> {
    const { jobId, rowsHash } = draft;
    setFailure(null);
    try {
      const answer = await order(appId, { jobId, rowsHash, ...(typed === undefined ? {} : { typed }) });
      if (!answer.ok) {
        setFailure(answer.error);
        return answer.error;
      }
      setStage({ at: 'running', jobId, readingBack: null });
      void follow(jobId, answer.data);
      return null;
    } catch {
      setStage({ at: 'stopped', jobId, failure: null });
      return null;
    }
  }

  async function follow(jobId: string, events: AsyncIterable<OrderEvent>): Promise<void> {
    let last: Stage = { at: 'stopped', jobId, failure: null };
    try {
      for await (const event of events) {
        if (event.type === 'reading-back') setStage({ at: 'running', jobId, readingBack: event.rows });
        if (event.type === 'done') last = { at: 'done', job: event.job };
        if (event.type === 'failed') last = { at: 'stopped', jobId, failure: event.failure };
      }
    } catch {
      // The line broke, the change goes on: the screen says so.
    }
    setStage(last);
    await queries.invalidateQueries();
  }

  function reset(): void {
    turn.current++;
    setFailure(null);
    setStage({ at: 'form' });
  }

  return { stage, failure, read, run, reset };
}

export type Change = ReturnType<typeof useChange>;
