'use client';

import type { Route } from 'next';
import Link from 'next/link';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { type Adopted, MAX_PASTED } from '@/lib/crowds/schema';
import { FailureCallout } from '../../data/failure-state';
import { useDeed } from '../../data/use-deed';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { TextArea } from '../../ui/text-area';
import type { CrowdDoors } from '../doors';

type Rule = 'no-id' | 'too-many' | 'too-long';

/** Takes tasks into the archive by their ids, and says which of them nobody knows. */
export function PasteDialog({ doors, onClose }: Readonly<{ doors: CrowdDoors; onClose: () => void }>) {
  const t = useTranslations('crowds.pasteDialog');
  const adopt = useDeed(doors.adopt, 'crowds.', 'shell.');
  const [text, setText] = useState('');
  const [adopted, setAdopted] = useState<Adopted | null>(null);
  const max = String(MAX_PASTED);
  const rule = adopt.failure?.fields?.text as Rule | undefined;
  return (
    <Dialog title={t('title')} isOpen isLocked={adopt.isPending} onOpenChange={onClose}>
      {() => (
        <div className="flex flex-col gap-3">
          <TextArea
            autoFocus
            mono
            label={t('field')}
            description={t('body', { max })}
            rows={6}
            value={text}
            onChange={setText}
            error={
              rule
                ? (t as unknown as (key: string, figures: object) => string)(`rule.${rule}`, { max })
                : undefined
            }
          />
          {adopt.failure && !rule ? <FailureCallout failure={adopt.failure} /> : null}
          {adopted ? <Outcome adopted={adopted} /> : null}
          <Button
            variant="primary"
            className="self-end"
            isDisabled={text.trim() === ''}
            isPending={adopt.isPending}
            onPress={async () => setAdopted(await adopt.run({ text }))}
          >
            {t('go')}
          </Button>
        </div>
      )}
    </Dialog>
  );
}

function Outcome({ adopted: { added, known, unknown, invalid, planIds } }: Readonly<{ adopted: Adopted }>) {
  const t = useTranslations('crowds.pasteDialog');
  return (
    <div role="status" className="flex flex-col gap-1 text-sm">
      <p>{t('added', { added, known })}</p>
      {unknown.length > 0 ? (
        <p className="text-danger">
          {t('unknown')} <span className="font-mono break-all">{unknown.join(' ')}</span>
        </p>
      ) : null}
      {invalid.length > 0 ? (
        <p className="text-danger">
          {t('invalid')} <span className="font-mono break-all">{invalid.join(' ')}</span>
        </p>
      ) : null}
      <ul className="flex flex-wrap gap-2">
        {planIds.map((id, i) => (
          <li key={id}>
            <Link
              href={`/crowds/${id}` as Route}
              className="inline-flex min-h-6 min-w-6 items-center text-accent hover:underline"
            >
              {t('open')} {planIds.length > 1 ? i + 1 : ''}
            </Link>
          </li>
        ))}
      </ul>
    </div>
  );
}
