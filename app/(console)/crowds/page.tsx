import type { Metadata } from 'next';
import { CrowdsScreen } from '@/components/crowds/crowds-screen';
import { requirePage } from '@/lib/auth/server/guard';
import { getT } from '@/lib/i18n/server';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getT())('crowds.title') };
}

export default async function CrowdsPage() {
  const { app } = await requirePage('crowd:read');
  return <CrowdsScreen key={app?.id} />;
}
