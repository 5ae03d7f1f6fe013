import { useTranslations } from 'use-intl/react';
import type { Failure } from '@/lib/core/result';
import { FailureCallout } from '../../data/failure-state';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';

type ConflictDialogProps = Readonly<{
  failure: Failure;
  /** The version this person began with. */
  mine: number;
  isPending: boolean;
  onCopy: () => void;
  /** Saves on top of the version that somebody else saved. */
  onOver: (version: number) => void;
  onClose: () => void;
}>;

/** Why saving failed. Where somebody else saved meanwhile, both ways to keep everything. */
export function ConflictDialog({ failure, mine, isPending, onCopy, onOver, onClose }: ConflictDialogProps) {
  const t = useTranslations('audienceSaved.conflict');
  const common = useTranslations('common');
  const version = Number(failure.params?.version);
  const isConflict = failure.code === 'CONFLICT' && failure.params?.rule === 'saved-since';
  if (!isConflict)
    return (
      <Dialog isOpen size="sm" title={t('failed')} onOpenChange={(isOpen) => !isOpen && onClose()}>
        <FailureCallout failure={failure} />
      </Dialog>
    );
  return (
    <Dialog
      isOpen
      role="alertdialog"
      title={t('title')}
      isLocked={isPending}
      onOpenChange={(isOpen) => !isOpen && onClose()}
      footer={
        <>
          <Button isDisabled={isPending} onPress={onClose}>
            {common('cancel')}
          </Button>
          <Button isPending={isPending} onPress={() => onOver(version)}>
            {t('over', { next: version + 1 })}
          </Button>
          <Button variant="primary" isDisabled={isPending} onPress={onCopy}>
            {t('copy')}
          </Button>
        </>
      }
    >
      <p>{t('body', { name: String(failure.params?.by ?? ''), version, mine })}</p>
      <p className="mt-2 text-sm text-muted">{t('overBody', { next: version + 1 })}</p>
    </Dialog>
  );
}
