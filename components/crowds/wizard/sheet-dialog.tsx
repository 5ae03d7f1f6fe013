'use client';

import { useState } from 'react';
import { useFormatter, useTranslations } from 'use-intl/react';
import { type Copy, MAX_COPIES } from '@/lib/crowds/rules';
import { readSheet } from '@/lib/crowds/sheet-rules';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { TextArea } from '../../ui/text-area';

type SheetDialogProps = Readonly<{
  /** Copies that hold something already. */
  held: readonly Copy[];
  onCopies: (copies: readonly Copy[]) => void;
  onClose: () => void;
}>;

/** Takes copies out of pasted cells, and says what of them does not fit. */
export function SheetDialog({ held, onCopies, onClose }: SheetDialogProps) {
  const t = useTranslations('crowds.wizard');
  const format = useFormatter();
  const lines = (numbers: readonly number[]) => format.list(numbers.map(String), { type: 'conjunction' });
  const [text, setText] = useState('');
  const whole = readSheet(text);
  const added = readSheet(text, MAX_COPIES - held.length);
  const { copies, oneCell, moreCells, leftOut } = whole;
  const take = (next: readonly Copy[]) => {
    onCopies(next);
    onClose();
  };
  return (
    <Dialog title={t('sheetTitle')} isOpen onOpenChange={onClose}>
      {() => (
        <div className="flex flex-col gap-3">
          <TextArea
            autoFocus
            label={t('sheetField')}
            description={t('sheetBody')}
            rows={8}
            value={text}
            onChange={setText}
          />
          <div role="status" className="text-sm text-muted">
            {text.trim() === '' ? null : (
              <>
                <p>{t('sheetFound', { count: copies.length + leftOut })}</p>
                {oneCell.length > 0 ? <p>{t('sheetOneCell', { lines: lines(oneCell) })}</p> : null}
                {moreCells.length > 0 ? <p>{t('sheetMoreCells', { lines: lines(moreCells) })}</p> : null}
                {leftOut > 0 ? (
                  <p className="text-danger">
                    {t('sheetLeftOut', { max: String(MAX_COPIES), count: String(leftOut) })}
                  </p>
                ) : null}
              </>
            )}
          </div>
          <div className="flex flex-wrap justify-end gap-2">
            {held.length > 0 ? (
              <Button
                isDisabled={added.copies.length === 0 || added.leftOut > 0}
                onPress={() => take([...held, ...added.copies])}
              >
                {t('sheetAppend')}
              </Button>
            ) : null}
            <Button variant="primary" isDisabled={copies.length === 0} onPress={() => take(copies)}>
              {t('sheetReplace')}
            </Button>
          </div>
        </div>
      )}
    </Dialog>
  );
}
