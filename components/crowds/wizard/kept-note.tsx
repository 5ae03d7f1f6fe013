'use client';

import { useTranslations } from 'use-intl/react';
import { FailureCallout } from '../../data/failure-state';
import { useAsk } from '../../data/reads';
import { Button } from '../../ui/button';
import { Callout } from '../../ui/callout';
import type { DraftInHand } from './use-draft';

/** Whether what is filled in is safe, and what to do when it is not. */
export function KeptNote({ draft }: Readonly<{ draft: DraftInHand }>) {
  const t = useTranslations('crowds.wizard');
  const { state, failure } = draft;
  if (state === 'conflict') return <Conflict draft={draft} />;
  if (state === 'left') return null;
  if (state === 'gone') return <Callout tone="warn" isAlert title={t('gone')} />;
  if (state === 'failed' && failure)
    return <FailureCallout failure={failure} onRetry={() => void draft.flush()} />;
  return (
    <p role="status" className="min-h-5 text-sm text-muted">
      {draft.isBlank
        ? null
        : state === 'keeping'
          ? t('saving')
          : state === 'open'
            ? t('unsaved')
            : t('saved')}
    </p>
  );
}

function Conflict({ draft }: Readonly<{ draft: DraftInHand }>) {
  const t = useTranslations('crowds.wizard');
  const ask = useAsk();
  async function mine(): Promise<void> {
    draft.keepMine(await ask('crowds.draft', { id: draft.id }));
  }
  return (
    <Callout
      tone="warn"
      isAlert
      title={t('conflictTitle')}
      actions={
        <>
          <Button size="sm" onPress={draft.takeTheirs}>
            {t('takeTheirs')}
          </Button>
          <Button size="sm" onPress={() => void mine()}>
            {t('takeMine')}
          </Button>
        </>
      }
    >
      {t('conflict')}
    </Callout>
  );
}
