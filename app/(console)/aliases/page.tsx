import type { Metadata } from 'next';
import { AliasScreen } from '@/components/aliases/alias-screen';
import { can } from '@/lib/auth/permissions';
import { requirePage } from '@/lib/auth/server/guard';
import { getT } from '@/lib/i18n/server';
import { orderAliases, previewAliases } from './actions';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getT())('aliases.title') };
}

export default async function AliasesPage() {
  const { actor, app } = await requirePage('user:read');
  return (
    <AliasScreen
      key={app?.id}
      actions={can(actor.role, 'alias:write') ? { preview: previewAliases, order: orderAliases } : undefined}
    />
  );
}
