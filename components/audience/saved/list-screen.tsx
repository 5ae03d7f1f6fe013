'use client';

import { Plus } from 'lucide-react';
import type { Route } from 'next';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { type AudienceRow, BIN_DAYS } from '@/lib/audience/saved-schema';
import { FailureState } from '../../data/failure-state';
import { failureOf, useRead } from '../../data/reads';
import { EmptyState } from '../../ui/empty-state';
import { LinkButton } from '../../ui/link-button';
import { PageHeader } from '../../ui/page-header';
import { SearchField } from '../../ui/search-field';
import { Section } from '../../ui/section';
import { SegmentedControl } from '../../ui/segmented-control';
import { Select } from '../../ui/select';
import { Switch } from '../../ui/switch';
import { Table } from '../../ui/table';
import { AlertsPanel } from './alerts-panel';
import { useBinColumns, useListColumns } from './list-columns';

const ALL = '*';
type Filter = Readonly<{ text: string; label: string; owner: string; watched: boolean }>;
const NO_FILTER: Filter = { text: '', label: ALL, owner: ALL, watched: false };

const fits =
  ({ text, label, owner, watched }: Filter) =>
  (row: AudienceRow): boolean =>
    [row.name, row.note, ...row.labels].some((one) =>
      one.toLowerCase().includes(text.trim().toLowerCase()),
    ) &&
    (label === ALL || row.labels.includes(label)) &&
    (owner === ALL || row.owner.id === owner) &&
    (!watched || row.schedule !== 'off');

/** Every saved audience of this app, what is wrong with some, and the bin. */
export function AudienceListScreen() {
  const t = useTranslations('audienceSaved.list');
  const [view, setView] = useState<'saved' | 'bin'>('saved');
  const [filter, setFilter] = useState(NO_FILTER);
  const isBin = view === 'bin';
  const { data, error, isPending, isFetching, refetch } = useRead('audiences.list', { bin: isBin });
  const columns = { saved: useListColumns(), bin: useBinColumns() };
  const rows = (data ?? []).filter(fits(filter));
  return (
    <>
      <PageHeader
        title={t('title')}
        description={t('subtitle')}
        actions={
          <LinkButton variant="primary" icon={Plus} href={'/audience/new' as Route}>
            {t('create')}
          </LinkButton>
        }
      />
      <div className="flex flex-col gap-4">
        <AlertsPanel />
        <div className="flex flex-wrap items-end gap-3">
          <SegmentedControl
            label={t('views')}
            value={view}
            onChange={setView}
            segments={[
              { id: 'saved', label: t('tab') },
              { id: 'bin', label: t('bin') },
            ]}
          />
          <Filters rows={data ?? []} filter={filter} onChange={setFilter} />
        </div>
        {isBin ? <p className="text-sm text-muted">{t('binNote', { days: BIN_DAYS })}</p> : null}
        <Section flush>
          {error ? (
            <FailureState failure={failureOf(error)} onRetry={() => refetch()} isRetrying={isFetching} />
          ) : (
            <Table
              caption={t(isBin ? 'bin' : 'tab')}
              columns={columns[view]}
              rows={rows}
              rowKey={({ id }) => id}
              isLoading={isPending}
              empty={<Empty isBin={isBin} isFiltered={(data?.length ?? 0) > 0} />}
            />
          )}
        </Section>
      </div>
    </>
  );
}

function Empty({ isBin, isFiltered }: Readonly<{ isBin: boolean; isFiltered: boolean }>) {
  const t = useTranslations('audienceSaved.list');
  if (isFiltered) return <EmptyState title={t('none')}>{t('noneBody')}</EmptyState>;
  if (isBin) return <EmptyState title={t('emptyBin')}>{t('emptyBinBody', { days: BIN_DAYS })}</EmptyState>;
  return <EmptyState title={t('empty')}>{t('emptyBody')}</EmptyState>;
}

type FiltersProps = Readonly<{
  rows: readonly AudienceRow[];
  filter: Filter;
  onChange: (filter: Filter) => void;
}>;

function Filters({ rows, filter, onChange }: FiltersProps) {
  const t = useTranslations('audienceSaved.list');
  const labels = [...new Set(rows.flatMap((row) => row.labels))].sort();
  const owners = [...new Map(rows.map(({ owner }) => [owner.id, owner.name]))];
  const set = (more: Partial<Filter>) => onChange({ ...filter, ...more });
  return (
    <>
      <SearchField
        hideLabel
        className="w-full sm:w-64"
        label={t('search')}
        placeholder={t('search')}
        value={filter.text}
        onChange={(text) => set({ text })}
      />
      <Select
        hideLabel
        className="w-36"
        label={t('label')}
        value={filter.label}
        onChange={(label) => set({ label })}
        options={[{ id: ALL, label: t('allLabels') }, ...labels.map((id) => ({ id, label: id }))]}
      />
      <Select
        hideLabel
        className="w-36"
        label={t('owner')}
        value={filter.owner}
        onChange={(owner) => set({ owner })}
        options={[{ id: ALL, label: t('everybody') }, ...owners.map(([id, label]) => ({ id, label }))]}
      />
      <Switch className="min-h-8" isSelected={filter.watched} onChange={(watched) => set({ watched })}>
        {t('watched')}
      </Switch>
    </>
  );
}
