'use client';

import { useState } from 'react';
import { Form } from 'react-aria-components';
import { useTranslations } from 'use-intl/react';
import { QUICK_ROWS, useQuickChange } from '../../changes/quick-change';
import { ImportWizard } from '../../imports/import-wizard';
import type { ImportActions } from '../../imports/spec';
import { Button } from '../../ui/button';
import { Dialog, Sheet } from '../../ui/dialog';
import { type Deed, EMPTY_DRAFT, isComplete } from './deed';
import { DeedFields } from './deed-fields';
import { useDeedKind } from './use-deed-kind';

type DeedDialogProps = Readonly<{
  deed: Deed;
  cids: readonly string[];
  imports: ImportActions;
  onClose: () => void;
  /** The change has ended, or was ordered to run by itself: what was read of these users may have changed. */
  onDone: () => void;
}>;

/** Asks what a deed needs, then previews it: up to a thousand users in a dialog, more by the steps of an import. */
export function DeedDialog({ deed, cids, imports, onClose, onDone }: DeedDialogProps) {
  const t = useTranslations('users.act');
  const common = useTranslations('common');
  const quick = useQuickChange();
  const [draft, setDraft] = useState(EMPTY_DRAFT);
  const [isImporting, setImporting] = useState(false);
  const [draftId, setDraftId] = useState<string | null>(null);
  const { kind, rowOf, head } = useDeedKind(deed, draft);
  const isGood = isComplete(deed, draft, Date.now());
  const isBulk = cids.length > QUICK_ROWS;
  function go(): void {
    if (!isGood) return;
    if (isBulk) {
      setImporting(true);
      return;
    }
    quick?.open({ kind, rows: cids.map(rowOf), title: t(`title.${deed}`, { count: cids.length }), onDone });
    onClose();
  }
  if (isImporting)
    return (
      <Sheet
        isOpen
        size="lg"
        title={t(`title.${deed}`, { count: cids.length })}
        onOpenChange={(open) => {
          if (open) return;
          onDone();
          onClose();
        }}
      >
        <ImportWizard
          kind={kind}
          actions={imports}
          draftId={draftId}
          onDraftId={setDraftId}
          pasted={[head, ...cids.map(rowOf)].map((row) => row.join('\t')).join('\n')}
        />
      </Sheet>
    );
  return (
    <Dialog
      isOpen
      size="sm"
      title={t(`title.${deed}`, { count: cids.length })}
      description={isBulk ? t('bulk', { max: QUICK_ROWS }) : t('preview')}
      onOpenChange={(open) => !open && onClose()}
    >
      <Form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          go();
        }}
      >
        <DeedFields deed={deed} draft={draft} onDraft={setDraft} />
        <div className="flex justify-end gap-2">
          <Button onPress={onClose}>{common('cancel')}</Button>
          <Button type="submit" variant="primary" isDisabled={!isGood}>
            {t('go')}
          </Button>
        </div>
      </Form>
    </Dialog>
  );
}
