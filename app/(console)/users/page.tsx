import type { Metadata } from 'next';
import { UsersScreen } from '@/components/users/users-screen';
import { can } from '@/lib/auth/permissions';
import { requirePage } from '@/lib/auth/server/guard';
import { getT } from '@/lib/i18n/server';
import { discardChange, orderChange } from '../jobs/actions';
import { deleteLookup, nameLookup } from './actions';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getT())('users.title') };
}

const DOORS = { name: nameLookup, remove: deleteLookup };
const IMPORTS = { order: orderChange, discard: discardChange };

export default async function UsersPage() {
  const { actor, app } = await requirePage('user:read');
  return (
    <UsersScreen key={app?.id} doors={DOORS} imports={can(actor.role, 'job:control') ? IMPORTS : undefined} />
  );
}
