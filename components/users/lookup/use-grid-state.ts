'use client';

import { parseAsBoolean, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { useDeferredValue, useEffect, useMemo, useState } from 'react';
import { useLocale } from 'use-intl/react';
import type { DataColumn } from '@/lib/users/rules';
import { rememberColumns, rememberedColumns } from '../grid/columns';
import { type Filter, type FilterColumn, filterRows } from '../grid/filter';
import { sortRows } from '../grid/sort';
import { parseColumns, parseDensity, parseFilters, parseSort } from '../grid/url';
import { DAYS } from '../xray/xray-panel';
import type { Progress, Session } from './session';

const WIDE_PX = 900;
/** While rows stream in, an order or a filter is made anew this often. */
const REORDER_MS = 1000;

/** How the grid is looked at: in the address, but for the text that is searched, which may be an alias. */
export function useGridState() {
  const [url, setUrl] = useQueryStates(
    {
      cols: parseColumns,
      sort: parseSort,
      f: parseFilters.withDefault([]),
      density: parseDensity.withDefault('normal'),
      days: parseAsStringLiteral(DAYS).withDefault('7'),
      xray: parseAsBoolean,
    },
    { history: 'replace' },
  );
  const [text, setText] = useState('');
  // On a phone the charts would push the users out of sight.
  const [isWide] = useState(() => typeof window === 'undefined' || window.innerWidth >= WIDE_PX);
  const [remembered] = useState(rememberedColumns);
  const columns = url.cols ?? remembered;
  const setFilter = (column: FilterColumn, values: readonly string[]) => {
    const others = url.f.filter((filter) => filter.column !== column);
    void setUrl({ f: values.length ? [...others, { column, values }] : others });
  };
  return {
    columns,
    setColumns: (next: DataColumn[]) => {
      rememberColumns(next);
      void setUrl({ cols: next });
    },
    sort: url.sort,
    filters: url.f as readonly Filter[],
    density: url.density,
    days: url.days,
    isXrayOpen: url.xray ?? isWide,
    setUrl,
    setFilter,
    text,
    setText,
  };
}
export type GridState = ReturnType<typeof useGridState>;

/** The rows that are shown, in their order. Made anew at once when it is asked for otherwise, and now and then meanwhile. */
export function useView(
  session: Session,
  progress: Progress,
  { filters, sort, text }: GridState,
): Int32Array {
  const locale = useLocale();
  const search = useDeferredValue(text);
  const isPlain = filters.length === 0 && sort === null && search.trim() === '';
  const version = useSlow(isPlain ? 0 : progress.version, progress.reading.size > 0);
  const { store } = session;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the store changes in place, its version tells
  return useMemo(() => {
    const kept = filterRows(store, filters, search, Date.now());
    return sort ? sortRows(store, kept, sort, locale) : kept;
  }, [store, filters, search, sort, locale, version]);
}

/** A value that follows at once when nothing is under way, and otherwise no more often than once a second. */
export function useSlow(value: number, isBusy: boolean): number {
  const [slow, setSlow] = useState(value);
  useEffect(() => {
    if (slow === value) return;
    const timer = setTimeout(() => setSlow(value), isBusy ? REORDER_MS : 0);
    return () => clearTimeout(timer);
  }, [value, slow, isBusy]);
  return slow;
}
