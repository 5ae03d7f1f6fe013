'use client';

import type { UseQueryResult } from '@tanstack/react-query';
import type { Route } from 'next';
import { useTranslations } from 'use-intl/react';
import { signed } from '@/lib/badge/rules';
import { MOST_OPEN, type OpenChange, type OpenChanges } from '@/lib/badge/schema';
import { FailureState } from '../data/failure-state';
import { LoadingLines } from '../data/loading-state';
import { failureOf } from '../data/reads';
import { Button } from '../ui/button';
import { Cid } from '../ui/cid';
import { EmptyState } from '../ui/empty-state';
import { TextLink } from '../ui/link-button';
import { Section } from '../ui/section';
import { Table, type TableColumn } from '../ui/table';
import { Time } from '../ui/time';

type OpenChangesViewProps = Readonly<{
  query: UseQueryResult<OpenChanges>;
  /** Only those of one change are shown. */
  isOfJob: boolean;
  onAll: () => void;
  /** Absent for people who may only look. */
  onSettle: ((cids: readonly string[]) => void) | undefined;
}>;

/** Changes without an answer, which are never sent again, and the way out: a number. */
export function OpenChangesView({ query, isOfJob, onAll, onSettle }: OpenChangesViewProps) {
  const t = useTranslations('badge.open');
  const { data, error, isFetching, refetch } = query;
  const columns = useColumns();
  const changes = data?.changes ?? [];
  return (
    <Section
      flush={changes.length > 0}
      title={t('title')}
      description={t(isOfJob ? 'ofJob' : 'body')}
      actions={
        <>
          {isOfJob ? (
            <Button size="sm" variant="ghost" onPress={onAll}>
              {t('all')}
            </Button>
          ) : null}
          {onSettle && changes.length > 0 ? (
            <Button size="sm" variant="primary" onPress={() => onSettle(changes.map(({ cid }) => cid))}>
              {t('settle', { count: changes.length })}
            </Button>
          ) : null}
        </>
      }
    >
      {error ? (
        <FailureState failure={failureOf(error)} onRetry={() => refetch()} isRetrying={isFetching} />
      ) : data ? (
        <>
          <Table
            caption={t('title')}
            columns={columns}
            rows={changes}
            rowKey={({ cid }) => cid}
            maxHeight="max-h-72"
            empty={<EmptyState className="py-4" title={t(isOfJob ? 'noneOfJob' : 'none')} />}
          />
          {data.isMore ? (
            <p className="px-4 py-2 text-sm text-muted">{t('more', { max: MOST_OPEN })}</p>
          ) : null}
        </>
      ) : (
        <LoadingLines />
      )}
    </Section>
  );
}

function useColumns(): TableColumn<OpenChange>[] {
  const t = useTranslations('badge.open');
  return [
    {
      key: 'cid',
      header: 'cid',
      isRowHeader: true,
      cell: ({ cid }) => <Cid value={cid} href={`/users/${cid}` as Route} />,
    },
    { key: 'by', header: t('change'), align: 'end', cell: ({ by }) => signed(by) },
    { key: 'at', header: t('at'), cell: ({ at }) => <Time value={at} show="minute" /> },
    {
      key: 'job',
      header: t('job'),
      cell: ({ jobId }) => <TextLink href={`/jobs/${jobId}` as Route}>{t('see')}</TextLink>,
    },
  ];
}
