import type { Route } from 'next';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { LogoMark } from '@/components/shell/logo';
import { buttonStyle } from '@/components/ui/button-style';
import { getT } from '@/lib/i18n/server';

/** Any address that leads nowhere. */
export default async function NotFound(): Promise<ReactNode> {
  const t = await getT();
  return (
    <main className="grid min-h-dvh place-items-center p-6">
      <div className="w-full max-w-md">
        <LogoMark className="size-8" />
        <p className="mt-6 font-mono text-sm text-muted">404</p>
        <h1 className="mt-1 text-xl font-semibold">{t('errors.page.notFoundTitle')}</h1>
        <p className="mt-2 text-muted">{t('errors.page.notFoundBody')}</p>
        <Link href={'/' as Route} className={`${buttonStyle('primary', 'md')} mt-5`}>
          {t('common.home')}
        </Link>
      </div>
    </main>
  );
}
