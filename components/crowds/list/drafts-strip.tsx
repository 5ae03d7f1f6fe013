'use client';

import { Trash2 } from 'lucide-react';
import type { Route } from 'next';
import Link from 'next/link';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import type { DraftSummary } from '@/lib/crowds/schema';
import { failureText } from '@/lib/i18n/failure-text';
import { useRead } from '../../data/reads';
import { useDeed } from '../../data/use-deed';
import { ConfirmDialog } from '../../ui/confirm-dialog';
import { IconButton } from '../../ui/icon-button';
import { Section } from '../../ui/section';
import { Time } from '../../ui/time';
import type { CrowdDoors } from '../doors';

/** Plans that this person has begun and not handed in. Nothing when there are none. */
export function DraftsStrip({ doors }: Readonly<{ doors: CrowdDoors }>) {
  const all = useTranslations();
  const t = useTranslations('crowds.drafts');
  const { data: drafts = [] } = useRead('crowds.drafts', {});
  const discard = useDeed(doors.discard, 'crowds.drafts');
  const [going, setGoing] = useState<DraftSummary | null>(null);
  if (drafts.length === 0) return null;
  const nameOf = ({ name }: DraftSummary) => name.trim() || t('unnamed');
  return (
    <Section title={t('title')} flush>
      <ul>
        {drafts.map((draft) => (
          <li
            key={draft.id}
            className="flex items-center gap-3 border-b border-line px-4 py-1.5 last:border-b-0"
          >
            <Link
              href={`/crowds/new?draft=${draft.id}` as Route}
              className="min-w-0 flex-1 truncate rounded-sm hover:underline"
            >
              {nameOf(draft)}
              <span className="ms-2 text-sm text-muted">{t('copies', { count: draft.copies })}</span>
            </Link>
            <span className="text-sm text-muted">
              <Time value={draft.updatedAt} show="relative" />
            </span>
            <IconButton
              size="sm"
              icon={Trash2}
              label={`${t('discard')} ${nameOf(draft)}`}
              onPress={() => setGoing(draft)}
            />
          </li>
        ))}
      </ul>
      {going ? (
        <ConfirmDialog
          isOpen
          onOpenChange={() => setGoing(null)}
          title={t('discardTitle', { name: nameOf(going) })}
          consequence={t('discardBody')}
          confirmLabel={t('discard')}
          error={discard.failure ? failureText(all, discard.failure).what : undefined}
          onConfirm={async () => (await discard.run({ id: going.id })) !== null}
        />
      ) : null}
    </Section>
  );
}
