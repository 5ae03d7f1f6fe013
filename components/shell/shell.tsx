'use client';

import { Menu as MenuIcon } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { Sheet } from '../ui/dialog';
import { IconButton } from '../ui/icon-button';
import { AppSwitcher } from './app-switcher';
import { EnvironmentBar } from './environment';
import { LogoMark } from './logo';
import { Navigation } from './navigation';
import type { ShellProps } from './types';
import { UserMenu } from './user-menu';

/** The frame of every console page: where one is, in which app and environment, and as whom. */
export function Shell(props: ShellProps) {
  const t = useTranslations('shell');
  const current = props.apps.find((app) => app.id === props.currentAppId);
  return (
    <div className="flex min-h-dvh flex-col">
      <a
        href="#main"
        className="sr-only z-50 rounded bg-accent px-3 py-2 text-accent-ink focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        {t('skip')}
      </a>
      <header className="sticky top-0 z-20">
        {current ? <EnvironmentBar environment={current.environment} /> : null}
        <TopBar {...props} />
      </header>
      <div className="flex-1 nav:grid nav:grid-cols-[13rem_minmax(0,1fr)]">
        <div className="hidden border-e border-line bg-canvas nav:block">
          <div className="sticky top-[4.25rem] max-h-[calc(100dvh-4.25rem)] overflow-y-auto p-3">
            <Navigation items={props.nav} news={props.news} />
          </div>
        </div>
        <main id="main" tabIndex={-1} className="min-w-0 px-4 py-5 outline-none nav:px-6">
          <div className="mx-auto max-w-[100rem]">{props.children}</div>
        </main>
      </div>
    </div>
  );
}

function TopBar({ apps, currentAppId, user, nav, news, accountHref, tools, ...on }: ShellProps) {
  return (
    <div className="flex h-12 items-center gap-2 border-b border-line bg-surface px-3 nav:gap-4 nav:px-0 nav:pe-4">
      <NavigationDrawer nav={nav} news={news} />
      <div className="hidden h-full w-52 shrink-0 items-center px-5 nav:flex">
        <Brand />
      </div>
      <AppSwitcher apps={apps} currentAppId={currentAppId} onSwitch={on.onSwitchApp} />
      <div className="ms-auto flex items-center gap-2">
        {tools}
        <UserMenu user={user} accountHref={accountHref} onSignOut={on.onSignOut} />
      </div>
    </div>
  );
}

/** Mark and name. */
export function Brand() {
  const t = useTranslations('common');
  return (
    <span className="inline-flex items-center gap-2">
      <LogoMark className="size-5" />
      <span className="text-lg font-semibold tracking-wide">{t('product')}</span>
    </span>
  );
}

function NavigationDrawer({ nav, news }: Readonly<Pick<ShellProps, 'nav' | 'news'>>) {
  const t = useTranslations('shell');
  const [isOpen, setOpen] = useState(false);
  const count = Object.values(news ?? {}).reduce((sum, one) => sum + one, 0);
  return (
    <div className="relative nav:hidden">
      <Sheet
        side="left"
        size="sm"
        title={<Brand />}
        isOpen={isOpen}
        onOpenChange={setOpen}
        trigger={
          <IconButton
            icon={MenuIcon}
            label={count > 0 ? t('openNavigationNews', { count }) : t('openNavigation')}
          />
        }
      >
        <Navigation items={nav} news={news} onNavigate={() => setOpen(false)} />
      </Sheet>
      {count > 0 ? <span aria-hidden className="absolute end-1 top-1 size-2 rounded-full bg-accent" /> : null}
    </div>
  );
}
