import type { Metadata } from 'next';
import { JobScreen } from '@/components/jobs/job-screen';
import { requirePage } from '@/lib/auth/server/guard';
import { getT } from '@/lib/i18n/server';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getT())('jobs.permalink') };
}

export default async function JobPage({ params }: PageProps<'/jobs/[id]'>) {
  await requirePage('job:read');
  const { id } = await params;
  return <JobScreen id={id} />;
}
