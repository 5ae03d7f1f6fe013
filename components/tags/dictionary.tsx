'use client';

import { useQueryClient } from '@tanstack/react-query';
import { parseAsBoolean, parseAsInteger, parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { useDeferredValue, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { failureText } from '@/lib/i18n/failure-text';
import {
  DICTIONARY_PAGE,
  DICTIONARY_SORTS,
  DICTIONARY_STATES,
  type DictionaryInput,
  type TagEntry,
} from '@/lib/tags/schema';
import { FailureState } from '../data/failure-state';
import { failureOf, useAsk, useRead } from '../data/reads';
import { Button } from '../ui/button';
import { EmptyState } from '../ui/empty-state';
import { SearchField } from '../ui/search-field';
import { Section } from '../ui/section';
import { SegmentedControl } from '../ui/segmented-control';
import { Select } from '../ui/select';
import { Table } from '../ui/table';
import { showToast } from '../ui/toast';
import { useDictionaryColumns } from './dictionary-columns';
import type { TagDoors } from './doors';
import { RetagDialog } from './retag-dialog';
import { useSettleText } from './settle-note';
import { TagSheet } from './tag-sheet';

const PARAMETERS = {
  q: parseAsString.withDefault(''),
  state: parseAsStringLiteral(DICTIONARY_STATES).withDefault('active'),
  sort: parseAsStringLiteral(DICTIONARY_SORTS).withDefault('used'),
  desc: parseAsBoolean.withDefault(true),
  page: parseAsInteger.withDefault(0),
  tag: parseAsString.withDefault(''),
};

/** Every tag that Muster has seen: searched, sorted and paged by the server; a tag opens beside it. */
export function Dictionary({ doors }: Readonly<{ doors: TagDoors | undefined }>) {
  const t = useTranslations('tags.dictionary');
  const settleText = useSettleText();
  const [{ q, state, sort, desc, page, tag }, set] = useQueryStates(PARAMETERS);
  const search = useDeferredValue(q.slice(0, 100));
  const input: DictionaryInput = { search, state, sort, descending: desc, page: Math.max(0, page) };
  const { data, error, isPending, isFetching, refetch } = useRead('tags.list', input);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [isMerging, setMerging] = useState(false);
  const rows = data?.rows ?? [];
  const columns = useDictionaryColumns({
    onOpen: (open) => void set({ tag: open }),
    selection: doors
      ? {
          selected,
          toggle: (one, on) => {
            const next = new Set(selected);
            if (on) next.add(one);
            else next.delete(one);
            setSelected(next);
          },
        }
      : undefined,
  });
  const pages = Math.max(1, Math.ceil((data?.total ?? 0) / DICTIONARY_PAGE));
  return (
    <div className="flex flex-col gap-4">
      <p className="text-muted">
        {t('note')} {data ? settleText(data.settle) : null}
      </p>
      <Section>
        <Filters {...{ q, state, sort, desc }} onChange={(part) => void set({ ...part, page: 0 })} />
      </Section>
      <Section
        flush
        title={data ? t('total', { count: data.total }) : t('column.tag')}
        actions={
          <>
            {selected.size > 1 ? (
              <Button size="sm" onPress={() => setMerging(true)}>
                {t('merge')}（{t('selected', { count: selected.size })}）
              </Button>
            ) : null}
            <CountButton rows={rows} />
          </>
        }
      >
        {error ? (
          <FailureState failure={failureOf(error)} onRetry={() => void refetch()} isRetrying={isFetching} />
        ) : (
          <Table<TagEntry>
            caption={t('column.tag')}
            columns={columns}
            rows={rows}
            rowKey={(row) => row.tag}
            isLoading={isPending}
            isCurrent={(row) => row.tag === tag}
            empty={
              q === '' && state !== 'retired' ? (
                <EmptyState title={t('empty')}>{t('emptyBody')}</EmptyState>
              ) : (
                <EmptyState title={t('noMatch')}>{t('noMatchBody')}</EmptyState>
              )
            }
          />
        )}
      </Section>
      {pages > 1 ? (
        <div className="flex items-center gap-2">
          <Button size="sm" isDisabled={page <= 0} onPress={() => void set({ page: page - 1 })}>
            {t('earlier')}
          </Button>
          <Button size="sm" isDisabled={page >= pages - 1} onPress={() => void set({ page: page + 1 })}>
            {t('later')}
          </Button>
          <p aria-live="polite" className="text-sm text-muted tabular-nums">
            {t('page', { page: page + 1, pages })}
          </p>
        </div>
      ) : null}
      {tag === '' ? null : <TagSheet tag={tag} doors={doors} onClose={() => void set({ tag: null })} />}
      {doors && isMerging ? (
        <RetagDialog
          tags={[...selected]}
          isMerge
          doors={doors}
          onClose={() => {
            setMerging(false);
            setSelected(new Set());
          }}
        />
      ) : null}
    </div>
  );
}

type FiltersProps = Readonly<{
  q: string;
  state: DictionaryInput['state'];
  sort: DictionaryInput['sort'];
  desc: boolean;
  onChange: (part: {
    q?: string;
    state?: DictionaryInput['state'];
    sort?: DictionaryInput['sort'];
    desc?: boolean;
  }) => void;
}>;

function Filters({ q, state, sort, desc, onChange }: FiltersProps) {
  const t = useTranslations('tags.dictionary');
  return (
    <div className="flex flex-wrap items-end gap-x-4 gap-y-3">
      <SearchField
        className="min-w-0 flex-[1_1_16rem]"
        label={t('search')}
        value={q}
        onChange={(next) => onChange({ q: next })}
      />
      <SegmentedControl
        label={t('state')}
        value={state}
        onChange={(next) => onChange({ state: next })}
        segments={DICTIONARY_STATES.map((id) => ({ id, label: t(`states.${id}`) }))}
      />
      <Select
        label={t('sort')}
        value={sort}
        onChange={(next) => onChange({ sort: next })}
        options={DICTIONARY_SORTS.map((id) => ({ id, label: t(`sorts.${id}`) }))}
      />
      <SegmentedControl
        label={t('sort')}
        value={desc ? 'desc' : 'asc'}
        onChange={(next) => onChange({ desc: next === 'desc' })}
        segments={[
          { id: 'desc', label: t('descending') },
          { id: 'asc', label: t('ascending') },
        ]}
      />
    </div>
  );
}

/** Asks the upstream for the count of every tag that is shown. */
function CountButton({ rows }: Readonly<{ rows: readonly TagEntry[] }>) {
  const t = useTranslations('tags.dictionary');
  const all = useTranslations();
  const ask = useAsk();
  const queries = useQueryClient();
  const [isCounting, setCounting] = useState(false);
  async function count(): Promise<void> {
    setCounting(true);
    try {
      const counted = await ask('tags.count', { tags: rows.map(({ tag }) => tag) });
      showToast({ tone: 'success', title: t('counted', { count: counted.length }) });
    } catch (error) {
      const { what, todo } = failureText(all, failureOf(error));
      showToast({ tone: 'error', title: what, description: todo });
    }
    await queries.invalidateQueries({ queryKey: ['tags.list'] });
    setCounting(false);
  }
  return (
    <Button size="sm" isDisabled={rows.length === 0} isPending={isCounting} onPress={count}>
      {t('countPage', { count: rows.length })}
    </Button>
  );
}
