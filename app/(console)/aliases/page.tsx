import type { Metadata } from 'next';
import { AliasScreen } from '@/components/aliases/alias-screen';
import { can } from '@/lib/auth/permissions';
import { requirePage } from '@/lib/auth/server/guard';
import { getT } from '@/lib/i18n/server';
import { discardChange, orderChange } from '../jobs/actions';
import { orderAliases, previewAliases } from './actions';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getT())('aliases.title') };
}

const DOORS = {
  preview: previewAliases,
  order: orderAliases,
  imports: { order: orderChange, discard: discardChange },
};

export default async function AliasesPage() {
  const { actor, app } = await requirePage('user:read');
  return <AliasScreen key={app?.id} actions={can(actor.role, 'alias:write') ? DOORS : undefined} />;
}
