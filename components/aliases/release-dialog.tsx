'use client';

import { useEffect, useRef } from 'react';
import { useTranslations } from 'use-intl/react';
import type { Preview } from '@/lib/aliases/schema';
import { RunView } from '../changes/run-view';
import { FailureCallout } from '../data/failure-state';
import { ConfirmDialog } from '../ui/confirm-dialog';
import { Dialog } from '../ui/dialog';
import { ProgressBar } from '../ui/progress-bar';
import { DeviceTable } from './device-table';
import { type AliasActions, isRun, useChange } from './use-change';

type ReleaseDialogProps = Readonly<{ alias: string; actions: AliasActions; onClose: () => void }>;

/** Takes an alias from every cid: reads the holders, shows them, asks for the alias to be typed, tells the outcome. */
export function ReleaseDialog({ alias, actions, onClose }: ReleaseDialogProps) {
  const t = useTranslations('aliases.release');
  const { stage, failure, read, run } = useChange(actions);
  const started = useRef(false);
  // Opening the dialog is the question; strict mode would ask twice.
  useEffect(() => {
    if (started.current) return;
    started.current = true;
    void read({ kind: 'alias.release', alias });
  });
  if (stage.at === 'preview' && stage.preview.draft) {
    return <Ask alias={alias} preview={stage.preview} onClose={onClose} onGo={run} failure={failure} />;
  }
  return (
    <Dialog
      title={t('title')}
      isOpen
      onOpenChange={(open) => !open && onClose()}
      size="lg"
      isLocked={stage.at === 'running'}
    >
      {stage.at === 'form' && failure ? (
        <FailureCallout failure={failure} onRetry={() => read({ kind: 'alias.release', alias })} />
      ) : stage.at === 'preview' ? (
        <p>{t('nothing')}</p>
      ) : isRun(stage) ? (
        <RunView stage={stage} onAgain={onClose} />
      ) : (
        <ProgressBar label={t('reading')} />
      )}
    </Dialog>
  );
}

type AskProps = Readonly<{
  alias: string;
  preview: Preview;
  onClose: () => void;
  onGo: ReturnType<typeof useChange>['run'];
  failure: ReturnType<typeof useChange>['failure'];
}>;

function Ask({ alias, preview, onClose, onGo, failure }: AskProps) {
  const t = useTranslations('aliases.release');
  const count = preview.devices.length;
  return (
    <ConfirmDialog
      isOpen
      onOpenChange={(open) => !open && onClose()}
      title={t('title')}
      consequence={t('body', { alias, count })}
      confirmLabel={t('go', { count })}
      word={alias}
      error={failure ? <FailureCallout failure={failure} /> : undefined}
      // The dialog makes way for the progress by itself, so it never closes on its own account.
      onConfirm={async () => {
        if (preview.draft) await onGo(preview.draft, alias);
        return false;
      }}
    >
      <div className="rounded-lg border border-line">
        <DeviceTable devices={preview.devices} maxHeight="max-h-64" />
      </div>
    </ConfirmDialog>
  );
}
