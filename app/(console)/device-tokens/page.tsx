import type { Metadata } from 'next';
import { DeviceTokenScreen } from '@/components/device-tokens/device-token-screen';
import { can } from '@/lib/auth/permissions';
import { requirePage } from '@/lib/auth/server/guard';
import { getT } from '@/lib/i18n/server';
import { discardChange, orderChange } from '../jobs/actions';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getT())('deviceTokens.title') };
}

const IMPORTS = { order: orderChange, discard: discardChange };

export default async function DeviceTokensPage() {
  const { actor, app } = await requirePage('user:read');
  return (
    <DeviceTokenScreen key={app?.id} imports={can(actor.role, 'device-token:write') ? IMPORTS : undefined} />
  );
}
