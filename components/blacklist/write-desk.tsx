'use client';

import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { splitCids } from '@/lib/core/cid';
import { QUICK_ROWS, useQuickChange } from '../changes/quick-change';
import type { ImportActions } from '../imports/spec';
import { useBlacklistKind } from '../kinds/blacklist';
import { Button } from '../ui/button';
import { Callout } from '../ui/callout';
import { Section } from '../ui/section';
import { SegmentedControl } from '../ui/segmented-control';
import { TextArea } from '../ui/text-area';
import { type Deed, DeedFields, emptyDraft, type WriteDraft } from './deed-fields';
import { FileDesk } from './file-desk';
import { isNotedGood } from './noted-fields';

type WriteDeskProps = Readonly<{
  deed: Deed;
  draft: WriteDraft;
  onDraft: (draft: WriteDraft) => void;
  imports: ImportActions;
  /** Null: the form; NEW_IMPORT or the id of a checked draft: the wizard. */
  importing: string | null;
  onImporting: (importing: string | null) => void;
}>;

export const NEW_IMPORT = 'new';

/** Blocking, releasing or declaring: pasted cids with a preview at once, or any number of them from a file. */
export function WriteDesk({ importing, onImporting, ...desk }: WriteDeskProps) {
  const t = useTranslations('blacklist.desk');
  const [pasted, setPasted] = useState<string | null>(null);
  const { deed } = desk;
  return (
    <div className="flex flex-col gap-4">
      {deed === 'declare' ? <Callout title={t('declareNote')}>{t('declareBody')}</Callout> : null}
      <SegmentedControl
        className="self-start"
        label={t('way')}
        value={importing === null ? 'form' : 'file'}
        onChange={(way) => onImporting(way === 'file' ? NEW_IMPORT : null)}
        segments={[
          { id: 'form', label: t('ways.form') },
          { id: 'file', label: t('ways.file') },
        ]}
      />
      {importing === null ? (
        <CidForm
          {...desk}
          onImport={(text) => {
            setPasted(text);
            onImporting(NEW_IMPORT);
          }}
        />
      ) : (
        <FileDesk
          {...desk}
          pasted={pasted}
          draftId={importing === NEW_IMPORT ? null : importing}
          onDraftId={(id) => onImporting(id ?? NEW_IMPORT)}
        />
      )}
    </div>
  );
}

type CidFormProps = Pick<WriteDeskProps, 'deed' | 'draft' | 'onDraft'> &
  Readonly<{ onImport: (text: string) => void }>;

function CidForm({ deed, draft, onDraft, onImport }: CidFormProps) {
  const t = useTranslations('blacklist.desk');
  const quick = useQuickChange();
  const { noted } = draft;
  const kind = useBlacklistKind(
    `blacklist.${deed}`,
    deed === 'remove' ? { reason: noted.reason } : { ...noted },
  );
  const cids = splitCids(draft.text);
  const isTooMany = cids.length > QUICK_ROWS;
  const isGood = cids.length > 0 && !isTooMany && isNotedGood(noted, deed === 'remove');
  function preview(): void {
    if (!isGood) return;
    quick?.open({
      kind,
      rows: cids.map((cid) => [cid]),
      title: t(`title.${deed}`),
      onDone: () => onDraft(emptyDraft()),
    });
  }
  return (
    <Section title={t(`title.${deed}`)}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          preview();
        }}
      >
        <TextArea
          mono
          rows={8}
          label={t('cids')}
          isRequired
          description={t('cidsHint', { max: QUICK_ROWS })}
          value={draft.text}
          onChange={(text) => onDraft({ ...draft, text })}
        />
        {isTooMany ? (
          <Callout
            tone="warn"
            isAlert
            title={t('tooMany', { max: QUICK_ROWS, count: cids.length })}
            actions={<Button onPress={() => onImport(cids.join('\n'))}>{t('toImport')}</Button>}
          >
            {t('tooManyBody')}
          </Callout>
        ) : null}
        <DeedFields deed={deed} draft={draft} onDraft={onDraft} />
        <div className="flex flex-wrap items-center gap-3">
          <Button type="submit" variant="primary" isDisabled={!isGood}>
            {t('preview')}
          </Button>
          <p aria-live="polite" className="text-sm text-muted tabular-nums">
            {t('count', { count: cids.length })}
          </p>
        </div>
        <p className="text-sm text-muted">
          {t('previewHint')} {deed === 'remove' ? t('removeNote') : null}
        </p>
      </form>
    </Section>
  );
}
