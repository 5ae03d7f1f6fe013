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
        <>
          <div className={data?.length ? 'hidden nav:block' : undefined}>
            <Table
              caption={t('title')}
              columns={columns}
              rows={data ?? []}
              rowKey={({ id }) => id}
              isLoading={isPending}
              empty={<EmptyState title={t('empty')}>{t('emptyBody')}</EmptyState>}
            />
          </div>
          <ul className="nav:hidden">
            {data?.map((job) => (
              <JobCard key={job.id} job={job} />
            ))}
          </ul>
        </>
      )}
      {onMore && last && data?.length === JOBS_PAGE ? (
        <div className="border-t border-line p-3 text-center">
          <Button onPress={() => onMore(last.createdAt)}>{t('more')}</Button>
        </div>
      ) : null}
    </Section>
  );
}

/** What it is called, where it came from, and whether it goes before or after others. */
function JobName({ job }: Readonly<{ job: JobSummary }>) {
  const t = useTranslations('jobs.priority');
  const kindName = useKindName();
  const originText = useOriginText();
  return (
    <span className="flex max-w-64 flex-col">
      <span className="flex items-center gap-2">
        <TextLink href={`/jobs/${job.id}` as Route}>{kindName(job.kind)}</TextLink>
        {job.priority === 0 ? null : <Badge>{t(job.priority > 0 ? 'high' : 'low')}</Badge>}
      </span>
      {job.origin.from === 'form' ? null : (
        <span className="truncate text-sm text-muted">{originText(job.origin)}</span>
      )}
    </span>
  );
}

/** The same as a row of the table, for narrow screens. */
function JobCard({ job }: Readonly<{ job: JobSummary }>) {
  return (
    <li className="flex flex-col gap-2 border-b border-line p-4 last:border-b-0">
      <div className="flex items-start justify-between gap-3">
        <JobName job={job} />
        <JobState job={job} />
      </div>
      {job.wait ? <WaitLine wait={job.wait} /> : null}
      <JobProgress job={job} />
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 text-sm text-muted">
        <span>
          {job.by} · <Time value={job.createdAt} show="minute" />
        </span>
        <Pace job={job} />
      </div>
    </li>
  );
}

function useColumns(): TableColumn<JobSummary>[] {
  const t = useTranslations('jobs');
  return [
    {
      key: 'kind',
      header: t('column.kind'),
      isRowHeader: true,
      cell: (job) => <JobName job={job} />,
    },
    {
      key: 'state',
      header: t('column.state'),
      wrap: true,
      cell: (job) => (
        <span className={job.wait ? 'flex min-w-52 flex-col' : 'flex flex-col'}>
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
