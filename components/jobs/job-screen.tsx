'use client';

import { useQueryClient } from '@tanstack/react-query';
import type { Route } from 'next';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl/react';
import { isOver, type JobDetail } from '@/lib/changes/schema';
import type { Messages } from '@/lib/i18n/messages/zh-CN';
import { FailedCallsList } from '../data/failed-calls';
import { FailureState } from '../data/failure-state';
import { LoadingLines } from '../data/loading-state';
import { OutcomeSummary, RowsByOutcome, UnknownHint } from '../data/outcome-list';
import { failureOf, useRead } from '../data/reads';
import { Callout } from '../ui/callout';
import { Cid } from '../ui/cid';
import { DescriptionList } from '../ui/description-list';
import { TextLink } from '../ui/link-button';
import { PageHeader } from '../ui/page-header';
import { Section } from '../ui/section';
import { Time } from '../ui/time';
import { CallList } from './call-list';
import { CallTimeline } from './call-timeline';
import type { JobDoors } from './doors';
import { JobActions } from './job-actions';
import { JobProgress, Pace } from './job-progress';
import { JobState, waitTone } from './job-state';
import { useKindName } from './kind-name';
import { RelatedJobs } from './related-jobs';
import { useJobEvents } from './use-job-events';
import { VerificationNote } from './verification-note';
import { useOriginText, useWaitText } from './words';

const AGAIN_MS = 5_000;
const WITHOUT_PUSH_MS = 2_000;

type JobScreenProps = Readonly<{
  id: string;
  doors: JobDoors;
  /** This person may read the audit trail. */
  seesAudit: boolean;
}>;

/** One change: how far it is and why it waits, what became of its calls and rows, and what can be done with it. */
export function JobScreen({ id, doors, seesAudit }: JobScreenProps) {
  const t = useTranslations('jobs');
  const kindName = useKindName();
  // What is cached decides whether there is anything to follow; it is set by the read below.
  const cached = useQueryClient().getQueryData<JobDetail>(['jobs.detail', { id }]);
  const isLive = useJobEvents({ id, enabled: cached !== undefined && !isOver(cached) });
  const {
    data: job,
    error,
    isFetching,
    refetch,
  } = useRead(
    'jobs.detail',
    { id },
    {
      staleTime: 1_000,
      // Pushes bring the counters; the figures over the calls are asked for now and then.
      refetchInterval: ({ state: { data } }) =>
        !data || isOver(data) ? false : isLive ? AGAIN_MS : WITHOUT_PUSH_MS,
    },
  );
  if (error && !job)
    return <FailureState failure={failureOf(error)} onRetry={() => refetch()} isRetrying={isFetching} />;
  if (!job) return <LoadingLines />;
  return (
    <>
      <PageHeader
        title={kindName(job.kind)}
        crumbs={[{ label: t('title'), href: '/jobs' }]}
        crumbsLabel={t('crumbs')}
        meta={<JobState job={job} />}
        actions={<JobActions job={job} doors={doors} />}
      />
      <div className="flex flex-col gap-4">
        <Notes job={job} isLive={isLive} />
        {job.verification ? <VerificationNote result={job.verification} /> : null}
        <Section title={t('detail.result')} actions={<Pace job={job} />}>
          <div className="flex flex-col gap-4">
            <JobProgress job={job} size="lg" />
            {job.verified + job.differing > 0 ? <OutcomeSummary job={job} readBackOnly /> : null}
            <FailedCallsList job={job} />
            <UnknownHint job={job} />
          </div>
        </Section>
        {job.silent ? null : <Calls job={job} />}
        <Section title={t('rows.title')}>
          <RowsByOutcome job={job} />
        </Section>
        <About job={job} seesAudit={seesAudit} />
      </div>
    </>
  );
}

/** Why it waits, that the page may be closed, and that this version may not know it. */
function Notes({ job, isLive }: Readonly<{ job: JobDetail; isLive: boolean }>) {
  const t = useTranslations('jobs');
  const waitText = useWaitText();
  return (
    <>
      {job.columns.length === 0 ? <Callout tone="warn" title={t('detail.unknownKind')} /> : null}
      {job.wait ? (
        <div role="status">
          <Callout tone={waitTone(job.wait)} title={waitText(job.wait)}>
            {job.wait.why === 'behind' ? (
              <TextLink href={`/jobs/${job.wait.jobId}` as Route}>{t('permalink')}</TextLink>
            ) : null}
            {job.wait.why === 'halted' && job.wait.message
              ? [job.wait.code, job.wait.message].filter((part) => part !== null).join(' · ')
              : null}
          </Callout>
        </div>
      ) : null}
      {isOver(job) ? null : (
        <p className="text-sm text-muted">
          {job.state === 'paused' ? null : t('progress.closeSafe')}{' '}
          {isLive ? t('progress.live') : t('progress.polling')}
        </p>
      )}
    </>
  );
}

function Calls({ job }: Readonly<{ job: JobDetail }>) {
  const t = useTranslations('jobs.calls');
  const { made, p50Ms, p95Ms, partial } = job.figures;
  const figures = [
    t('planned', { settled: job.callsSettled, total: job.calls }),
    t('made', { made }),
    p50Ms === null || p95Ms === null
      ? ''
      : t('times', { p50: String(Math.round(p50Ms)), p95: String(Math.round(p95Ms)) }),
    partial ? t('partial') : '',
  ].filter(Boolean);
  return (
    <Section title={t('title')} description={figures.join(' · ')}>
      <div className="flex flex-col gap-5">
        <CallTimeline figures={job.figures} />
        <CallList job={job} />
      </div>
    </Section>
  );
}

/** What holds for all rows of the change, in words. */
function useParams({ params }: JobDetail): { term: string; value: ReactNode }[] {
  const t = useTranslations('jobs.param');
  return Object.entries(params).map(([id, value]) => {
    const key = id as keyof Messages['jobs']['param'];
    const term = t.has(key) ? t(key) : id;
    if (key === 'expiresAt') return { term, value: <Time value={Number(value)} /> };
    return { term, value: key === 'by' && Number(value) > 0 ? `+${value}` : value };
  });
}

function About({ job, seesAudit }: Readonly<{ job: JobDetail; seesAudit: boolean }>) {
  const t = useTranslations('jobs');
  const originText = useOriginText();
  const params = useParams(job);
  const time = (at: number | null) => (at === null ? '—' : <Time value={at} />);
  return (
    <Section title={t('detail.about')}>
      <DescriptionList
        columns={2}
        items={[
          { term: t('column.by'), value: job.by },
          { term: t('detail.origin'), value: originText(job.origin) },
          ...params,
          { term: t('detail.ordered'), value: time(job.createdAt) },
          { term: t('detail.started'), value: time(job.startedAt) },
          { term: t('detail.finished'), value: time(job.finishedAt) },
          { term: t('hash'), value: <Cid value={job.rowsHash} fit="short" /> },
          ...(job.parent || job.offspring.length
            ? [{ term: t('detail.related'), value: <RelatedJobs job={job} /> }]
            : []),
          ...(seesAudit
            ? [
                {
                  term: t('detail.audit'),
                  value: <TextLink href={`/audit?job=${job.id}` as Route}>{t('detail.auditLink')}</TextLink>,
                },
              ]
            : []),
        ]}
      />
    </Section>
  );
}
