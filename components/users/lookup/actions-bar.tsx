'use client';

import { Ban, CircleDot, Copy, type LucideIcon, Tag, Tags, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { useMay } from '../../data/reads';
import type { ImportActions } from '../../imports/spec';
import { Button } from '../../ui/button';
import { IconButton } from '../../ui/icon-button';
import { showToast } from '../../ui/toast';
import { useCopy } from '../../ui/use-copy';
import { DEEDS, type Deed, PERMISSION } from '../act/deed';
import { DeedDialog } from '../act/deed-dialog';
import type { Selection } from '../grid/selection';
import type { Session } from './session';

export type ActionsBarProps = Readonly<{
  session: Session;
  selection: Selection;
  /** Moves when the selection has changed. */
  selected: number;
  view: Int32Array;
  /** Absent for people who may order nothing. */
  imports: ImportActions | undefined;
  onClear: () => void;
}>;

const ICONS: Readonly<Record<Deed, LucideIcon>> = { tag: Tag, untag: Tags, block: Ban, badge: CircleDot };

/** What can be done to the chosen users; it stays in sight while any are chosen. */
export function ActionsBar({ session, selection, view, imports, onClear }: ActionsBarProps) {
  const t = useTranslations('users.actions');
  const may = useMay();
  const { copy } = useCopy();
  const [deed, setDeed] = useState<{ deed: Deed; rows: Int32Array } | null>(null);
  if (selection.count === 0) return null;
  const cidsOf = (rows: Int32Array) => [...rows].map((row) => session.store.cids[row] ?? '');
  const copyCids = async () => {
    await copy(cidsOf(selection.rows(view)).join('\n'));
    showToast({ tone: 'success', title: t('copied', { count: selection.count }) });
  };
  return (
    <section
      aria-label={t('label')}
      className="sticky bottom-3 z-10 flex max-w-full flex-wrap items-center gap-2 self-center rounded-lg bg-raised px-3 py-2 shadow-pop"
    >
      <p role="status" className="me-2 font-medium tabular-nums">
        {t('chosen', { count: selection.count })}
      </p>
      {imports
        ? DEEDS.filter((one) => may(PERMISSION[one])).map((one) => (
            <Button
              key={one}
              size="sm"
              icon={ICONS[one]}
              onPress={() => setDeed({ deed: one, rows: selection.rows(view) })}
            >
              {t(one)}
            </Button>
          ))
        : null}
      <Button size="sm" icon={Copy} onPress={() => void copyCids()}>
        {t('copy')}
      </Button>
      <IconButton size="sm" icon={X} label={t('clear')} onPress={onClear} />
      {imports && deed ? (
        <DeedDialog
          deed={deed.deed}
          cids={cidsOf(deed.rows)}
          imports={imports}
          onClose={() => setDeed(null)}
          onDone={() => session.readAgain(['ledger', 'tags'], deed.rows)}
        />
      ) : null}
    </section>
  );
}
