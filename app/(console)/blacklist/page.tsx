import type { Metadata } from 'next';
import { BlacklistScreen } from '@/components/blacklist/blacklist-screen';
import { can } from '@/lib/auth/permissions';
import { requirePage } from '@/lib/auth/server/guard';
import { getT } from '@/lib/i18n/server';
import { discardChange, orderChange } from '../jobs/actions';
import { alterBlacklist, reassertBlacklist } from './actions';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getT())('blacklist.title') };
}

const DOORS = {
  alter: alterBlacklist,
  reassert: reassertBlacklist,
  imports: { order: orderChange, discard: discardChange },
};

export default async function BlacklistPage() {
  const { actor, app } = await requirePage('user:read');
  return <BlacklistScreen key={app?.id} doors={can(actor.role, 'blacklist:write') ? DOORS : undefined} />;
}
