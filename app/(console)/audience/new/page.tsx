import type { Metadata } from 'next';
import { NewAudienceScreen } from '@/components/audience/new-screen';
import { requirePage } from '@/lib/auth/server/guard';
import { getT } from '@/lib/i18n/server';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getT())('audience.newTitle') };
}

export default async function NewAudiencePage() {
  const { app } = await requirePage('audience:read');
  return <NewAudienceScreen key={app?.id} />;
}
