'use client';

import { useTranslations } from 'use-intl/react';
import type { DataColumn } from '@/lib/users/rules';
import { showToast } from '../../ui/toast';
import { useCopy } from '../../ui/use-copy';
import type { CellText } from '../grid/cell-text';
import type { Selection } from '../grid/selection';
import type { RowStore } from '../grid/store';

/** A row as it is shown: the cid and a text for each column, blank where nothing is known. */
export function shownRow(
  store: RowStore,
  columns: readonly DataColumn[],
  text: CellText,
  row: number,
): string[] {
  return [
    store.cids[row] ?? '',
    ...columns.map((column) => {
      const value = store.cell(column, row);
      return value === null ? '' : text(column, value).text;
    }),
  ];
}

/** Copies the active cell, or the chosen rows with a heading as a spreadsheet takes them. */
export function useCopyCells(
  store: RowStore,
  columns: readonly DataColumn[],
  text: CellText,
  selection: Selection,
  view: Int32Array,
) {
  const t = useTranslations('users');
  const { copy } = useCopy();
  return async (what: 'cell' | 'rows', { row, cell }: { row: number; cell: number }) => {
    if (what === 'cell') {
      const value = shownRow(store, columns, text, row)[cell] ?? '';
      await copy(value);
      showToast({ tone: 'success', title: t('grid.cellCopied') });
      return;
    }
    const rows = selection.rows(view);
    const head = ['cid', ...columns.map((column) => t(`columns.${column}`))];
    const lines = [head, ...[...rows].map((one) => shownRow(store, columns, text, one))];
    await copy(lines.map((line) => line.join('\t')).join('\n'));
    showToast({ tone: 'success', title: t('grid.rowsCopied', { count: rows.length }) });
  };
}
