'use client';

import { useTranslations } from 'use-intl/react';
import { type BadgeMode, MAX_BADGE } from '@/lib/badge/rules';
import { CidForm } from '../changes/cid-form';
import type { ImportActions } from '../imports/spec';
import { WayDesk, type WayDeskProps } from '../imports/way-desk';
import { type BadgeChange, useBadgeKind } from '../kinds/badge';
import { Callout } from '../ui/callout';
import { NumberField } from '../ui/number-field';
import { SegmentedControl } from '../ui/segmented-control';

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

type BadgeDeskProps = Pick<WayDeskProps, 'importing' | 'onImporting'> &
  Readonly<{
    draft: BadgeDraft;
    onDraft: (draft: BadgeDraft) => void;
    imports: ImportActions;
  }>;

/** Sets badges or changes them: pasted cids with a preview at once, or any number of them from a file. */
export function BadgeDesk({ draft, onDraft, ...way }: BadgeDeskProps) {
  const t = useTranslations('badge.desk');
  const kind = useBadgeKind(changeOf(draft));
  const amount = <Amount draft={draft} onDraft={onDraft} />;
  return (
    <WayDesk
      {...way}
      kind={kind}
      words={{
        title: t('title'),
        fields: amount,
        isGood: isAmountGood(draft),
        said: <span>{t(`said.${draft.mode}`, { amount: draft.amount })}</span>,
      }}
      form={(onImport) => (
        <CidForm
          title={t('title')}
          kind={kind}
          text={draft.text}
          onText={(text) => onDraft({ ...draft, text })}
          before={amount}
          isGood={isAmountGood(draft)}
          hint={t('previewHint')}
          onImport={onImport}
          onDone={() => onDraft(emptyDraft())}
        />
      )}
    />
  );
}

type FormProps = Pick<BadgeDeskProps, 'draft' | 'onDraft'>;

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
