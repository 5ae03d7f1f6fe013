import type { Metadata } from 'next';
import { SavedAudienceScreen } from '@/components/audience/saved-screen';
import { requirePage } from '@/lib/auth/server/guard';
import { getT } from '@/lib/i18n/server';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getT())('audience.title') };
}

export default async function SavedAudiencePage({ params }: Readonly<{ params: Promise<{ id: string }> }>) {
  const { app } = await requirePage('audience:read');
  const { id } = await params;
  return <SavedAudienceScreen key={`${app?.id} ${id}`} id={id} />;
}
