'use client';

import { useState } from 'react';
import { useFormatter, useTranslations } from 'use-intl/react';
import { oneLine } from '@/lib/blacklist/rules';
import { ImportWizard } from '../imports/import-wizard';
import type { ImportActions } from '../imports/spec';
import { useBlacklistKind } from '../kinds/blacklist';
import { Button } from '../ui/button';
import { Section } from '../ui/section';
import { type Deed, DeedFields, type WriteDraft } from './deed-fields';
import { isNotedGood } from './noted-fields';

type FileDeskProps = Readonly<{
  deed: Deed;
  draft: WriteDraft;
  onDraft: (draft: WriteDraft) => void;
  imports: ImportActions;
  pasted: string | null;
  draftId: string | null;
  onDraftId: (id: string | null) => void;
}>;

/**
 * A file of cids: first what is said of all rows, then the wizard. What the wizard has checked holds for these words, so
 * changing them begins anew.
 */
export function FileDesk({ deed, draft, onDraft, imports, pasted, draftId, onDraftId }: FileDeskProps) {
  const t = useTranslations('blacklist.desk');
  // A checked draft that a reload has found carries its words in its rows.
  const [isSaid, setSaid] = useState(draftId !== null);
  const { noted } = draft;
  const params = deed === 'remove' ? { reason: oneLine(noted.reason) } : noted;
  const kind = useBlacklistKind(`blacklist.${deed}`, params);
  if (!isSaid)
    return (
      <Section title={t(`title.${deed}`)}>
        <form
          className="flex flex-col gap-4"
          onSubmit={(event) => {
            event.preventDefault();
            if (isNotedGood(noted, true)) setSaid(true);
          }}
        >
          <DeedFields deed={deed} draft={draft} onDraft={onDraft} isFile />
          <div>
            <Button type="submit" variant="primary" isDisabled={!isNotedGood(noted, true)}>
              {t('toFile')}
            </Button>
          </div>
        </form>
      </Section>
    );
  return (
    <div className="flex flex-col gap-4">
      {draftId === null ? <Said deed={deed} draft={draft} onChange={() => setSaid(false)} /> : null}
      <ImportWizard kind={kind} actions={imports} draftId={draftId} onDraftId={onDraftId} pasted={pasted} />
    </div>
  );
}

function Said({ deed, draft, onChange }: Readonly<{ deed: Deed; draft: WriteDraft; onChange: () => void }>) {
  const t = useTranslations('blacklist');
  const format = useFormatter();
  const { reason, ticket, expiresAt } = draft.noted;
  const said = [
    reason.trim() || (deed === 'remove' ? '' : t('desk.noReason')),
    deed === 'remove' ? '' : ticket,
    deed === 'remove'
      ? ''
      : expiresAt === null
        ? t('register.forever')
        : t('expiry.will', { time: format.dateTime(new Date(expiresAt), 'minute') }),
  ].filter(Boolean);
  if (said.length === 0) return null;
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm">
      <span className="text-muted">{t('desk.forAll')}</span>
      <span>{said.join(' · ')}</span>
      <Button size="sm" variant="ghost" onPress={onChange}>
        {t('desk.change')}
      </Button>
    </div>
  );
}
