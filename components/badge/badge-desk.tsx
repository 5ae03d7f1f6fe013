'use client';

import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { type BadgeMode, MAX_BADGE } from '@/lib/badge/rules';
import { splitCids } from '@/lib/core/cid';
import { QUICK_ROWS, useQuickChange } from '../changes/quick-change';
import { ImportWizard } from '../imports/import-wizard';
import type { ImportActions } from '../imports/spec';
import { type BadgeChange, useBadgeKind } from '../kinds/badge';
import { Button } from '../ui/button';
import { Callout } from '../ui/callout';
import { NumberField } from '../ui/number-field';
import { Section } from '../ui/section';
import { SegmentedControl } from '../ui/segmented-control';
import { TextArea } from '../ui/text-area';

/** What is filled in; `amount` is not negative. */
export type BadgeDraft = Readonly<{ mode: BadgeMode; amount: number; text: string }>;
export const emptyDraft = (text = ''): BadgeDraft => ({ mode: 'set', amount: 1, text });

const MODES = ['set', 'plus', 'minus'] as const;
const changeOf = ({ mode, amount }: BadgeDraft): BadgeChange =>
  mode === 'set'
    ? { kind: 'badge.set', params: { value: amount } }
    : { kind: 'badge.add', params: { by: mode === 'plus' ? amount : -amount } };
const isAmountGood = ({ mode, amount }: BadgeDraft) =>
  Number.isInteger(amount) && amount <= MAX_BADGE && amount >= (mode === 'set' ? 0 : 1);

type BadgeDeskProps = Readonly<{
  draft: BadgeDraft;
  onDraft: (draft: BadgeDraft) => void;
  imports: ImportActions;
  /** Null: the form; NEW_IMPORT or the id of a checked draft: the wizard. */
  importing: string | null;
  onImporting: (importing: string | null) => void;
}>;

const NEW_IMPORT = 'new';

/** Sets badges or changes them: pasted cids with a preview at once, or any number of them from a file. */
export function BadgeDesk({ draft, onDraft, imports, importing, onImporting }: BadgeDeskProps) {
  const t = useTranslations('badge.desk');
  const [pasted, setPasted] = useState<string | null>(null);
  // A checked draft that a reload has found keeps its number.
  const [isSaid, setSaid] = useState(importing !== null && importing !== NEW_IMPORT);
  const kind = useBadgeKind(changeOf(draft));
  return (
    <div className="flex flex-col gap-4">
      <SegmentedControl
        className="self-start"
        label={t('way')}
        value={importing === null ? 'form' : 'file'}
        onChange={(way) => {
          setSaid(false);
          onImporting(way === 'file' ? NEW_IMPORT : null);
        }}
        segments={[
          { id: 'form', label: t('ways.form') },
          { id: 'file', label: t('ways.file') },
        ]}
      />
      {importing === null ? (
        <CidForm
          draft={draft}
          onDraft={onDraft}
          onImport={(text) => {
            setPasted(text);
            setSaid(true);
            onImporting(NEW_IMPORT);
          }}
        />
      ) : isSaid ? (
        <>
          {importing === NEW_IMPORT ? (
            <div className="flex flex-wrap items-center gap-3 text-sm">
              <span>{t(`said.${draft.mode}`, { amount: draft.amount })}</span>
              <Button size="sm" variant="ghost" onPress={() => setSaid(false)}>
                {t('change')}
              </Button>
            </div>
          ) : null}
          <ImportWizard
            kind={kind}
            actions={imports}
            draftId={importing === NEW_IMPORT ? null : importing}
            onDraftId={(id) => onImporting(id ?? NEW_IMPORT)}
            pasted={pasted}
          />
        </>
      ) : (
        <Section title={t('title')}>
          <form
            className="flex flex-col gap-4"
            onSubmit={(event) => {
              event.preventDefault();
              if (isAmountGood(draft)) setSaid(true);
            }}
          >
            <Amount draft={draft} onDraft={onDraft} />
            <div>
              <Button type="submit" variant="primary" isDisabled={!isAmountGood(draft)}>
                {t('toFile')}
              </Button>
            </div>
          </form>
        </Section>
      )}
    </div>
  );
}

type FormProps = Pick<BadgeDeskProps, 'draft' | 'onDraft'>;

function CidForm({ draft, onDraft, onImport }: FormProps & Readonly<{ onImport: (text: string) => void }>) {
  const t = useTranslations('badge.desk');
  const quick = useQuickChange();
  const kind = useBadgeKind(changeOf(draft));
  const cids = splitCids(draft.text);
  const isTooMany = cids.length > QUICK_ROWS;
  const isGood = cids.length > 0 && !isTooMany && isAmountGood(draft);
  function preview(): void {
    if (!isGood) return;
    const rows = cids.map((cid) => [cid]);
    quick?.open({ kind, rows, title: t('title'), onDone: () => onDraft(emptyDraft()) });
  }
  return (
    <Section title={t('title')}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          preview();
        }}
      >
        <Amount draft={draft} onDraft={onDraft} />
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
            actions={
              <Button isDisabled={!isAmountGood(draft)} onPress={() => onImport(cids.join('\n'))}>
                {t('toImport')}
              </Button>
            }
          >
            {t('tooManyBody')}
          </Callout>
        ) : null}
        <div className="flex flex-wrap items-center gap-3">
          <Button type="submit" variant="primary" isDisabled={!isGood}>
            {t('preview')}
          </Button>
          <p aria-live="polite" className="text-sm text-muted tabular-nums">
            {t('count', { count: cids.length })}
          </p>
        </div>
        <p className="text-sm text-muted">{t('previewHint')}</p>
      </form>
    </Section>
  );
}

function Amount({ draft, onDraft }: FormProps) {
  const t = useTranslations('badge.desk');
  const { mode, amount } = draft;
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-end gap-4">
        <div className="flex flex-col gap-1">
          <span aria-hidden className="text-sm font-medium">
            {t('mode')}
          </span>
          <SegmentedControl
            label={t('mode')}
            value={mode}
            onChange={(next) => onDraft({ ...draft, mode: next })}
            segments={MODES.map((id) => ({ id, label: t(`modes.${id}`) }))}
          />
        </div>
        <NumberField
          className="w-36"
          label={t(`amount.${mode}`)}
          minValue={mode === 'set' ? 0 : 1}
          maxValue={MAX_BADGE}
          step={1}
          value={amount}
          onChange={(next) => onDraft({ ...draft, amount: next })}
        />
      </div>
      {mode === 'set' ? null : (
        <Callout tone="warn" title={t('once')}>
          {t('onceBody')}
        </Callout>
      )}
    </div>
  );
}
