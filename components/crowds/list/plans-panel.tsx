'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { useTranslations } from 'use-intl/react';
import { FILTER_STATES, type PlansPage } from '@/lib/crowds/schema';
import { FailureState } from '../../data/failure-state';
import { failureOf, useAsk, useRead } from '../../data/reads';
import { Button } from '../../ui/button';
import { EmptyState } from '../../ui/empty-state';
import { SearchField } from '../../ui/search-field';
import { Section } from '../../ui/section';
import { Select } from '../../ui/select';
import { Table } from '../../ui/table';
import { TextField } from '../../ui/text-field';
import { usePlanColumns } from './plan-columns';

const ALL = '*';
/** While plans are under way the first page is asked for again. */
const AGAIN_MS = 5_000;
const FILTER = {
  q: parseAsString.withDefault(''),
  state: parseAsStringLiteral(FILTER_STATES).withDefault('all'),
  by: parseAsString.withDefault(''),
  from: parseAsString.withDefault(''),
  to: parseAsString.withDefault(''),
};

/** Midnight in Asia/Shanghai of a day as the browser's date field writes it; null for no day. */
function dayStart(day: string, more = 0): number | null {
  const at = Date.parse(`${day}T00:00:00+08:00`);
  return Number.isNaN(at) ? null : at + more * 86_400_000;
}

/** Every plan that was ever handed in or seen, under filters that stand in the address. */
export function PlansPanel() {
  const t = useTranslations('crowds.list');
  const ask = useAsk();
  const [filter, setFilter] = useQueryStates(FILTER, { throttleMs: 300 });
  const input = {
    text: filter.q,
    state: filter.state,
    by: filter.by,
    from: dayStart(filter.from),
    to: dayStart(filter.to, 1),
  };
  const pages = useInfiniteQuery({
    queryKey: ['crowds.list', input],
    queryFn: ({ pageParam }) => ask('crowds.list', { ...input, before: pageParam }),
    initialPageParam: null as PlansPage['next'],
    getNextPageParam: ({ next }) => next,
    retry: false,
    refetchInterval: ({ state }) => {
      const plans = state.data?.pages.flatMap((page) => page.plans) ?? [];
      const isMoving = plans.some(
        ({ finishedAt, state: of }) =>
          of === 'submitting' || of === 'unknown' || (of === 'submitted' && finishedAt === null),
      );
      return isMoving && state.data?.pages.length === 1 ? AGAIN_MS : false;
    },
  });
  const columns = usePlanColumns();
  const plans = pages.data?.pages.flatMap((page) => page.plans) ?? [];
  const isFiltered =
    filter.q !== '' || filter.state !== 'all' || filter.by !== '' || filter.from !== '' || filter.to !== '';
  return (
    <div className="flex flex-col gap-3">
      <Filters filter={filter} onChange={(more) => void setFilter(more)} />
      <Section flush>
        {pages.error ? (
          <FailureState
            failure={failureOf(pages.error)}
            onRetry={() => pages.refetch()}
            isRetrying={pages.isFetching}
          />
        ) : (
          <Table
            caption={t('name')}
            columns={columns}
            rows={plans}
            rowKey={({ id }) => id}
            isLoading={pages.isPending}
            empty={
              isFiltered ? (
                <EmptyState title={t('none')}>{t('noneBody')}</EmptyState>
              ) : (
                <EmptyState title={t('empty')}>{t('emptyBody')}</EmptyState>
              )
            }
          />
        )}
      </Section>
      {pages.hasNextPage ? (
        <Button
          className="self-center"
          isPending={pages.isFetchingNextPage}
          onPress={() => pages.fetchNextPage()}
        >
          {t('more')}
        </Button>
      ) : null}
    </div>
  );
}

type FilterValues = Readonly<{
  q: string;
  state: (typeof FILTER_STATES)[number];
  by: string;
  from: string;
  to: string;
}>;

function Filters({
  filter,
  onChange,
}: Readonly<{ filter: FilterValues; onChange: (more: Partial<FilterValues>) => void }>) {
  const t = useTranslations('crowds.list');
  const { data: people = [] } = useRead('crowds.people', {});
  const options = [
    { id: ALL, label: t('everybody') },
    ...people.map(({ id, name }) => ({ id, label: name })),
    { id: 'elsewhere', label: t('elsewhere') },
  ];
  return (
    <div className="flex flex-wrap items-end gap-3">
      <SearchField
        hideLabel
        className="w-full sm:w-64"
        label={t('search')}
        placeholder={t('search')}
        value={filter.q}
        onChange={(q) => onChange({ q })}
      />
      <Select
        hideLabel
        className="w-32"
        label={t('state')}
        value={filter.state}
        onChange={(state) => onChange({ state })}
        options={FILTER_STATES.map((id) => ({ id, label: t(`states.${id}`) }))}
      />
      <Select
        hideLabel
        className="w-36"
        label={t('by')}
        value={filter.by || ALL}
        onChange={(by) => onChange({ by: by === ALL ? '' : by })}
        options={options}
      />
      {(['from', 'to'] as const).map((end) => (
        <TextField
          key={end}
          type="date"
          className="w-40"
          label={t(end)}
          value={filter[end]}
          onChange={(day) => onChange({ [end]: day })}
        />
      ))}
    </div>
  );
}
