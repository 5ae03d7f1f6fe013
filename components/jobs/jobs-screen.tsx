'use client';

import type { Route } from 'next';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { isOver, JOBS_PAGE, type JobSummary } from '@/lib/changes/schema';
import { FailureState } from '../data/failure-state';
import { failureOf, useRead } from '../data/reads';
import { Button } from '../ui/button';
import { EmptyState } from '../ui/empty-state';
import { TextLink } from '../ui/link-button';
import { PageHeader } from '../ui/page-header';
import { Section } from '../ui/section';
import { Badge } from '../ui/status';
import { Table, type TableColumn } from '../ui/table';
import { Time } from '../ui/time';
import { JobProgress, Pace } from './job-progress';
import { JobState, WaitLine } from './job-state';
import { useKindName } from './kind-name';
import { useJobEvents } from './use-job-events';
import { useOriginText } from './words';

/** Every change of this app, newest first; those under way move by themselves. */
export function JobsScreen() {
  const t = useTranslations('jobs');
  const isLive = useJobEvents();
  // Where each further page begins; the first has no bound.
  const [bounds, setBounds] = useState<(number | undefined)[]>([undefined]);
  return (
    <>
      <PageHeader title={t('title')} description={t('subtitle')} />
      <div className="flex flex-col gap-4">
        {bounds.map((before, i) => (
          <JobsPage
            key={before ?? 'newest'}
            before={before}
            isLive={isLive}
            onMore={i === bounds.length - 1 ? (next) => setBounds([...bounds, next]) : undefined}
          />
        ))}
      </div>
    </>
  );
}

type JobsPageProps = Readonly<{
  before: number | undefined;
  isLive: boolean;
  onMore: ((before: number) => void) | undefined;
}>;

function JobsPage({ before, isLive, onMore }: JobsPageProps) {
  const t = useTranslations('jobs');
  const input = before === undefined ? {} : { before };
  const { data, error, isPending, isFetching, refetch } = useRead('jobs.list', input, {
    refetchInterval: ({ state }) => (!isLive && state.data?.some((job) => !isOver(job)) ? 3_000 : 30_000),
  });
  const columns = useColumns();
  const last = data?.at(-1);
  return (
    <Section flush>
      {error ? (
        <FailureState failure={failureOf(error)} onRetry={() => refetch()} isRetrying={isFetching} />
      ) : (
        <Table
          caption={t('title')}
          columns={columns}
          rows={data ?? []}
          rowKey={({ id }) => id}
          isLoading={isPending}
          empty={<EmptyState title={t('empty')}>{t('emptyBody')}</EmptyState>}
        />
      )}
      {onMore && last && data?.length === JOBS_PAGE ? (
        <div className="border-t border-line p-3 text-center">
          <Button onPress={() => onMore(last.createdAt)}>{t('more')}</Button>
        </div>
      ) : null}
    </Section>
  );
}

function useColumns(): TableColumn<JobSummary>[] {
  const t = useTranslations('jobs');
  const kindName = useKindName();
  const originText = useOriginText();
  return [
    {
      key: 'kind',
      header: t('column.kind'),
      isRowHeader: true,
      cell: (job) => (
        <span className="flex max-w-64 flex-col">
          <span className="flex items-center gap-2">
            <TextLink href={`/jobs/${job.id}` as Route}>{kindName(job.kind)}</TextLink>
            {job.priority === 0 ? null : (
              <Badge>{t(job.priority > 0 ? 'priority.high' : 'priority.low')}</Badge>
            )}
          </span>
          {job.origin.from === 'form' ? null : (
            <span className="truncate text-sm text-muted">{originText(job.origin)}</span>
          )}
        </span>
      ),
    },
    {
      key: 'state',
      header: t('column.state'),
      wrap: true,
      cell: (job) => (
        <span className="flex min-w-28 flex-col">
          <JobState job={job} />
          {job.wait ? <WaitLine wait={job.wait} /> : null}
        </span>
      ),
    },
    {
      key: 'progress',
      header: t('column.progress'),
      wrap: true,
      width: 'w-1/3',
      cell: (job) => <JobProgress job={job} />,
    },
    { key: 'pace', header: t('column.pace'), cell: (job) => <Pace job={job} /> },
    { key: 'by', header: t('column.by'), cell: ({ by }) => by },
    {
      key: 'at',
      header: t('column.at'),
      width: 'w-44',
      cell: ({ createdAt, finishedAt }) => (
        <span className="flex flex-col">
          <Time value={createdAt} show="minute" />
          {finishedAt === null ? null : (
            <span className="text-sm text-muted">
              {'→ '}
              <Time value={finishedAt} show="clock" />
            </span>
          )}
        </span>
      ),
    },
  ];
}
