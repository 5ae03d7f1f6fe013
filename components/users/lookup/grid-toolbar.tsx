'use client';

import { Rows3, Rows4, Square } from 'lucide-react';
import { useFormatter, useTranslations } from 'use-intl/react';
import { Button } from '../../ui/button';
import { IconButton } from '../../ui/icon-button';
import { SearchField } from '../../ui/search-field';
import type { CellText } from '../grid/cell-text';
import { ColumnsPopover } from '../grid/columns-popover';
import { FilterChips, FilterPopover } from '../grid/filter-popover';
import type { Selection } from '../grid/selection';
import { ExportMenu } from './export-menu';
import type { Progress, Session } from './session';
import type { GridState } from './use-grid-state';

type GridToolbarProps = Readonly<{
  id: string;
  session: Session;
  progress: Progress;
  state: GridState;
  /** Rows that pass the filters. */
  shown: number;
  exporting: Readonly<{ view: Int32Array; selection: Selection; text: CellText }>;
}>;

/** Search, filters, columns, density, files, and how far reading is, with a way to stop it. */
export function GridToolbar({ id, session, progress, state, shown, exporting }: GridToolbarProps) {
  const t = useTranslations('users.grid');
  const format = useFormatter();
  const isCompact = state.density === 'compact';
  const number = (value: number) => format.number(value, 'integer');
  return (
    <div className="flex flex-col gap-2 border-b border-line px-3 py-2">
      <div className="flex flex-wrap items-center gap-2">
        <SearchField
          hideLabel
          label={t('search')}
          placeholder={t('searchPlaceholder')}
          value={state.text}
          onChange={state.setText}
          className="w-64 max-w-full"
        />
        <FilterPopover store={session.store} state={state} />
        <ColumnsPopover columns={state.columns} onColumns={state.setColumns} />
        <IconButton
          icon={isCompact ? Rows3 : Rows4}
          label={t(isCompact ? 'toNormal' : 'toCompact')}
          onPress={() => void state.setUrl({ density: isCompact ? 'normal' : 'compact' })}
        />
        <ExportMenu id={id} session={session} columns={state.columns} {...exporting} />
        <p role="status" className="ms-auto text-sm text-muted tabular-nums">
          {shown === session.store.size
            ? t('all', { count: number(shown) })
            : t('some', { shown: number(shown), count: number(session.store.size) })}
        </p>
        {progress.reading.size > 0 ? (
          <Button size="sm" icon={Square} onPress={() => session.stop()}>
            {t('stop')}
          </Button>
        ) : null}
      </div>
      <FilterChips state={state} />
    </div>
  );
}
