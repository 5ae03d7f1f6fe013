'use client';

import { useFormatter, useTranslations } from 'use-intl/react';
import { isOver, type JobSummary } from '@/lib/changes/schema';
import { cx } from '../ui/cx';
import { TONE_FILL, type Tone } from '../ui/tone';
import { useDuration, useMoment } from './words';

const PARTS = [
  ['confirmed', 'ok'],
  ['rejected', 'danger'],
  ['unknown', 'unknown'],
  ['skipped', 'neutral'],
] as const satisfies readonly (readonly [keyof JobSummary, Tone])[];

type JobProgressProps = Readonly<{ job: JobSummary; size?: 'sm' | 'lg' }>;

/** How far a change is, told apart by outcome: one bar of "processed" would hide what failed. */
export function JobProgress({ job, size = 'sm' }: JobProgressProps) {
  const t = useTranslations('jobs');
  const format = useFormatter();
  const parts = PARTS.map(([id, tone]) => ({ tone, label: t(`outcome.${id}`), count: job[id] })).filter(
    ({ count }) => count > 0,
  );
  const rest = { label: t('progress.remaining'), count: job.remaining };
  const told = [...parts, ...(rest.count > 0 ? [rest] : [])];
  const share = job.total > 0 ? (job.total - job.remaining) / job.total : 0;
  return (
    <div className={cx('flex flex-col', size === 'lg' ? 'gap-2' : 'min-w-44 gap-1')}>
      <div
        role="progressbar"
        aria-label={t('progress.label')}
        aria-valuemin={0}
        aria-valuemax={job.total}
        aria-valuenow={job.total - job.remaining}
        aria-valuetext={told.map(({ label, count }) => `${label} ${format.number(count)}`).join(', ')}
        className={cx(
          'flex gap-px overflow-hidden rounded-[1px] bg-sunken inset-ring inset-ring-line',
          size === 'lg' ? 'h-3' : 'h-2',
        )}
      >
        {parts.map(({ tone, label, count }) => (
          <div
            key={label}
            // A single failed row among a million is still to be seen.
            className={cx(TONE_FILL[tone], 'min-w-0.5')}
            style={{ width: `${(count / job.total) * 100}%` }}
          />
        ))}
      </div>
      <ul
        aria-hidden
        className={cx('flex flex-wrap gap-x-3 gap-y-0.5 text-muted', size === 'lg' ? 'text-sm' : 'text-xs')}
      >
        {parts.map(({ tone, label, count }) => (
          <li key={label} className="inline-flex items-center gap-1">
            <span className={cx('size-2 rounded-[1px]', TONE_FILL[tone])} />
            {label} <span className="text-ink tabular-nums">{format.number(count)}</span>
          </li>
        ))}
        {rest.count > 0 ? (
          <li className="inline-flex items-center gap-1">
            <span className="size-2 rounded-[1px] bg-sunken inset-ring inset-ring-line-strong" />
            {rest.label} <span className="text-ink tabular-nums">{format.number(rest.count)}</span>
          </li>
        ) : null}
        {size === 'lg' ? (
          <li className="ms-auto tabular-nums">
            {t('progress.rows', { count: job.total })}
            {isOver(job) ? null : <span className="ms-2 text-ink">{format.number(share, 'percent')}</span>}
          </li>
        ) : null}
      </ul>
    </div>
  );
}

/** Rate and expected end while it runs, how long it took afterwards. */
export function Pace({ job }: Readonly<{ job: JobSummary }>) {
  const t = useTranslations('jobs.progress');
  const moment = useMoment();
  const duration = useDuration();
  if (isOver(job)) {
    if (job.finishedAt === null) return null;
    return (
      <span className="text-sm whitespace-nowrap text-muted tabular-nums">
        {t('elapsed', { duration: duration(job.finishedAt - (job.startedAt ?? job.createdAt)) })}
      </span>
    );
  }
  if (job.state !== 'running') return null;
  return (
    <span className="flex flex-col text-sm whitespace-nowrap tabular-nums">
      {job.rate === null ? null : <span>{t('rate', { rate: job.rate })}</span>}
      <span className="text-muted">
        {job.etaAt === null ? t('etaUnknown') : t('eta', { time: moment(job.etaAt) })}
      </span>
    </span>
  );
}
