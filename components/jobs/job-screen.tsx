'use client';

import { useTranslations } from 'use-intl/react';
import { FailureState } from '../data/failure-state';
import { LoadingLines } from '../data/loading-state';
import { OutcomeList } from '../data/outcome-list';
import { failureOf, useRead } from '../data/reads';
import { Cid } from '../ui/cid';
import { DescriptionList } from '../ui/description-list';
import { PageHeader } from '../ui/page-header';
import { Section } from '../ui/section';
import { Time } from '../ui/time';
import { JobState } from './jobs-screen';
import { useKindName } from './kind-name';

/** One change: who, when, what became of each row, and what the upstream answered. */
export function JobScreen({ id }: Readonly<{ id: string }>) {
  const t = useTranslations('jobs');
  const kindName = useKindName();
  const {
    data: job,
    error,
    isFetching,
    refetch,
  } = useRead(
    'jobs.detail',
    { id },
    { staleTime: 2_000, refetchInterval: (query) => (query.state.data?.state === 'running' ? 2_000 : false) },
  );
  if (error)
    return <FailureState failure={failureOf(error)} onRetry={() => refetch()} isRetrying={isFetching} />;
  if (!job) return <LoadingLines />;
  return (
    <>
      <PageHeader
        title={kindName(job.kind)}
        crumbs={[{ label: t('title'), href: '/jobs' }]}
        meta={<JobState state={job.state} />}
      />
      <div className="flex flex-col gap-4">
        <Section>
          <DescriptionList
            columns={3}
            items={[
              { term: t('column.by'), value: job.by },
              { term: t('column.at'), value: <Time value={job.createdAt} /> },
              { term: t('hash'), value: <Cid value={job.rowsHash} fit="short" /> },
            ]}
          />
        </Section>
        <Section>
          <OutcomeList job={job} />
        </Section>
      </div>
    </>
  );
}
