import type { Metadata } from 'next';
import { JobsScreen } from '@/components/jobs/jobs-screen';
import { requirePage } from '@/lib/auth/server/guard';
import { getT } from '@/lib/i18n/server';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getT())('jobs.title') };
}

export default async function JobsPage() {
  const { app } = await requirePage('job:read');
  return <JobsScreen key={app?.id} />;
}
