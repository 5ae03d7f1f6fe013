'use client';

import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl/react';
import { LogoMark } from '../shell/logo';

/** The quiet page around sign-in and one-time links. */
export function AuthFrame({ children }: Readonly<{ children: ReactNode }>) {
  const t = useTranslations('common');
  return (
    <main id="main" className="flex min-h-dvh flex-col items-center justify-center px-4 py-10">
      <div className="w-full max-w-sm">
        <div className="mb-6 flex items-center gap-3">
          <LogoMark className="size-9" />
          <div>
            <p className="text-xl font-semibold tracking-wide">{t('product')}</p>
            <p className="text-sm text-muted">{t('tagline')}</p>
          </div>
        </div>
        <div className="rounded-lg border border-line bg-surface p-6">{children}</div>
      </div>
    </main>
  );
}
