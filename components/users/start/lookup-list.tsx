'use client';

import { ListChecks, Trash2 } from 'lucide-react';
import { useFormatter, useTranslations } from 'use-intl/react';
import type { LookupMeta } from '@/lib/users/schema';
import { FailureState } from '../../data/failure-state';
import { failureOf, useMay, useRead } from '../../data/reads';
import { EmptyState } from '../../ui/empty-state';
import { IconButton } from '../../ui/icon-button';
import { TextLink } from '../../ui/link-button';
import { Section } from '../../ui/section';
import { Table, type TableColumn } from '../../ui/table';
import { Time } from '../../ui/time';
import { lookupHref } from '../lookup/href';
import { type LookupDoors, useLookupDoors } from '../lookup/use-doors';

/** Lookups to go on with: named ones of everybody, and one's own of the last week. */
export function LookupList({ doors }: Readonly<{ doors: LookupDoors }>) {
  const t = useTranslations('users.list');
  const { data, error, isPending, isFetching, refetch } = useRead('users.lookups', {}, { staleTime: 0 });
  const columns = useColumns(doors);
  return (
    <Section flush title={t('title')} description={t('about')}>
      {error ? (
        <FailureState failure={failureOf(error)} onRetry={() => refetch()} isRetrying={isFetching} />
      ) : (
        <Table
          caption={t('title')}
          columns={columns}
          rows={data ?? []}
          rowKey={({ id }) => id}
          isLoading={isPending}
          empty={
            <EmptyState icon={ListChecks} title={t('empty')}>
              {t('emptyBody')}
            </EmptyState>
          }
        />
      )}
    </Section>
  );
}

function useColumns(doors: LookupDoors): TableColumn<LookupMeta>[] {
  const t = useTranslations('users.list');
  const format = useFormatter();
  const may = useMay();
  const { remove } = useLookupDoors(doors);
  const nameOf = ({ name, createdAt }: LookupMeta) =>
    name ?? t('unnamed', { at: format.dateTime(new Date(createdAt), 'minute') });
  return [
    {
      key: 'name',
      header: t('name'),
      isRowHeader: true,
      cell: (lookup) => (
        <TextLink href={lookupHref(lookup.id)} className={lookup.name ? 'font-medium' : undefined}>
          {nameOf(lookup)}
        </TextLink>
      ),
    },
    {
      key: 'rows',
      header: t('users'),
      align: 'end',
      cell: ({ counts }) => format.number(counts.rows + counts.unresolved, 'integer'),
    },
    { key: 'by', header: t('by'), cell: ({ by }) => by },
    { key: 'used', header: t('used'), cell: ({ usedAt }) => <Time value={usedAt} show="relative" /> },
    {
      key: 'actions',
      header: t('actions'),
      align: 'end',
      cell: (lookup) =>
        lookup.isMine || may('member:manage') ? (
          <IconButton
            size="sm"
            icon={Trash2}
            label={t('delete', { name: nameOf(lookup) })}
            onPress={() => void remove(lookup.id)}
          />
        ) : null,
    },
  ];
}
