'use client';

import type { Route } from 'next';
import { useTranslations } from 'use-intl/react';
import { FailureCallout } from '../data/failure-state';
import { LoadingLines } from '../data/loading-state';
import { Button } from '../ui/button';
import { Callout } from '../ui/callout';
import { LinkButton } from '../ui/link-button';
import { CheckedRows } from './checked-rows';
import { StepFrame } from './step-frame';
import { TroubleCallout } from './trouble-callout';
import { UploadProgress } from './upload-progress';
import type { Import } from './use-import';

/** Step 3: the file goes up and is checked; then every row by its verdict. Nothing is changed yet. */
export function CheckStep({ flow }: Readonly<{ flow: Import }>) {
  const t = useTranslations('imports');
  const common = useTranslations('common');
  const { draft, uploading, trouble, lostDraft } = flow;
  const canGoOn = draft !== null && draft.found.valid > 0;
  return (
    <StepFrame
      title={t('step.check')}
      description={t('check.intro')}
      takesFocus={flow.hasMoved}
      footer={
        uploading ? (
          <Button onPress={flow.stop}>{t('check.stop')}</Button>
        ) : (
          <>
            {draft ? (
              <Button variant="primary" isDisabled={!canGoOn} onPress={() => flow.go('plan')}>
                {common('next')}
              </Button>
            ) : null}
            {flow.source ? (
              <Button onPress={() => flow.go('columns')}>{common('previous')}</Button>
            ) : (
              <Button onPress={flow.restart}>{t('restart')}</Button>
            )}
          </>
        )
      }
    >
      {uploading ? <UploadProgress key={uploading.key} uploading={uploading} /> : null}
      {trouble ? <TroubleCallout trouble={trouble} during="upload" onRetry={flow.check} /> : null}
      {flow.isFinding ? <LoadingLines count={3} /> : null}
      {lostDraft ? <LostDraft reason={lostDraft} /> : null}
      {draft ? <Checked flow={flow} draft={draft} /> : null}
    </StepFrame>
  );
}

function LostDraft({ reason }: Readonly<{ reason: NonNullable<Import['lostDraft']> }>) {
  const t = useTranslations('imports');
  if (reason !== 'gone' && reason.code !== 'NOT_FOUND') return <FailureCallout failure={reason} />;
  return (
    <Callout
      tone="warn"
      isAlert
      title={t('gone.title')}
      actions={<LinkButton href={'/jobs' as Route}>{t('gone.jobs')}</LinkButton>}
    >
      {t('gone.body')}
    </Callout>
  );
}

function Checked({ flow, draft }: Readonly<{ flow: Import; draft: NonNullable<Import['draft']> }>) {
  const t = useTranslations('imports.check');
  const { found, rows, file, checkedBy } = draft;
  const notSent = rows - found.valid;
  return (
    <>
      <Callout
        tone={found.valid === 0 ? 'warn' : 'ok'}
        title={
          found.valid === 0
            ? t('nothing')
            : t('result', { file: file ?? '', rows, valid: found.valid, rest: notSent })
        }
      >
        <span role="status">
          {found.valid + found.noChange > 0 ? t(checkedBy === 'upstream' ? 'byUpstream' : 'byLedger') : null}
        </span>
      </Callout>
      <CheckedRows key={draft.jobId} kind={flow.kind} draft={draft} />
    </>
  );
}
