import type { Metadata } from 'next';
import { JobScreen } from '@/components/jobs/job-screen';
import { can } from '@/lib/auth/permissions';
import { requirePage } from '@/lib/auth/server/guard';
import { getT } from '@/lib/i18n/server';
import {
  cancelChange,
  discardChange,
  orderChange,
  pauseChange,
  prioritiseChange,
  resumeChange,
  retryChange,
  undoChange,
  verifyChange,
} from '../actions';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getT())('jobs.permalink') };
}

const DOORS = {
  order: orderChange,
  discard: discardChange,
  pause: pauseChange,
  resume: resumeChange,
  cancel: cancelChange,
  prioritise: prioritiseChange,
  undo: undoChange,
  retry: retryChange,
  verify: verifyChange,
};

export default async function JobPage({ params }: PageProps<'/jobs/[id]'>) {
  const { actor } = await requirePage('job:read');
  const { id } = await params;
  return <JobScreen key={id} id={id} doors={DOORS} seesAudit={can(actor.role, 'audit:read')} />;
}
