import type { Metadata } from 'next';
import { PeopleScreen } from '@/components/settings/people-screen';
import { listAccounts } from '@/lib/auth/server/accounts';
import { requirePage } from '@/lib/auth/server/guard';
import { database } from '@/lib/db/current';
import { getT } from '@/lib/i18n/server';
import { changeMemberRole, inviteMember, makeResetLink, setMemberDisabled } from './actions';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getT())('settings.people.title') };
}

export default async function PeoplePage() {
  const { actor } = await requirePage('member:manage');
  const people = (await listAccounts(database())).map((person) => ({
    id: person.id,
    email: person.email,
    name: person.name,
    role: person.role,
    state: person.disabledAt
      ? ('disabled' as const)
      : person.invited
        ? ('invited' as const)
        : ('active' as const),
    lastSignInAt: person.lastSignInAt?.getTime() ?? null,
  }));
  const actions = {
    invite: inviteMember,
    role: changeMemberRole,
    disable: setMemberDisabled,
    reset: makeResetLink,
  };
  return <PeopleScreen people={people} me={actor.accountId} actions={actions} />;
}
