import type { Metadata } from 'next';
import { UserScreen } from '@/components/users/card/user-screen';
import { requirePage } from '@/lib/auth/server/guard';
import { getT } from '@/lib/i18n/server';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getT())('card.heading') };
}

export default async function UserPage({ params }: PageProps<'/users/[cid]'>) {
  const { app } = await requirePage('user:read');
  const { cid } = await params;
  return <UserScreen key={app?.id} cid={cid} />;
}
