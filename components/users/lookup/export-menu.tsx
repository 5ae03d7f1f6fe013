'use client';

import { Download } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { failureText } from '@/lib/i18n/failure-text';
import type { DataColumn } from '@/lib/users/rules';
import { saveFile } from '../../charts/save';
import { failureOf } from '../../data/json-lines';
import { useShownApp } from '../../data/reads';
import { Button } from '../../ui/button';
import { Menu, MenuItem } from '../../ui/menu';
import { showToast } from '../../ui/toast';
import type { CellText } from '../grid/cell-text';
import type { Selection } from '../grid/selection';
import { exportFile } from './api';
import { exportLines } from './export-lines';
import type { Session } from './session';

type ExportMenuProps = Readonly<{
  id: string;
  session: Session;
  columns: readonly DataColumn[];
  view: Int32Array;
  selection: Selection;
  text: CellText;
}>;

/** The rows in view, or the chosen ones, with the shown columns as a file. */
export function ExportMenu(props: ExportMenuProps) {
  const t = useTranslations('users.export');
  const { run, isPending } = useExport(props);
  const chosen = props.selection.count;
  return (
    <Menu
      label={t('title')}
      trigger={
        <Button icon={Download} isPending={isPending}>
          {t('title')}
        </Button>
      }
    >
      {(['csv', 'xlsx'] as const).map((format) => (
        <MenuItem
          key={format}
          id={format}
          label={t(format, { count: chosen || props.view.length, what: chosen ? 'chosen' : 'view' })}
          onAction={() => void run(format)}
        />
      ))}
    </Menu>
  );
}

function useExport({ id, session, columns, view, selection, text }: ExportMenuProps) {
  const all = useTranslations();
  const t = useTranslations('users');
  const app = useShownApp();
  const [isPending, setPending] = useState(false);
  async function run(format: 'csv' | 'xlsx'): Promise<void> {
    setPending(true);
    try {
      const rows = selection.count ? selection.rows(view) : view;
      const head = ['cid', ...columns.map((column) => t(`columns.${column}`))];
      const lines = exportLines(session.store, columns, rows, head, text);
      const about = { app, lookup: id, format, rows: rows.length, columns: [...columns] };
      saveFile(await exportFile(about, lines), `muster-users-${id}.${format}`);
    } catch (error) {
      const { what, todo } = failureText(all, failureOf(error));
      showToast({ tone: 'error', title: what, description: todo });
    }
    setPending(false);
  }
  return { run, isPending };
}
