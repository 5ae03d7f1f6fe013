'use client';

import { useTranslations } from 'use-intl/react';
import { MAX_BADGE } from '@/lib/badge/rules';
import { MAX_REASON, MAX_TICKET } from '@/lib/blacklist/rules';
import { DateTimeField } from '../../ui/date-time-field';
import { NumberField } from '../../ui/number-field';
import { SegmentedControl } from '../../ui/segmented-control';
import { TextField } from '../../ui/text-field';
import type { Deed, DeedDraft } from './deed';

type DeedFieldsProps = Readonly<{ deed: Deed; draft: DeedDraft; onDraft: (draft: DeedDraft) => void }>;

/** What a deed has to be told: the tag, why somebody is blocked, the number. */
export function DeedFields({ deed, draft, onDraft }: DeedFieldsProps) {
  const t = useTranslations('users.act');
  if (deed === 'tag' || deed === 'untag')
    return (
      <TextField
        autoFocus
        isRequired
        label={t('tag')}
        description={t('tagHint')}
        value={draft.tag}
        onChange={(tag) => onDraft({ ...draft, tag })}
        maxLength={32}
      />
    );
  if (deed === 'block')
    return (
      <>
        <TextField
          autoFocus
          isRequired
          label={t('reason')}
          value={draft.reason}
          onChange={(reason) => onDraft({ ...draft, reason })}
          maxLength={MAX_REASON}
        />
        <TextField
          label={t('ticket')}
          value={draft.ticket}
          onChange={(ticket) => onDraft({ ...draft, ticket })}
          maxLength={MAX_TICKET}
        />
        <DateTimeField
          label={t('expires')}
          description={t('expiresHint')}
          value={draft.expiresAt}
          onChange={(expiresAt) => onDraft({ ...draft, expiresAt })}
        />
      </>
    );
  return (
    <>
      <SegmentedControl
        className="self-start"
        label={t('badgeMode')}
        value={draft.badgeMode}
        onChange={(badgeMode) => onDraft({ ...draft, badgeMode })}
        segments={(['set', 'plus', 'minus'] as const).map((id) => ({ id, label: t(`badgeModes.${id}`) }))}
      />
      <NumberField
        autoFocus
        label={t('badge')}
        description={t('badgeHint')}
        value={draft.badge}
        onChange={(badge) => onDraft({ ...draft, badge: Number.isNaN(badge) ? 0 : badge })}
        minValue={draft.badgeMode === 'set' ? 0 : 1}
        maxValue={MAX_BADGE}
      />
    </>
  );
}
