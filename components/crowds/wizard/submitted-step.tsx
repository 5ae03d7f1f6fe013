'use client';

import type { Route } from 'next';
import { useTranslations } from 'use-intl/react';
import { FailureState } from '../../data/failure-state';
import { failureOf, useRead } from '../../data/reads';
import { StepFrame } from '../../imports/step-frame';
import { Callout } from '../../ui/callout';
import { LinkButton } from '../../ui/link-button';
import { Spinner } from '../../ui/spinner';

const AGAIN_MS = 1_000;
const TONE = { submitted: 'ok', unknown: 'warn', refused: 'danger', 'not-created': 'warn' } as const;

/** What came of handing the plan in, as soon as it is known. */
export function SubmittedStep({ planId }: Readonly<{ planId: string }>) {
  const t = useTranslations('crowds.wizard');
  const { data, error, refetch, isFetching } = useRead(
    'crowds.one',
    { id: planId },
    {
      refetchInterval: ({ state }) => (state.data?.state === 'submitting' || !state.data ? AGAIN_MS : false),
    },
  );
  const state = data?.state ?? 'submitting';
  return (
    <StepFrame
      title={t('step.submitted')}
      takesFocus
      footer={
        <>
          <LinkButton variant="primary" href={`/crowds/${planId}` as Route}>
            {t('done.track')}
          </LinkButton>
          <LinkButton href={'/crowds' as Route}>{t('done.list')}</LinkButton>
        </>
      }
    >
      {error ? (
        <FailureState failure={failureOf(error)} onRetry={() => refetch()} isRetrying={isFetching} />
      ) : state === 'submitting' ? (
        <p role="status" className="inline-flex items-center gap-2">
          <Spinner label={t('done.submitting')} />
          {t('done.submitting')}
        </p>
      ) : (
        <Callout
          tone={TONE[state]}
          isAlert
          title={t(`done.${state === 'not-created' ? 'refused' : state}`)}
        />
      )}
    </StepFrame>
  );
}
