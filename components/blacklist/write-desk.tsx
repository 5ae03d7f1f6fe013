'use client';

import { useFormatter, useTranslations } from 'use-intl/react';
import { oneLine } from '@/lib/blacklist/rules';
import { CidForm } from '../changes/cid-form';
import type { ImportActions } from '../imports/spec';
import { WayDesk, type WayDeskProps } from '../imports/way-desk';
import { useBlacklistKind } from '../kinds/blacklist';
import { Callout } from '../ui/callout';
import { type Deed, DeedFields, emptyDraft, type WriteDraft } from './deed-fields';
import { isNotedGood } from './noted-fields';

type WriteDeskProps = Pick<WayDeskProps, 'importing' | 'onImporting'> &
  Readonly<{
    deed: Deed;
    draft: WriteDraft;
    onDraft: (draft: WriteDraft) => void;
    imports: ImportActions;
  }>;

/** Blocking, releasing or declaring: pasted cids with a preview at once, or any number of them from a file. */
export function WriteDesk({ deed, draft, onDraft, ...way }: WriteDeskProps) {
  const t = useTranslations('blacklist.desk');
  const { noted } = draft;
  const params = deed === 'remove' ? { reason: oneLine(noted.reason) } : { ...noted };
  const kind = useBlacklistKind(`blacklist.${deed}`, params);
  const title = t(`title.${deed}`);
  const fields = { deed, draft, onDraft };
  return (
    <div className="flex flex-col gap-4">
      {deed === 'declare' ? <Callout title={t('declareNote')}>{t('declareBody')}</Callout> : null}
      <WayDesk
        {...way}
        kind={kind}
        words={{
          title,
          fields: <DeedFields {...fields} isFile />,
          isGood: isNotedGood(noted, true),
          said: <Said deed={deed} draft={draft} />,
        }}
        form={(onImport) => (
          <CidForm
            title={title}
            kind={kind}
            text={draft.text}
            onText={(text) => onDraft({ ...draft, text })}
            after={<DeedFields {...fields} />}
            isGood={isNotedGood(noted, deed === 'remove')}
            hint={`${t('previewHint')} ${deed === 'remove' ? t('removeNote') : ''}`}
            onImport={onImport}
            onDone={() => onDraft(emptyDraft())}
          />
        )}
      />
    </div>
  );
}

function Said({ deed, draft }: Readonly<{ deed: Deed; draft: WriteDraft }>) {
  const t = useTranslations('blacklist');
  const format = useFormatter();
  const { reason, ticket, expiresAt } = draft.noted;
  const isRemoval = deed === 'remove';
  const until =
    expiresAt === null
      ? t('register.forever')
      : t('expiry.will', { time: format.dateTime(new Date(expiresAt), 'minute') });
  const said = isRemoval
    ? [reason.trim() || t('desk.noRemoveReason')]
    : [reason.trim() || t('desk.noReason'), ticket, until].filter(Boolean);
  return (
    <>
      <span className="text-muted">{t('desk.forAll')}</span>
      <span>{said.join(' · ')}</span>
    </>
  );
}
