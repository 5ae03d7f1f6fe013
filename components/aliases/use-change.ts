'use client';

import { useRef, useState } from 'react';
import type { Preview, PreviewEvent, PreviewInput } from '@/lib/aliases/schema';
import type { Failure, Result } from '@/lib/core/result';
import { type OrderDoor, type RunStage, useRun } from '../changes/use-run';
import { useShownApp } from '../data/reads';

export type AliasActions = Readonly<{
  preview: (appId: string, input: PreviewInput) => Promise<Result<AsyncIterable<PreviewEvent>>>;
  order: OrderDoor;
}>;

type Before =
  | { at: 'form' }
  | { at: 'reading'; done: number; total: number }
  | { at: 'preview'; preview: Preview };
export type Stage = Before | RunStage;
export const isRun = (stage: Stage): stage is RunStage =>
  stage.at === 'running' || stage.at === 'done' || stage.at === 'stopped';

/** The way of one change on screen: form → reading → preview → running → done. A failure leaves the stage where it was. */
export function useChange({ preview, order }: AliasActions) {
  const appId = useShownApp();
  const [before, setStage] = useState<Before>({ at: 'form' });
  const running = useRun(order);
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

  /** Resolves with a failure when nothing was ordered. */
  async function run(draft: NonNullable<Preview['draft']>, typed?: string): Promise<Failure | null> {
    setFailure(null);
    const refused = await running.run(draft, typed);
    if (refused) setFailure(refused);
    return refused;
  }

  function reset(): void {
    turn.current++;
    running.reset();
    setFailure(null);
    setStage({ at: 'form' });
  }

  const stage: Stage = running.stage ?? before;
  return { stage, failure, read, run, reset };
}

export type Change = ReturnType<typeof useChange>;
