import type { Metadata } from 'next';
import type { ReactNode } from 'react';
import { ConsoleShell } from '@/components/shell/console-shell';
import { environmentMetadata } from '@/components/shell/environment-metadata';
import { can } from '@/lib/auth/permissions';
import { requirePage } from '@/lib/auth/server/guard';
import { getT } from '@/lib/i18n/server';
import { switchApp } from './actions';
import { draftQuickly, orderQuickly } from './changes/actions';
import { discardChange } from './jobs/actions';
import { navFor } from './nav';
import { batch } from './reads';

export async function generateMetadata(): Promise<Metadata> {
  const { app } = await requirePage('self:manage');
  return app ? environmentMetadata(await getT(), app) : {};
}

const QUICK = { draft: draftQuickly, order: orderQuickly, discard: discardChange };

export default async function ConsoleLayout({ children }: Readonly<{ children: ReactNode }>) {
  const { actor, app, apps } = await requirePage('self:manage');
  return (
    <ConsoleShell
      // Another app is another console: nothing read or typed for the old one stays.
      key={app?.id}
      apps={apps}
      currentAppId={app?.id ?? ''}
      user={{ name: actor.name, email: actor.email, role: actor.role }}
      nav={navFor(actor.role)}
      switchApp={switchApp}
      batch={batch}
      quick={can(actor.role, 'job:control') ? QUICK : undefined}
    >
      {children}
    </ConsoleShell>
  );
}
