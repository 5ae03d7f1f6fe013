'use client';

import { useTranslations } from 'use-intl/react';
import type { ImportActions } from '../imports/spec';
import { Callout } from '../ui/callout';
import { PageHeader } from '../ui/page-header';
import { Reference } from './reference';
import { TokenDesk } from './token-desk';

/** The desk of device tokens. `imports` are absent for people who may only look. */
export function DeviceTokenScreen({ imports }: Readonly<{ imports?: ImportActions | undefined }>) {
  const t = useTranslations('deviceTokens');
  return (
    <>
      <PageHeader title={t('title')} description={t('subtitle')} />
      <div className="flex flex-col gap-4">
        {imports ? <TokenDesk imports={imports} /> : <Callout>{t('readOnly')}</Callout>}
        <Reference />
      </div>
    </>
  );
}
