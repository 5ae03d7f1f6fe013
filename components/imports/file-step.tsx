'use client';

import { useState } from 'react';
import { useFormatter, useTranslations } from 'use-intl/react';
import { Button } from '../ui/button';
import { Callout } from '../ui/callout';
import { FileDrop } from '../ui/file-drop';
import { ProgressBar } from '../ui/progress-bar';
import { useBytes } from './format';
import { PasteBox } from './paste-box';
import { PreviewTable } from './preview-table';
import { ReadAsFields } from './read-as-fields';
import { StepFrame } from './step-frame';
import { TroubleCallout } from './trouble-callout';
import type { Import } from './use-import';
import { Warnings } from './warnings';

const ENDINGS = ['.csv', '.tsv', '.txt', '.xlsx'] as const;
/** What the server takes of a workbook and of a text file, in bytes. */
const MAX_WORKBOOK = 200 * 1024 ** 2;
const MAX_TEXT = 2 * 1024 ** 3;

/** Step 1: which file, and how it reads. */
export function FileStep({ flow }: Readonly<{ flow: Import }>) {
  const t = useTranslations('imports');
  const common = useTranslations('common');
  const { source, peek, isPeeking, peekTrouble } = flow;
  return (
    <StepFrame
      title={t('step.file')}
      description={t('file.intro')}
      takesFocus={flow.hasMoved}
      footer={
        <Button
          variant="primary"
          isDisabled={!peek || isPeeking || peekTrouble !== null}
          onPress={() => flow.go('columns')}
        >
          {common('next')}
        </Button>
      }
    >
      {source ? <Chosen flow={flow} /> : <Choose flow={flow} />}
      {isPeeking && !peek ? <ProgressBar label={t('file.peeking')} /> : null}
      {peekTrouble ? <TroubleCallout trouble={peekTrouble} during="peek" onRetry={flow.retryPeek} /> : null}
      {peek && source ? (
        <>
          <ReadAsFields peek={peek} isPasted={source.isPasted} isBusy={isPeeking} onChange={flow.readAs} />
          <Warnings peek={{ ...peek, warnings: peek.warnings.filter(({ rule }) => rule !== 'blank') }} />
          <PreviewTable peek={peek} isBusy={isPeeking} />
        </>
      ) : null}
    </StepFrame>
  );
}

function Chosen({ flow }: Readonly<{ flow: Import }>) {
  const t = useTranslations('imports.file');
  const bytes = useBytes();
  const { source } = flow;
  if (!source) return null;
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
      <p className="min-w-0 break-all">
        <span className="font-medium">{source.name}</span>
        <span className="ms-2 text-sm text-muted tabular-nums">{bytes(source.blob.size)}</span>
      </p>
      <Button size="sm" onPress={flow.restart}>
        {t('another')}
      </Button>
    </div>
  );
}

function Choose({ flow }: Readonly<{ flow: Import }>) {
  const t = useTranslations('imports.file');
  const format = useFormatter();
  const [refused, setRefused] = useState<string | null>(null);
  function take(files: File[]): void {
    const [file] = files;
    if (!file) return;
    const name = file.name.toLowerCase();
    const isWorkbook = name.endsWith('.xlsx');
    if (files.length > 1) setRefused(t('onlyOne', { count: files.length }));
    else if (!ENDINGS.some((ending) => name.endsWith(ending))) setRefused(t('notTable', { name: file.name }));
    else if (file.size === 0) setRefused(t('empty', { name: file.name }));
    else if (isWorkbook && file.size > MAX_WORKBOOK) setRefused(t('tooLarge'));
    else if (file.size > MAX_TEXT) setRefused(t('tooLong'));
    else flow.choose({ blob: file, name: file.name, isPasted: false });
  }
  return (
    <>
      {refused ? <Callout tone="danger" isAlert title={refused} /> : null}
      <FileDrop
        label={t('drop')}
        buttonLabel={t('choose')}
        description={t('hint', { max: format.number(MAX_WORKBOOK / 1024 ** 2) })}
        accept={ENDINGS}
        onFiles={take}
      />
      <PasteBox
        onText={(text) => flow.choose({ blob: new Blob([text]), name: t('pastedName'), isPasted: true })}
      />
    </>
  );
}
