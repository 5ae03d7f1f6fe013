import type { Metadata } from 'next';
import { QuotasScreen } from '@/components/quotas/quotas-screen';
import { can } from '@/lib/auth/permissions';
import { requirePage } from '@/lib/auth/server/guard';
import { getT } from '@/lib/i18n/server';
import { changeBudget } from './actions';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getT())('quotas.title') };
}

export default async function QuotasPage() {
  const { actor, app } = await requirePage('budget:read');
  const change = can(actor.role, 'budget:manage') ? changeBudget : null;
  return <QuotasScreen key={app?.id} change={change} />;
}
