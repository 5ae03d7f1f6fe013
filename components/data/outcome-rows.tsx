'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import type { Route } from 'next';
import { useTranslations } from 'use-intl/react';
import {
  isOver,
  type JobDetail,
  type JobRow,
  ROWS_PAGE,
  type RowFilter,
  type RowPlace,
} from '@/lib/changes/schema';
import type { Messages } from '@/lib/i18n/messages/zh-CN';
import { outcomeText } from '@/lib/i18n/outcome-text';
import { Button } from '../ui/button';
import { Cid } from '../ui/cid';
import { EmptyState } from '../ui/empty-state';
import { StatusDot } from '../ui/status';
import { Table, type TableColumn } from '../ui/table';
import type { Tone } from '../ui/tone';
import { FailureState } from './failure-state';
import { failureOf, useAsk, useMay } from './reads';

const OUTCOME_TONE: Record<NonNullable<JobRow['outcome']>, Tone> = {
  confirmed: 'ok',
  rejected: 'danger',
  unknown: 'unknown',
  skipped: 'neutral',
};
const READ_BACK_TONE: Record<JobRow['readBack'], Tone> = {
  'as-intended': 'ok',
  differs: 'warn',
  unreadable: 'unknown',
  'not-read': 'neutral',
};
/** While a change runs its first page is asked for again; further pages stay as they were read. */
const AGAIN_MS = 5_000;

type OutcomeRowsProps = Readonly<{ job: JobDetail; filter: RowFilter; count: number }>;

/** The rows of one outcome, page after page, each with why it did not go well. */
export function OutcomeRows({ job, filter, count }: OutcomeRowsProps) {
  const t = useTranslations('jobs');
  const ask = useAsk();
  const pages = useInfiniteQuery({
    queryKey: ['jobs.rows', job.id, filter],
    queryFn: ({ pageParam }) =>
      ask('jobs.rows', { id: job.id, filter, ...(pageParam ? { after: pageParam } : {}) }),
    initialPageParam: null as RowPlace | null,
    getNextPageParam: ({ next }) => next,
    retry: false,
    refetchInterval: ({ state }) => (isOver(job) || (state.data?.pages.length ?? 0) > 1 ? false : AGAIN_MS),
  });
  const rows = pages.data?.pages.flatMap((page) => page.rows) ?? [];
  const columns = useColumns(job, rows);
  if (pages.error)
    return (
      <FailureState
        failure={failureOf(pages.error)}
        onRetry={() => pages.refetch()}
        isRetrying={pages.isFetching}
      />
    );
  return (
    <>
      <div className="rounded-lg border border-line">
        <Table
          caption={t('rows.title')}
          columns={columns}
          rows={rows}
          rowKey={({ seq, index }) => `${seq}-${index}`}
          isLoading={pages.isPending}
          maxHeight="max-h-[60vh]"
          empty={<EmptyState title={t('noRows')} />}
        />
      </div>
      {rows.length && (pages.hasNextPage || count > rows.length) ? (
        <div className="flex flex-wrap items-center justify-center gap-3 text-sm text-muted">
          <span className="tabular-nums">
            {t('rows.shown', { shown: rows.length, total: Math.max(count, rows.length) })}
          </span>
          {pages.hasNextPage ? (
            <Button size="sm" isPending={pages.isFetchingNextPage} onPress={() => pages.fetchNextPage()}>
              {t('rows.more', { count: ROWS_PAGE })}
            </Button>
          ) : null}
        </div>
      ) : null}
    </>
  );
}

function useColumns(job: JobDetail, rows: readonly JobRow[]): TableColumn<JobRow>[] {
  const t = useTranslations('jobs');
  const leads = useMay()('user:read');
  const header = (id: string) => {
    const key = `column.${id as keyof Messages['jobs']['column']}` as const;
    return t.has(key) ? t(key) : id;
  };
  const cell = (id: string, text: string) => {
    if (id === 'cid') return <Cid value={text} {...(leads ? { href: `/users/${text}` as Route } : {})} />;
    return id === 'line' ? <span className="text-muted tabular-nums">{text}</span> : text;
  };
  const before: TableColumn<JobRow> = {
    key: 'before',
    header: t('column.before'),
    cell: (row) => row.before || <span className="text-faint">—</span>,
  };
  const readBack: TableColumn<JobRow> = {
    key: 'readBack',
    header: t('column.readBack'),
    cell: ({ readBack }) => (
      <StatusDot
        tone={READ_BACK_TONE[readBack]}
        hollow={readBack === 'not-read'}
        label={t(`readBack.${readBack}`)}
      />
    ),
  };
  const why: TableColumn<JobRow> = {
    key: 'why',
    header: t('column.why'),
    wrap: true,
    cell: (row) => <Why row={row} once={job.once} />,
  };
  return [
    ...job.columns.map((id, i) => ({
      key: id,
      header: header(id),
      isRowHeader: id === 'cid',
      ...(id === 'line' ? { align: 'end' as const, width: 'w-14' } : {}),
      cell: (row: JobRow) => cell(id, row.cells[i] ?? ''),
    })),
    // Of most changes nothing is known here; the room is needed for why a row did not go well.
    ...(rows.some((row) => row.before !== '') ? [before] : []),
    {
      key: 'outcome',
      header: t('column.outcome'),
      cell: ({ outcome }) => (
        <StatusDot
          tone={outcome ? OUTCOME_TONE[outcome] : 'neutral'}
          hollow={outcome === null || outcome === 'skipped'}
          label={t(`outcome.${outcome ?? 'planned'}`)}
        />
      ),
    },
    ...(job.readable ? [readBack] : []),
    ...(rows.some(({ failure }) => failure !== null) ? [why] : []),
  ];
}

/** What the code means, what to do about it, and the upstream's own words. */
function Why({ row, once }: Readonly<{ row: JobRow; once: boolean }>) {
  const t = useTranslations();
  if (row.failure === null) return <span className="text-faint">—</span>;
  const { meaning, remedy } = outcomeText(t, { ...row, once });
  return (
    <span className="block min-w-56 text-sm">
      {meaning} <span className="text-muted">{remedy}</span>
      {row.code !== null || row.message ? (
        <span className="block font-mono text-xs text-muted">
          {[row.code, row.message].filter((part) => part !== null && part !== '').join(' · ')}
        </span>
      ) : null}
    </span>
  );
}
