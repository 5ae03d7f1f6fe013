import type { Metadata } from 'next';
import { WizardScreen } from '@/components/crowds/wizard/wizard-screen';
import { requirePage } from '@/lib/auth/server/guard';
import { getT } from '@/lib/i18n/server';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getT())('crowds.wizard.title') };
}

export default async function NewCrowdPage() {
  const { app } = await requirePage('crowd:write');
  return <WizardScreen key={app?.id} />;
}
