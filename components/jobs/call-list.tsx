'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { type CallsPage, type CallView, isOver, type JobSummary } from '@/lib/changes/schema';
import type { Messages } from '@/lib/i18n/messages/zh-CN';
import { FailureState } from '../data/failure-state';
import { failureOf, useAsk } from '../data/reads';
import { Button } from '../ui/button';
import { Cid } from '../ui/cid';
import { EmptyState } from '../ui/empty-state';
import { SegmentedControl } from '../ui/segmented-control';
import { StatusDot } from '../ui/status';
import { Table, type TableColumn } from '../ui/table';
import { Time } from '../ui/time';

const AGAIN_MS = 5_000;
type Failure = keyof Messages['outcomes']['failure'];

/** The calls of a change, newest first, those under way on top. */
export function CallList({ job }: Readonly<{ job: JobSummary }>) {
  const t = useTranslations('jobs.calls');
  const ask = useAsk();
  const [shown, setShown] = useState<'all' | 'failed'>('all');
  const failed = shown === 'failed';
  const pages = useInfiniteQuery({
    queryKey: ['jobs.calls', job.id, failed],
    queryFn: ({ pageParam }) =>
      ask('jobs.calls', { id: job.id, failed, ...(pageParam ? { after: pageParam } : {}) }),
    initialPageParam: null as CallsPage['next'],
    getNextPageParam: ({ next }) => next,
    retry: false,
    refetchInterval: ({ state }) => (isOver(job) || (state.data?.pages.length ?? 0) > 1 ? false : AGAIN_MS),
  });
  const columns = useColumns();
  const calls = pages.data?.pages.flatMap((page) => page.calls) ?? [];
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h3 className="font-medium">{t('newest')}</h3>
        <SegmentedControl
          label={t('newest')}
          value={shown}
          onChange={setShown}
          segments={[
            { id: 'all', label: t('all') },
            { id: 'failed', label: t('failedOnly') },
          ]}
        />
      </div>
      {pages.error ? (
        <FailureState
          failure={failureOf(pages.error)}
          onRetry={() => pages.refetch()}
          isRetrying={pages.isFetching}
        />
      ) : (
        <div className="rounded-lg border border-line">
          <Table
            caption={t('newest')}
            columns={columns}
            rows={calls}
            rowKey={({ seq }) => String(seq)}
            isLoading={pages.isPending}
            maxHeight="max-h-96"
            empty={<EmptyState title={t(failed ? 'noneFailed' : 'none')} />}
          />
        </div>
      )}
      {pages.hasNextPage ? (
        <div className="text-center">
          <Button size="sm" isPending={pages.isFetchingNextPage} onPress={() => pages.fetchNextPage()}>
            {t('more')}
          </Button>
        </div>
      ) : null}
    </div>
  );
}

function useColumns(): TableColumn<CallView>[] {
  const t = useTranslations('jobs');
  return [
    {
      key: 'seq',
      header: t('calls.seq'),
      align: 'end',
      width: 'w-16',
      cell: ({ seq }) => <span className="text-muted tabular-nums">{seq + 1}</span>,
    },
    {
      key: 'at',
      header: t('calls.time'),
      cell: ({ sentAt, settledAt }) =>
        sentAt === null && settledAt === null ? '—' : <Time value={sentAt ?? settledAt ?? 0} />,
    },
    {
      key: 'answer',
      header: t('calls.answer'),
      isRowHeader: true,
      wrap: true,
      cell: (call) => <Answer call={call} />,
    },
    { key: 'rows', header: t('calls.rows'), align: 'end', cell: ({ rows }) => rows },
    {
      key: 'took',
      header: t('calls.took'),
      align: 'end',
      cell: ({ sentAt, settledAt }) =>
        sentAt === null || settledAt === null
          ? '—'
          : t('calls.tookMs', { ms: Math.max(0, settledAt - sentAt) }),
    },
    { key: 'attempts', header: t('calls.attempts'), align: 'end', cell: ({ attempts }) => attempts },
    {
      key: 'request',
      header: t('requestId', { id: '' }).trim(),
      cell: ({ requestId }) => (requestId ? <Cid value={requestId} fit="short" /> : '—'),
    },
  ];
}

function Answer({ call }: Readonly<{ call: CallView }>) {
  const t = useTranslations('jobs');
  const say = useTranslations('outcomes.failure');
  if (call.state !== 'settled') return <StatusDot tone="info" label={t('calls.underWay')} />;
  if (call.failure === null) return <StatusDot tone="ok" label={t('calls.fine')} />;
  const failure = (say.has(call.failure as Failure) ? call.failure : 'other') as Failure;
  const http = String(call.httpStatus ?? '—');
  return (
    <span className="block min-w-56 text-sm">
      <StatusDot
        tone={failure === 'cancelled' ? 'neutral' : call.known ? 'danger' : 'unknown'}
        hollow={failure === 'cancelled'}
        label={say(failure, { http })}
      />
      {call.httpStatus !== null || call.upstreamCode !== null ? (
        <span className="block text-muted">
          {t('upstream', {
            http,
            code: String(call.upstreamCode ?? '—'),
            message: call.upstreamMessage || '—',
          })}
        </span>
      ) : null}
    </span>
  );
}
