'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import type { Route } from 'next';
import { useTranslations } from 'use-intl/react';
import type { Member } from '@/lib/tags/schema';
import { FailureState } from '../data/failure-state';
import { failureOf, useAsk } from '../data/reads';
import { Button } from '../ui/button';
import { Cid } from '../ui/cid';
import { EmptyState } from '../ui/empty-state';
import { StatusDot } from '../ui/status';
import { Table } from '../ui/table';
import { Time } from '../ui/time';
import type { Tone } from '../ui/tone';

const TONE: Readonly<Record<Member['state'], Tone>> = {
  verified: 'ok',
  asserted: 'info',
  unknown: 'unknown',
};

/** Who has a tag according to the ledger, page after page. */
export function MemberList({ tag }: Readonly<{ tag: string }>) {
  const t = useTranslations('tags.members');
  const ask = useAsk();
  const pages = useInfiniteQuery({
    queryKey: ['tags.members', tag],
    queryFn: ({ pageParam }) => ask('tags.members', { tag, ...(pageParam ? { before: pageParam } : {}) }),
    initialPageParam: null as number | null,
    getNextPageParam: ({ next }) => next,
    retry: false,
  });
  if (pages.error)
    return <FailureState failure={failureOf(pages.error)} onRetry={() => void pages.refetch()} />;
  const members = pages.data?.pages.flatMap((page) => page.members) ?? [];
  return (
    <div className="flex flex-col gap-2">
      <div className="overflow-hidden rounded-lg border border-line">
        <Table<Member>
          caption={t('title')}
          rows={members}
          rowKey={({ cid }) => cid}
          isLoading={pages.isPending}
          maxHeight="max-h-[50vh]"
          columns={[
            {
              key: 'cid',
              header: 'cid',
              isRowHeader: true,
              cell: ({ cid }) => <Cid value={cid} fit="short" href={`/users/${cid}` as Route} />,
            },
            {
              key: 'state',
              header: t('state'),
              cell: ({ state }) => <StatusDot tone={TONE[state]} label={t(`states.${state}`)} />,
            },
            { key: 'since', header: t('since'), cell: ({ at }) => <Time value={at} show="minute" /> },
            { key: 'seen', header: t('seen'), cell: ({ seenAt }) => <Time value={seenAt} show="minute" /> },
          ]}
          empty={<EmptyState title={t('empty')}>{t('emptyBody')}</EmptyState>}
        />
      </div>
      {pages.hasNextPage ? (
        <div>
          <Button size="sm" isPending={pages.isFetchingNextPage} onPress={() => pages.fetchNextPage()}>
            {t('more')}
          </Button>
        </div>
      ) : null}
    </div>
  );
}
