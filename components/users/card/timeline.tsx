'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useFormatter, useTranslations } from 'use-intl/react';
import { RELATIONS, type TimelineEntry } from '@/lib/users/card-schema';
import { FailureState } from '../../data/failure-state';
import { failureOf, useAsk } from '../../data/reads';
import { Button } from '../../ui/button';
import { EmptyState } from '../../ui/empty-state';
import { Section } from '../../ui/section';
import { SegmentedControl } from '../../ui/segmented-control';
import { Badge, StatusDot } from '../../ui/status';
import { Table, type TableColumn } from '../../ui/table';
import { Time } from '../../ui/time';
import { JobLink, STATE_TONE } from './register-parts';

type Filter = (typeof RELATIONS)[number] | 'all';

type TimelineProps = Readonly<{
  cid: string;
  /** Changes whenever the ledger may have learned something of the cid. */
  learned: string;
}>;

/** What Muster did to a cid and learned of it, over all relations or in one; newest first. */
export function Timeline({ cid, learned }: TimelineProps) {
  const t = useTranslations('card.timeline');
  const ask = useAsk();
  const [filter, setFilter] = useState<Filter>('all');
  const pages = useInfiniteQuery({
    queryKey: ['card.timeline', cid, filter],
    queryFn: ({ pageParam }) =>
      ask('card.timeline', {
        cid,
        ...(filter === 'all' ? {} : { relation: filter }),
        ...(pageParam === null ? {} : { before: pageParam }),
      }),
    initialPageParam: null as number | null,
    getNextPageParam: ({ next }) => next,
    retry: false,
  });
  const { error, isFetching, refetch } = pages;
  const before = useRef(learned);
  useEffect(() => {
    if (before.current === learned) return;
    before.current = learned;
    void refetch();
  }, [learned, refetch]);
  return (
    <Section flush title={t('title')} description={t('hint')}>
      <div className="overflow-x-auto border-b border-line px-4 py-2">
        <SegmentedControl
          label={t('filter')}
          value={filter}
          onChange={setFilter}
          segments={[
            { id: 'all' as Filter, label: t('all') },
            ...RELATIONS.map((id) => ({ id: id as Filter, label: t(`relations.${id}`) })),
          ]}
        />
      </div>
      {error ? (
        <FailureState failure={failureOf(error)} onRetry={() => refetch()} isRetrying={isFetching} />
      ) : (
        <Entries
          filter={filter}
          entries={pages.data?.pages.flatMap(({ entries }) => entries) ?? []}
          isLoading={pages.isPending}
        />
      )}
      {pages.hasNextPage ? (
        <div className="border-t border-line p-3 text-center">
          <Button isPending={pages.isFetchingNextPage} onPress={() => pages.fetchNextPage()}>
            {t('more')}
          </Button>
        </div>
      ) : null}
    </Section>
  );
}

type EntriesProps = Readonly<{ filter: Filter; entries: readonly TimelineEntry[]; isLoading: boolean }>;

function Entries({ filter, entries, isLoading }: EntriesProps) {
  const t = useTranslations('card.timeline');
  const columns = useColumns();
  const empty =
    filter === 'all' ? (
      <EmptyState title={t('empty')}>{t('emptyBody')}</EmptyState>
    ) : (
      <EmptyState title={t('emptyOf', { relation: t(`relations.${filter}`) })} />
    );
  return (
    <Table
      caption={t('title')}
      columns={columns}
      rows={entries}
      rowKey={({ id }) => String(id)}
      isLoading={isLoading}
      maxHeight="max-h-[32rem]"
      empty={empty}
    />
  );
}

/** Held (or perhaps held), released, or nothing held at all. */
const form = ({ relation, value, state }: TimelineEntry) => {
  if (state === 'released') return 'released';
  return value === '' && relation !== 'blacklist' ? 'none' : 'held';
};

function useColumns(): TableColumn<TimelineEntry>[] {
  const t = useTranslations('card.timeline');
  const format = useFormatter();
  return [
    { key: 'at', header: t('at'), width: 'w-44', cell: ({ at }) => <Time value={at} /> },
    {
      key: 'what',
      header: t('what'),
      isRowHeader: true,
      wrap: true,
      cell: (entry) => (
        <span className="inline-flex flex-wrap items-center gap-x-2 gap-y-1">
          <Badge>{t(`relations.${entry.relation}`)}</Badge>
          <span className="min-w-24 break-words">
            {t(`fact.${entry.relation}-${form(entry)}`, { value: entry.value })}
          </span>
        </span>
      ),
    },
    {
      key: 'state',
      header: t('state'),
      cell: ({ state, source, seenAt, at }) => (
        <span className="inline-flex flex-wrap items-center gap-x-2">
          <StatusDot tone={STATE_TONE[state]} hollow={state === 'released'} label={t(`states.${state}`)} />
          <span className="text-sm text-muted">
            {t(`sources.${source}`)}
            {seenAt - at > 60_000
              ? ` · ${t('seenAgain', { time: format.dateTime(new Date(seenAt), 'minute') })}`
              : null}
          </span>
        </span>
      ),
    },
    { key: 'by', header: t('by'), cell: ({ by }) => by ?? <span className="text-faint">—</span> },
    { key: 'job', header: t('job'), cell: ({ jobId }) => <JobLink jobId={jobId} /> },
  ];
}
