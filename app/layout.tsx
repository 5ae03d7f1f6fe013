import type { Metadata, Viewport } from 'next';
import { headers } from 'next/headers';
import type { ReactNode } from 'react';
import { getI18n } from '@/lib/i18n/server';
import './globals.css';
import { Providers } from './providers';

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await getI18n();
  return {
    title: { default: t('common.product'), template: `%s · ${t('common.product')}` },
    description: t('common.tagline'),
    icons: { icon: '/icons/icon.svg' },
    robots: { index: false, follow: false },
  };
}

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#f5f6f5' },
    { media: '(prefers-color-scheme: dark)', color: '#0e1312' },
  ],
};

/** Reads the nonce and the cookies, which makes every page dynamic: a prerendered one could carry no nonce. */
export default async function RootLayout({ children }: Readonly<{ children: ReactNode }>) {
  const [{ locale, theme, timeZone, messages }, head] = await Promise.all([getI18n(), headers()]);
  const nonce = head.get('x-nonce') ?? undefined;
  return (
    <html lang={locale} data-theme={theme === 'system' ? undefined : theme}>
      <head>
        {/* react-aria gives this nonce to the one style element it adds. */}
        <meta property="csp-nonce" nonce={nonce} suppressHydrationWarning />
      </head>
      <body>
        <Providers locale={locale} timeZone={timeZone} messages={messages} nowMs={Date.now()}>
          {children}
        </Providers>
      </body>
    </html>
  );
}
