import type { Metadata } from 'next';
import { AudienceListScreen } from '@/components/audience/saved/list-screen';
import { requirePage } from '@/lib/auth/server/guard';
import { getT } from '@/lib/i18n/server';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getT())('audienceSaved.list.title') };
}

export default async function AudiencesPage() {
  const { app } = await requirePage('audience:read');
  return <AudienceListScreen key={app?.id} />;
}
