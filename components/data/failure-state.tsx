'use client';

import { CircleAlert, RotateCw } from 'lucide-react';
import { useTranslations } from 'use-intl/react';
import type { Failure } from '@/lib/core/result';
import { failureText } from '@/lib/i18n/failure-text';
import { Button } from '../ui/button';
import { Callout } from '../ui/callout';
import { EmptyState } from '../ui/empty-state';

type FailureProps = Readonly<{
  failure: Failure;
  onRetry?: () => void;
  isRetrying?: boolean;
}>;

/** In place of content that could not be had. A failure is never shown as an empty list. */
export function FailureState({ failure, onRetry, isRetrying }: FailureProps) {
  const t = useTranslations();
  const { what, todo, upstream, request } = failureText(t, failure);
  return (
    <div role="alert">
      <EmptyState
        icon={CircleAlert}
        title={what}
        actions={
          onRetry ? (
            <Button icon={RotateCw} onPress={onRetry} isPending={isRetrying}>
              {t('common.retry')}
            </Button>
          ) : undefined
        }
      >
        <p>{todo}</p>
        {upstream ? <p className="mt-1 text-sm">{upstream}</p> : null}
        {request ? <p className="mt-1 font-mono text-sm">{request}</p> : null}
      </EmptyState>
    </div>
  );
}

/** The same beside content that is there: above a form, or over rows from a moment ago. */
export function FailureCallout({ failure, onRetry, isRetrying }: FailureProps) {
  const t = useTranslations();
  const { what, todo, upstream, request } = failureText(t, failure);
  return (
    <Callout
      tone="danger"
      isAlert
      title={what}
      actions={
        onRetry ? (
          <Button size="sm" onPress={onRetry} isPending={isRetrying}>
            {t('common.retry')}
          </Button>
        ) : undefined
      }
    >
      {todo}
      {upstream ? <span className="ms-2">{upstream}</span> : null}
      {request ? <span className="block font-mono">{request}</span> : null}
    </Callout>
  );
}
