'use client';

import { RotateCw, TriangleAlert } from 'lucide-react';
import type { Route } from 'next';
import { useTranslations } from 'use-intl/react';
import { Button } from '../ui/button';
import { EmptyState } from '../ui/empty-state';
import { LinkButton } from '../ui/link-button';

export type RouteErrorProps = Readonly<{ error: Error & { digest?: string }; reset: () => void }>;

/** For the `error.tsx` of a page: something was thrown that nobody expected. */
export function RouteError({ error, reset }: RouteErrorProps) {
  const t = useTranslations();
  return (
    <div role="alert">
      <EmptyState
        icon={TriangleAlert}
        title={t('errors.page.title')}
        actions={
          <>
            <Button variant="primary" icon={RotateCw} onPress={reset}>
              {t('common.retry')}
            </Button>
            <LinkButton href={'/' as Route}>{t('common.home')}</LinkButton>
          </>
        }
      >
        <p>{t('errors.page.body')}</p>
        {error.digest ? (
          <p className="mt-1 font-mono text-sm">{t('errors.page.digest', { digest: error.digest })}</p>
        ) : null}
      </EmptyState>
    </div>
  );
}
