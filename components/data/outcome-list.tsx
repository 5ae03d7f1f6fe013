'use client';

import { Download } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import type { CallView, JobDetail, JobRow } from '@/lib/changes/schema';
import type { Messages } from '@/lib/i18n/messages/zh-CN';
import { buttonStyle } from '../ui/button-style';
import { Callout } from '../ui/callout';
import { Cid } from '../ui/cid';
import { EmptyState } from '../ui/empty-state';
import { SegmentedControl } from '../ui/segmented-control';
import { Badge, StatusDot } from '../ui/status';
import { Table, type TableColumn } from '../ui/table';
import type { Tone } from '../ui/tone';
import { useShownApp } from './reads';

type Numbered = JobRow & { index: number };
type Filter = 'all' | 'confirmed' | 'rejected' | 'unknown' | 'differing';

const OUTCOME_TONE: Record<NonNullable<JobRow['outcome']>, Tone> = {
  confirmed: 'ok',
  rejected: 'danger',
  unknown: 'unknown',
};
const READ_BACK_TONE: Record<JobRow['readBack'], Tone> = {
  'as-intended': 'ok',
  differs: 'warn',
  unreadable: 'unknown',
  'not-read': 'neutral',
};

const passes = (filter: Filter) => (row: Numbered) =>
  filter === 'all' || (filter === 'differing' ? row.readBack === 'differs' : row.outcome === filter);

/** Every row of a change and what became of it, the sentence for each call that failed, and the file of all rows. */
export function OutcomeList({ job }: Readonly<{ job: JobDetail }>) {
  const t = useTranslations('jobs');
  const appId = useShownApp();
  const [filter, setFilter] = useState<Filter>('all');
  const rows = job.rows.map((row, i): Numbered => ({ ...row, index: i }));
  const filters = (['all', 'confirmed', 'rejected', 'unknown', 'differing'] as const)
    .map((id) => ({ id, count: id === 'all' ? job.total : rows.filter(passes(id)).length }))
    .filter(({ id, count }) => id === 'all' || count > 0)
    .map(({ id, count }) => ({ id, label: `${t(`filter.${id}`)} ${count.toLocaleString()}` }));
  return (
    <div className="flex flex-col gap-4">
      <OutcomeSummary job={job} />
      {job.calls
        .filter((call) => call.failure)
        .map((call) => (
          <FailedCall key={call.seq} call={call} />
        ))}
      {job.unknown > 0 ? <p className="text-sm text-muted">{t('unknownHint')}</p> : null}
      <div className="flex flex-wrap items-center justify-between gap-2">
        <SegmentedControl label={t('filterLabel')} value={filter} onChange={setFilter} segments={filters} />
        <a href={`/api/exports/${job.id}?app=${appId}`} download className={buttonStyle('quiet', 'sm')}>
          <Download aria-hidden className="size-4" />
          {t('download')}
        </a>
      </div>
      <div className="rounded-lg border border-line">
        <Table
          caption={t('title')}
          columns={useColumns(job)}
          rows={rows.filter(passes(filter))}
          rowKey={(row) => String(row.index)}
          maxHeight="max-h-[60vh]"
          empty={<EmptyState title={t('noRows')} />}
        />
      </div>
      {job.truncated ? <p className="text-sm text-muted">{t('truncated')}</p> : null}
    </div>
  );
}

function useColumns(job: JobDetail): TableColumn<Numbered>[] {
  const t = useTranslations('jobs');
  const cell = (id: string, text: string) => {
    if (id === 'cid') return <Cid value={text} />;
    return id === 'line' ? <span className="text-muted tabular-nums">{text}</span> : text;
  };
  return [
    ...job.columns.map((id, i) => ({
      key: id,
      header: t(`column.${id as 'line' | 'cid' | 'alias'}`),
      isRowHeader: id === 'cid',
      ...(id === 'line' ? { align: 'end' as const, width: 'w-14' } : {}),
      cell: (row: Numbered) => cell(id, row.cells[i] ?? ''),
    })),
    {
      key: 'before',
      header: t('column.before'),
      cell: (row) => row.before || <span className="text-faint">—</span>,
    },
    {
      key: 'outcome',
      header: t('column.outcome'),
      cell: ({ outcome }) => (
        <StatusDot
          tone={outcome ? OUTCOME_TONE[outcome] : 'neutral'}
          label={t(`outcome.${outcome ?? 'planned'}`)}
        />
      ),
    },
    {
      key: 'readBack',
      header: t('column.readBack'),
      cell: ({ readBack }) => (
        <StatusDot
          tone={READ_BACK_TONE[readBack]}
          hollow={readBack === 'not-read'}
          label={t(`readBack.${readBack}`)}
        />
      ),
    },
  ];
}

/** The figures of a change, each with its word; zeroes are left out. */
export function OutcomeSummary({
  job,
}: Readonly<{ job: Pick<JobDetail, 'confirmed' | 'rejected' | 'unknown' | 'verified' | 'differing'> }>) {
  const t = useTranslations('jobs.summary');
  const tones = {
    confirmed: 'ok',
    rejected: 'danger',
    unknown: 'unknown',
    verified: 'ok',
    differing: 'warn',
  } as const;
  return (
    <div className="flex flex-wrap gap-2">
      {(Object.keys(tones) as (keyof typeof tones)[])
        .filter((key) => job[key] > 0)
        .map((key) => (
          <Badge key={key} tone={tones[key]}>
            {t(key, { count: job[key] })}
          </Badge>
        ))}
    </div>
  );
}

const EFFECT = { all: 'open', some: 'partly', failed: 'unreadable', none: 'unread' } as const;

function FailedCall({ call }: Readonly<{ call: CallView }>) {
  const t = useTranslations('jobs');
  const failure = (call.failure ?? 'interrupted') as keyof Messages['jobs']['failure'];
  const effect = call.known ? 'none' : EFFECT[call.readBack];
  const answered = call.httpStatus !== null || call.upstreamCode !== null;
  const http = String(call.httpStatus ?? '—');
  const title = [t(`failure.${failure}`, { http }), t(`effect.${effect}`), t(`advice.${failure}`)].join('');
  return (
    <Callout tone={call.known ? 'danger' : 'warn'} isAlert title={title}>
      {answered ? (
        <span className="me-3">
          {t('upstream', {
            http,
            code: String(call.upstreamCode ?? '—'),
            message: call.upstreamMessage || '—',
          })}
        </span>
      ) : null}
      {call.requestId ? (
        <span className="font-mono text-sm">{t('requestId', { id: call.requestId })}</span>
      ) : null}
    </Callout>
  );
}
