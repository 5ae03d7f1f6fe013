'use client';

import type { Route } from 'next';
import { useState } from 'react';
import { useFormatter, useTranslations } from 'use-intl/react';
import { HISTORY_PAGE, type HistoryInput, type HistoryItem } from '@/lib/aliases/schema';
import { FailureState } from '../data/failure-state';
import { failureOf, useRead } from '../data/reads';
import { Button } from '../ui/button';
import { Cid } from '../ui/cid';
import { EmptyState } from '../ui/empty-state';
import { TextLink } from '../ui/link-button';
import { Section } from '../ui/section';
import { StatusDot } from '../ui/status';
import { Table, type TableColumn } from '../ui/table';
import { Time } from '../ui/time';

const FACT = { asserted: 'bound', verified: 'bound', released: 'released', unknown: 'unsure' } as const;
const TONE = { asserted: 'info', verified: 'ok', released: 'neutral', unknown: 'unknown' } as const;

type Of = HistoryInput['of'];

/** What Muster did to a cid or alias, and what it learned of it. */
export function HistorySection({ of }: Readonly<{ of: Of }>) {
  const t = useTranslations('aliases.history');
  // The entry that each further page comes after; the first has no bound.
  const [bounds, setBounds] = useState<(number | undefined)[]>([undefined]);
  return (
    <Section flush title={t('title')} description={t('hint')}>
      {bounds.map((before, i) => (
        <HistoryPage
          key={before ?? 'newest'}
          {...{ of, before }}
          onMore={i === bounds.length - 1 ? (next) => setBounds([...bounds, next]) : undefined}
        />
      ))}
    </Section>
  );
}

type PageProps = Readonly<{
  of: Of;
  before: number | undefined;
  onMore: ((before: number) => void) | undefined;
}>;

function HistoryPage({ of, before, onMore }: PageProps) {
  const t = useTranslations('aliases.history');
  const input = before === undefined ? { of } : { of, before };
  const { data, error, isPending, refetch, isFetching } = useRead('aliases.history', input);
  const columns = useColumns();
  if (error) {
    return <FailureState failure={failureOf(error)} onRetry={() => refetch()} isRetrying={isFetching} />;
  }
  const last = data?.at(-1);
  return (
    <>
      <Table
        caption={t('title')}
        columns={columns}
        rows={data ?? []}
        rowKey={({ id }) => String(id)}
        isLoading={isPending}
        maxHeight="max-h-96"
        empty={<EmptyState title={t('empty')}>{t('emptyBody')}</EmptyState>}
      />
      {onMore && last && data?.length === HISTORY_PAGE ? (
        <div className="border-t border-line p-3 text-center">
          <Button onPress={() => onMore(last.id)}>{t('more')}</Button>
        </div>
      ) : null}
    </>
  );
}

function useColumns(): TableColumn<HistoryItem>[] {
  const t = useTranslations('aliases');
  const format = useFormatter();
  return [
    { key: 'at', header: t('history.at'), width: 'w-44', cell: ({ at }) => <Time value={at} /> },
    {
      key: 'cid',
      header: t('device.cid'),
      cell: ({ cid }) => <Cid value={cid} href={`/users/${cid}` as Route} />,
    },
    {
      key: 'fact',
      header: t('history.fact'),
      isRowHeader: true,
      cell: ({ alias, state }) => (alias ? t(`history.${FACT[state]}`, { alias }) : t('history.none')),
    },
    {
      key: 'state',
      header: t('history.state'),
      cell: ({ state, source, seenAt, at }) => (
        <span className="inline-flex flex-wrap items-center gap-x-2">
          <StatusDot tone={TONE[state]} hollow={state === 'released'} label={t(`history.states.${state}`)} />
          <span className="text-sm text-muted">
            {t(`history.sources.${source}`)}
            {seenAt - at > 60_000
              ? ` · ${t('history.seenAgain', { time: format.dateTime(new Date(seenAt), 'minute') })}`
              : null}
          </span>
        </span>
      ),
    },
    { key: 'by', header: t('history.by'), cell: ({ by }) => by ?? <span className="text-faint">—</span> },
    {
      key: 'job',
      header: t('history.job'),
      cell: ({ jobId }) =>
        jobId ? (
          <TextLink href={`/jobs/${jobId}` as Route}>{t('history.jobOf', { id: jobId.slice(-6) })}</TextLink>
        ) : (
          <span className="text-faint">—</span>
        ),
    },
  ];
}
