'use client';

import { Download } from 'lucide-react';
import type { Route } from 'next';
import { useState } from 'react';
import { useFormatter, useTranslations } from 'use-intl/react';
import type { JobDetail, JobSummary, RowFilter } from '@/lib/changes/schema';
import { buttonStyle } from '../ui/button-style';
import { Callout } from '../ui/callout';
import { LinkButton } from '../ui/link-button';
import { SegmentedControl } from '../ui/segmented-control';
import { Badge } from '../ui/status';
import { FailedCallsList } from './failed-calls';
import { OutcomeRows } from './outcome-rows';
import { useMay, useShownApp } from './reads';

/** Rows that did not succeed; of a change that is not over those without an outcome do not count. */
const unsuccessful = ({ rejected, unknown, skipped }: JobSummary) => rejected + unknown + skipped;

const countOf = (job: JobSummary, filter: RowFilter): number => {
  if (filter === 'all') return job.total;
  return filter === 'unfinished' ? unsuccessful(job) : job[filter];
};
const FILTERS = ['all', 'unfinished', 'rejected', 'unknown', 'skipped', 'differing', 'confirmed'] as const;

/** What came of a change: figures, a sentence for what failed alike, every row, and the files of them. */
export function OutcomeList({ job }: Readonly<{ job: JobDetail }>) {
  return (
    <div className="flex flex-col gap-4">
      <OutcomeSummary job={job} />
      <FailedCallsList job={job} />
      <UnknownHint job={job} />
      <RowsByOutcome job={job} />
    </div>
  );
}

/** What to do about rows whose outcome is unknown; a badge that was added to gets a number. */
export function UnknownHint({ job }: Readonly<{ job: JobDetail }>) {
  const t = useTranslations('jobs');
  const may = useMay();
  if (job.unknown === 0) return null;
  if (job.kind !== 'badge.add') return <p className="text-sm text-muted">{t('unknownHint')}</p>;
  return (
    <Callout
      tone="warn"
      title={t('unknownBadge', { count: job.unknown })}
      actions={
        may('badge:write') ? (
          <LinkButton size="sm" href={`/badge?job=${job.id}` as Route}>
            {t('setBadge')}
          </LinkButton>
        ) : undefined
      }
    >
      {t('unknownBadgeBody')}
    </Callout>
  );
}

/** Every row of a change under a filter, and the files of what the filter shows. */
export function RowsByOutcome({ job }: Readonly<{ job: JobDetail }>) {
  const t = useTranslations('jobs');
  const format = useFormatter();
  const [chosen, setChosen] = useState<RowFilter>('all');
  const shown = FILTERS.filter((id) => {
    // One outcome alone needs no sum beside it.
    if (id === 'unfinished') return [job.rejected, job.unknown, job.skipped].filter(Boolean).length > 1;
    return id === 'all' || (countOf(job, id) > 0 && countOf(job, id) < job.total) || id === chosen;
  });
  const filter = shown.includes(chosen) ? chosen : 'all';
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <div className="max-w-full overflow-x-auto p-0.5">
          <SegmentedControl
            label={t('filterLabel')}
            value={filter}
            onChange={setChosen}
            segments={shown.map((id) => ({
              id,
              label: `${t(`filter.${id}`)} ${format.number(countOf(job, id))}`,
            }))}
          />
        </div>
        <Downloads job={job} filter={filter} />
      </div>
      <OutcomeRows job={job} filter={filter} count={countOf(job, filter)} />
      {unsuccessful(job) > 0 ? (
        <p className="text-sm text-muted">
          {t(job.once && job.unknown > 0 ? 'download.once' : 'download.reimport')}
        </p>
      ) : null}
    </div>
  );
}

function Downloads({ job, filter }: Readonly<{ job: JobDetail; filter: RowFilter }>) {
  const t = useTranslations('jobs');
  const appId = useShownApp();
  const label = (format: 'csv' | 'xlsx') =>
    filter === 'all' ? t(`download.${format}`) : t(`download.${format}Of`, { filter: t(`filter.${filter}`) });
  return (
    <div className="flex flex-wrap gap-2">
      {(['csv', 'xlsx'] as const).map((format) => (
        <a
          key={format}
          href={`/api/exports/${job.id}?app=${appId}&format=${format}&filter=${filter}`}
          download
          className={buttonStyle('quiet', 'sm')}
        >
          <Download aria-hidden className="size-4" />
          {label(format)}
        </a>
      ))}
    </div>
  );
}

type Counts = Pick<JobSummary, 'confirmed' | 'rejected' | 'unknown' | 'skipped' | 'verified' | 'differing'>;

type OutcomeSummaryProps = Readonly<{
  job: Counts;
  /** Beside a bar that tells the outcomes already: what reading back found. */
  readBackOnly?: boolean;
}>;

/** The figures of a change, each with its word; zeroes are left out. */
export function OutcomeSummary({ job, readBackOnly = false }: OutcomeSummaryProps) {
  const t = useTranslations('jobs.summary');
  const tones = {
    confirmed: 'ok',
    rejected: 'danger',
    unknown: 'unknown',
    skipped: 'neutral',
    verified: 'ok',
    differing: 'warn',
  } as const;
  return (
    <div className="flex flex-wrap gap-2">
      {(Object.keys(tones) as (keyof typeof tones)[])
        .filter((key) => job[key] > 0 && (!readBackOnly || key === 'verified' || key === 'differing'))
        .map((key) => (
          <Badge key={key} tone={tones[key]}>
            {t(key, { count: job[key] })}
          </Badge>
        ))}
    </div>
  );
}
