'use client';

import { parseAsString, useQueryState } from 'nuqs';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { useRead } from '../data/reads';
import type { ImportActions } from '../imports/spec';
import { Callout } from '../ui/callout';
import { PageHeader } from '../ui/page-header';
import { BadgeDesk, type BadgeDraft, emptyDraft } from './badge-desk';
import { OpenChangesView } from './open-changes';

/** The badge desk, and the changes whose outcome nobody knows. `imports` are absent for people who may only look. */
export function BadgeScreen({ imports }: Readonly<{ imports?: ImportActions | undefined }>) {
  const t = useTranslations('badge');
  // Other pages lead here: with a cid, or with a change whose unknown rows are to get a number.
  const [cid] = useQueryState('cid', parseAsString);
  const [job, setJob] = useQueryState('job', parseAsString);
  const [draft, setDraft] = useState<BadgeDraft>(() => emptyDraft(cid ?? ''));
  const [importing, setImporting] = useQueryState('import', parseAsString);
  const open = useRead('badge.unknown', job ? { job } : {});
  const isCalm = job === null && open.data?.changes.length === 0;
  function settle(cids: readonly string[]): void {
    setDraft({ mode: 'set', amount: 0, text: cids.join('\n') });
    void setImporting(null);
    document.getElementById(DESK)?.scrollIntoView({ block: 'start' });
  }
  return (
    <>
      <PageHeader title={t('title')} description={t('subtitle')} />
      <div className="flex flex-col gap-4">
        {/* What needs somebody comes first; that nothing does is said below. */}
        <div className={isCalm ? 'order-last' : undefined}>
          <OpenChangesView
            query={open}
            isOfJob={job !== null}
            onAll={() => setJob(null)}
            onSettle={imports ? settle : undefined}
          />
        </div>
        {imports ? (
          <div id={DESK} className="scroll-mt-4">
            <BadgeDesk
              draft={draft}
              onDraft={setDraft}
              imports={imports}
              importing={importing}
              onImporting={setImporting}
            />
          </div>
        ) : (
          <Callout title={t('readOnly')}>{t('readOnlyBody')}</Callout>
        )}
      </div>
    </>
  );
}

const DESK = 'badge-desk';
