import { createParser, parseAsStringLiteral } from 'nuqs';
import type { DataColumn } from '@/lib/users/rules';
import { ALL_COLUMNS, inOrder } from './columns';
import { FILTER_COLUMNS, type Filter, type FilterColumn } from './filter';
import type { Sort } from './sort';

/** What an address may say of a grid: never a cid, an alias or a tag. */

export const parseColumns = createParser<DataColumn[]>({
  parse: (text) => {
    const columns = inOrder(text.split(','));
    return columns.length ? columns : null;
  },
  serialize: (columns) => columns.join(','),
  eq: (a, b) => a.join() === b.join(),
});

export const parseSort = createParser<Sort>({
  parse: (text) => {
    const isDescending = text.startsWith('-');
    const name = isDescending ? text.slice(1) : text;
    const column = name === 'cid' ? name : ALL_COLUMNS.find((one) => one === name);
    return column ? { column, isDescending } : null;
  },
  serialize: ({ column, isDescending }) => `${isDescending ? '-' : ''}${column}`,
  eq: (a, b) => a.column === b.column && a.isDescending === b.isDescending,
});

const isFilterColumn = (text: string): text is FilterColumn =>
  (FILTER_COLUMNS as readonly string[]).includes(text);

/** `brand:hw,xm;active:7`, each value in percent signs. */
export const parseFilters = createParser<Filter[]>({
  parse: (text) => {
    const filters: Filter[] = [];
    for (const part of text.split(';')) {
      const [column = '', list] = part.split(':');
      if (!isFilterColumn(column) || list === undefined) continue;
      filters.push({ column, values: list.split(',').map(plain) });
    }
    return filters;
  },
  serialize: (filters) =>
    filters.map(({ column, values }) => `${column}:${values.map(encodeURIComponent).join(',')}`).join(';'),
  eq: (a, b) => JSON.stringify(a) === JSON.stringify(b),
});

function plain(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

export const DENSITIES = ['normal', 'compact'] as const;
export type Density = (typeof DENSITIES)[number];
export const parseDensity = parseAsStringLiteral(DENSITIES);
export const ROW_HEIGHT: Readonly<Record<Density, number>> = { normal: 36, compact: 28 };
