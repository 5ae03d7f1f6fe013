'use client';

import { useTranslations } from 'use-intl/react';
import { useRead } from '../../data/reads';

/** Which plan a draft was begun with. */
export function ClonedNote({ planId }: Readonly<{ planId: string }>) {
  const t = useTranslations('crowds.wizard');
  const { data: plan } = useRead('crowds.one', { id: planId });
  return plan ? <p className="text-sm text-muted">{t('clonedFrom', { name: plan.name })}</p> : null;
}
