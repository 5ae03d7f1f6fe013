import type { Metadata } from 'next';
import { SetupForm } from '@/components/auth/setup-form';
import { getT } from '@/lib/i18n/server';
import { peekSetup, spendSetup } from './actions';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getT())('auth.setPassword'), referrer: 'no-referrer' };
}

/** Open to everybody: only the token behind the `#` opens anything, and it works once. */
export default function SetupPage() {
  return <SetupForm actions={{ peek: peekSetup, spend: spendSetup }} />;
}
