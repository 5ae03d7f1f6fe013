'use client';

import { ListFilter, X } from 'lucide-react';
import { useState } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import { useFormatter, useTranslations } from 'use-intl/react';
import { Button } from '../../ui/button';
import { Checkbox } from '../../ui/checkbox';
import { Popover } from '../../ui/popover';
import { Select } from '../../ui/select';
import type { GridState } from '../lookup/use-grid-state';
import { useCellText } from './cell-text';
import { FILTER_COLUMNS, type FilterColumn, valuesOf } from './filter';
import type { RowStore } from './store';
import { valueCounts } from './values';

/** A value of a filter, in words. */
export function useValueText(): (column: FilterColumn, value: string) => string {
  const t = useTranslations('users');
  const xray = useTranslations('xray');
  const text = useCellText();
  return (column, value) => {
    if (value === '') return xray('untold');
    if (column === 'active') {
      const days = Math.abs(Number(value));
      return t(value.startsWith('-') ? 'filter.notWithin' : 'filter.within', { days });
    }
    if (column === 'loginDays') return xray('loginDays', { days: value.replace('-', '–') });
    if (column === 'platform' || column === 'brand' || column === 'model') return text(column, value).text;
    return text(column, Number(value)).text;
  };
}

type FilterPopoverProps = Readonly<{ store: RowStore; state: GridState }>;

/** Chooses a column and which of its values stay; how often each occurs is counted in what has been read. */
export function FilterPopover({ store, state }: FilterPopoverProps) {
  const t = useTranslations('users');
  return (
    <Popover
      label={t('filter.title')}
      placement="bottom start"
      trigger={<Button icon={ListFilter}>{t('filter.title')}</Button>}
    >
      <FilterForm store={store} state={state} />
    </Popover>
  );
}

// Inside the popover, so that values are counted when it opens and not before.
function FilterForm({ store, state }: FilterPopoverProps) {
  const t = useTranslations('users');
  const format = useFormatter();
  const say = useValueText();
  const [column, setColumn] = useState<FilterColumn>('online');
  const chosen = valuesOf(state.filters, column);
  const values = valueCounts(store, column, Date.now());
  return (
    <div className="flex w-72 max-w-full flex-col gap-3">
      <Select
        label={t('filter.column')}
        value={column}
        onChange={setColumn}
        options={FILTER_COLUMNS.map((id) => ({ id, label: t(`filter.columns.${id}`) }))}
      />
      <fieldset className="flex max-h-72 flex-col gap-1 overflow-y-auto" aria-label={t('filter.values')}>
        {values.map(({ value, count }) => (
          <Checkbox
            key={value}
            isSelected={chosen.includes(value)}
            onChange={(isKept) =>
              state.setFilter(column, isKept ? [...chosen, value] : chosen.filter((one) => one !== value))
            }
          >
            {say(column, value)}
            <span className="ms-1.5 text-sm text-muted tabular-nums">{format.number(count, 'integer')}</span>
          </Checkbox>
        ))}
        {values.length === 0 ? <p className="text-sm text-muted">{t('filter.unread')}</p> : null}
      </fieldset>
    </div>
  );
}

/** What the grid is filtered by, each with a way to take it off. */
export function FilterChips({ state }: Readonly<{ state: GridState }>) {
  const t = useTranslations('users');
  const say = useValueText();
  if (state.filters.length === 0) return null;
  return (
    <ul aria-label={t('filter.active')} className="flex flex-wrap gap-1.5">
      {state.filters.map(({ column, values }) => {
        const words = `${t(`filter.columns.${column}`)}: ${values.map((value) => say(column, value)).join(', ')}`;
        return (
          <li
            key={column}
            className="inline-flex h-6 max-w-full items-center gap-1 rounded border border-accent/25 bg-accent/8 ps-2 text-sm"
          >
            <span className="truncate">{words}</span>
            <AriaButton
              aria-label={t('filter.takeOff', { filter: words })}
              onPress={() => state.setFilter(column, [])}
              className="grid size-6 place-items-center rounded-sm hover:bg-hover"
            >
              <X aria-hidden className="size-3.5" />
            </AriaButton>
          </li>
        );
      })}
      <li>
        <Button size="sm" variant="ghost" className="h-6" onPress={() => void state.setUrl({ f: null })}>
          {t('grid.clearFilters')}
        </Button>
      </li>
    </ul>
  );
}
