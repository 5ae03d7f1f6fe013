import { redirect } from 'next/navigation';
import { can } from '@/lib/auth/permissions';
import { currentActor } from '@/lib/auth/server/guard';

/** Leads to the first page that the person may open. */
export default async function Home() {
  const actor = await currentActor();
  if (!actor) redirect('/sign-in');
  redirect(can(actor.role, 'user:read') ? '/aliases' : '/jobs');
}
