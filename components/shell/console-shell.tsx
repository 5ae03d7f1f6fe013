'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { signOut } from 'next-auth/react';
import type { ComponentProps } from 'react';
import type { Result } from '@/lib/core/result';
import { QuickChangeProvider, type QuickDoors } from '../changes/quick-change';
import { ReadProvider } from '../data/reads';
import { Shell } from './shell';
import type { ShellProps } from './types';
import { useNews } from './use-news';

type ConsoleShellProps = Omit<ShellProps, 'onSwitchApp' | 'onSignOut' | 'accountHref'> &
  Readonly<{
    switchApp: (input: { id: string }) => Promise<Result<true>>;
    batch: ComponentProps<typeof ReadProvider>['action'];
    /** Absent for people who may order nothing. */
    quick: QuickDoors | undefined;
  }>;

/** The shell with its doors: switching apps forgets what was read for the old one, signing out forgets everything. */
export function ConsoleShell({ switchApp, batch, quick, children, ...shell }: ConsoleShellProps) {
  const router = useRouter();
  const queries = useQueryClient();
  return (
    <ReadProvider key={shell.currentAppId} appId={shell.currentAppId} role={shell.user.role} action={batch}>
      <NewsShell
        {...shell}
        accountHref="/settings/account"
        onSwitchApp={async (id) => {
          await switchApp({ id });
          queries.clear();
          router.refresh();
        }}
        onSignOut={async () => {
          await signOut({ redirect: false });
          queries.clear();
          // A full load: nothing of the session stays in the page's memory.
          window.location.assign('/sign-in?ended=1');
        }}
      >
        <QuickChangeProvider doors={quick}>{children}</QuickChangeProvider>
      </NewsShell>
    </ReadProvider>
  );
}

/** The shell with what is new at its desks. */
function NewsShell(props: ShellProps) {
  return <Shell {...props} news={useNews()} />;
}
