'use client';

import { Lock } from 'lucide-react';
import type { Route } from 'next';
import { useTranslations } from 'use-intl/react';
import type { Role } from '@/lib/auth/permissions';
import { EmptyState } from '../ui/empty-state';
import { LinkButton } from '../ui/link-button';

/** In place of a page that this role may not see. */
export function ForbiddenState({ role }: Readonly<{ role: Role }>) {
  const t = useTranslations();
  return (
    <EmptyState
      icon={Lock}
      title={t('errors.page.forbiddenTitle')}
      actions={<LinkButton href={'/' as Route}>{t('common.home')}</LinkButton>}
    >
      {t('errors.page.forbiddenBody', { role: t(`shell.role.${role}`) })}
    </EmptyState>
  );
}
