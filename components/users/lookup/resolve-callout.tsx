'use client';

import { useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import type { Failure } from '@/lib/core/result';
import { FailureCallout } from '../../data/failure-state';
import { failureOf } from '../../data/json-lines';
import { useShownApp } from '../../data/reads';
import { Button } from '../../ui/button';
import { Callout } from '../../ui/callout';
import { ProgressBar } from '../../ui/progress-bar';
import { resolveAliases } from './api';

type ResolveCalloutProps = Readonly<{ id: string; count: number; onDone: () => unknown }>;

/** Aliases that have not been looked up yet: what that costs, and how far it is. What was found stays when it is stopped. */
export function ResolveCallout({ id, count, onDone }: ResolveCalloutProps) {
  const t = useTranslations('users.resolve');
  const common = useTranslations('common');
  const { progress, failure, start, stop } = useResolve(id, onDone);
  if (progress)
    return (
      <Callout
        tone="info"
        title={t('running')}
        actions={
          <Button size="sm" onPress={stop}>
            {t('stop')}
          </Button>
        }
      >
        <ProgressBar
          hideLabel
          label={t('running')}
          total={progress.total}
          parts={[{ tone: 'info', label: common('state.done'), count: progress.done }]}
        />
      </Callout>
    );
  return (
    <>
      {failure ? <FailureCallout failure={failure} onRetry={start} /> : null}
      <Callout
        tone="warn"
        title={t('title', { count })}
        actions={
          <Button size="sm" variant="primary" onPress={start}>
            {t('go', { count })}
          </Button>
        }
      >
        {t('body')}
      </Callout>
    </>
  );
}

function useResolve(id: string, onDone: () => unknown) {
  const app = useShownApp();
  const abort = useRef<AbortController | null>(null);
  const [progress, setProgress] = useState<{ done: number; total: number } | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  useEffect(() => () => abort.current?.abort(), []);

  async function run(): Promise<void> {
    const mine = new AbortController();
    abort.current = mine;
    setFailure(null);
    setProgress({ done: 0, total: 0 });
    try {
      for await (const event of resolveAliases(app, id, mine.signal)) {
        if (event.t === 'progress') setProgress(event);
        if (event.t === 'failed') setFailure(event.failure);
      }
    } catch (error) {
      if (!mine.signal.aborted) setFailure(failureOf(error));
    }
    setProgress(null);
    await onDone();
  }
  return { progress, failure, start: () => void run(), stop: () => abort.current?.abort() };
}
