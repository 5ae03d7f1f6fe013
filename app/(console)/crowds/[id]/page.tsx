import type { Metadata } from 'next';
import { PlanScreen } from '@/components/crowds/plan/plan-screen';
import { requirePage } from '@/lib/auth/server/guard';
import { getT } from '@/lib/i18n/server';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getT())('crowds.title') };
}

export default async function CrowdPlanPage({ params }: Readonly<{ params: Promise<{ id: string }> }>) {
  const { app } = await requirePage('crowd:read');
  const { id } = await params;
  return <PlanScreen key={`${app?.id} ${id}`} id={id} />;
}
