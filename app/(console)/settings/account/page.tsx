import type { Metadata } from 'next';
import { AccountScreen } from '@/components/settings/account-screen';
import { requirePage } from '@/lib/auth/server/guard';
import { listSessions } from '@/lib/auth/server/session';
import { systemClock } from '@/lib/core/clock';
import { database } from '@/lib/db/current';
import { getT } from '@/lib/i18n/server';
import { changePassword, endOwnSessions } from './actions';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getT())('settings.account.title') };
}

export default async function AccountPage() {
  const { actor } = await requirePage('self:manage');
  const sessions = await listSessions(database(), actor.accountId, new Date(systemClock.now()));
  return (
    <AccountScreen
      name={actor.name}
      email={actor.email}
      sessions={sessions.map((session) => ({
        id: session.id,
        network: session.network,
        userAgent: session.userAgent,
        createdAt: session.createdAt.getTime(),
        lastSeenAt: session.lastSeenAt.getTime(),
        isThis: session.id === actor.sessionId,
      }))}
      actions={{ password: changePassword, end: endOwnSessions }}
    />
  );
}
