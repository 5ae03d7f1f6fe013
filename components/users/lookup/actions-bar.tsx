'use client';

import { Copy, X } from 'lucide-react';
import { useTranslations } from 'use-intl/react';
import type { ImportActions } from '../../imports/spec';
import { Button } from '../../ui/button';
import { IconButton } from '../../ui/icon-button';
import { showToast } from '../../ui/toast';
import { useCopy } from '../../ui/use-copy';
import type { CellText } from '../grid/cell-text';
import type { Selection } from '../grid/selection';
import type { Session } from './session';
import type { GridState } from './use-grid-state';

export type ActionsBarProps = Readonly<{
  id: string;
  session: Session;
  selection: Selection;
  /** Moves when the selection has changed. */
  selected: number;
  view: Int32Array;
  state: GridState;
  imports: ImportActions | undefined;
  text: CellText;
  onClear: () => void;
}>;

/** What can be done to the chosen users; it stays in sight while any are chosen. */
export function ActionsBar({ session, selection, view, onClear }: ActionsBarProps) {
  const t = useTranslations('users.actions');
  const { copy } = useCopy();
  if (selection.count === 0) return null;
  const copyCids = async () => {
    await copy([...selection.rows(view)].map((row) => session.store.cids[row]).join('\n'));
    showToast({ tone: 'success', title: t('copied', { count: selection.count }) });
  };
  return (
    <section
      aria-label={t('label')}
      className="sticky bottom-3 z-10 flex flex-wrap items-center gap-2 self-center rounded-lg bg-raised px-3 py-2 shadow-pop"
    >
      <p role="status" className="me-2 font-medium tabular-nums">
        {t('chosen', { count: selection.count })}
      </p>
      <Button size="sm" icon={Copy} onPress={() => void copyCids()}>
        {t('copy')}
      </Button>
      <IconButton size="sm" icon={X} label={t('clear')} onPress={onClear} />
    </section>
  );
}
