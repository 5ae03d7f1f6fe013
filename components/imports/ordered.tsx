'use client';

import type { Route } from 'next';
import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import { useTranslations } from 'use-intl/react';
import { Button } from '../ui/button';
import { Callout } from '../ui/callout';
import { LinkButton } from '../ui/link-button';

/** The change is the server's business now; the page goes to it by itself. */
export function Ordered({ jobId, onAnother }: Readonly<{ jobId: string; onAnother: () => void }>) {
  const t = useTranslations('imports.ordered');
  const router = useRouter();
  const job = `/jobs/${jobId}` as Route;
  useEffect(() => router.push(job), [router, job]);
  return (
    <Callout
      tone="ok"
      isAlert
      title={t('title')}
      actions={
        <>
          <LinkButton href={job}>{t('toJob')}</LinkButton>
          <Button onPress={onAnother}>{t('another')}</Button>
        </>
      }
    >
      {t('body')}
    </Callout>
  );
}
