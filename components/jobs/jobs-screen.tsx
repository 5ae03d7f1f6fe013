'use client';

import type { Route } from 'next';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { JOBS_PAGE, type JobSummary } from '@/lib/changes/schema';
import { FailureState } from '../data/failure-state';
import { OutcomeSummary } from '../data/outcome-list';
import { failureOf, useRead } from '../data/reads';
import { Button } from '../ui/button';
import { EmptyState } from '../ui/empty-state';
import { TextLink } from '../ui/link-button';
import { PageHeader } from '../ui/page-header';
import { Section } from '../ui/section';
import { StatusDot } from '../ui/status';
import { Table, type TableColumn } from '../ui/table';
import { Time } from '../ui/time';
import { useKindName } from './kind-name';

/** Every change of this app, newest first. */
export function JobsScreen() {
  const t = useTranslations('jobs');
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
            onMore={i === bounds.length - 1 ? (next) => setBounds([...bounds, next]) : undefined}
          />
        ))}
      </div>
    </>
  );
}

type JobsPageProps = Readonly<{ before: number | undefined; onMore: ((before: number) => void) | undefined }>;

function JobsPage({ before, onMore }: JobsPageProps) {
  const t = useTranslations('jobs');
  const input = before === undefined ? {} : { before };
  const { data, error, isPending, isFetching, refetch } = useRead('jobs.list', input, {
    refetchInterval: 10_000,
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
  return [
    { key: 'at', header: t('column.at'), width: 'w-44', cell: ({ createdAt }) => <Time value={createdAt} /> },
    {
      key: 'kind',
      header: t('column.kind'),
      isRowHeader: true,
      cell: ({ id, kind }) => <TextLink href={`/jobs/${id}` as Route}>{kindName(kind)}</TextLink>,
    },
    { key: 'state', header: t('column.state'), cell: ({ state }) => <JobState state={state} /> },
    { key: 'result', header: t('column.result'), wrap: true, cell: (job) => <OutcomeSummary job={job} /> },
    { key: 'by', header: t('column.by'), cell: ({ by }) => by },
  ];
}

/** Running or finished, dot and word. */
export function JobState({ state }: Readonly<{ state: JobSummary['state'] }>) {
  const t = useTranslations('jobs.state');
  return (
    <StatusDot tone={state === 'finished' ? 'ok' : 'info'} hollow={state === 'draft'} label={t(state)} />
  );
}
