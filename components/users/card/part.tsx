'use client';

import { RefreshCw } from 'lucide-react';
import type { ReactNode } from 'react';
import { useFormatter, useTranslations } from 'use-intl/react';
import { FailureState } from '../../data/failure-state';
import { LoadingLines } from '../../data/loading-state';
import { failureOf } from '../../data/reads';
import { IconButton } from '../../ui/icon-button';
import { Section } from '../../ui/section';

type Query<T> = Readonly<{
  data: T | undefined;
  error: unknown;
  isFetching: boolean;
  refetch: () => unknown;
}>;

type PartProps<T> = Readonly<{
  title: string;
  query: Query<T>;
  /** Whose word it is: asked upstream, or written down by Muster. */
  of?: 'upstream' | 'ledger';
  /** The upstream does not know the cid: nothing of this part can be had, and a refusal is no failure. */
  isInvalid?: boolean;
  lines?: 1 | 2 | 3 | 4;
  actions?: ReactNode;
  children: (data: T) => ReactNode;
}>;

/** One part of the card: when it was read, a way to read it again, and its states. */
export function Part<T extends { readAt: number }>({
  title,
  query: { data, error, isFetching, refetch },
  of = 'upstream',
  isInvalid = false,
  lines = 3,
  actions,
  children,
}: PartProps<T>) {
  const t = useTranslations('card.part');
  const format = useFormatter();
  const content = () => {
    if (isInvalid) return <p className="text-muted">{t('invalid')}</p>;
    if (error)
      return <FailureState failure={failureOf(error)} onRetry={() => refetch()} isRetrying={isFetching} />;
    return data === undefined ? <LoadingLines count={lines} /> : children(data);
  };
  return (
    <Section
      title={title}
      actions={
        <>
          {actions}
          {data && !error && !isInvalid ? (
            <span className="text-sm text-muted tabular-nums">
              {t(of === 'ledger' ? 'ofLedger' : 'asOf', {
                time: format.dateTime(new Date(data.readAt), 'clock'),
              })}
            </span>
          ) : null}
          <IconButton
            icon={RefreshCw}
            size="sm"
            label={t('refresh', { part: title })}
            isDisabled={isFetching}
            onPress={() => void refetch()}
          />
        </>
      }
    >
      <div aria-busy={isFetching}>{content()}</div>
    </Section>
  );
}
