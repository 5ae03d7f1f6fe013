import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { SignInForm } from '@/components/auth/sign-in-form';
import { currentActor } from '@/lib/auth/server/guard';
import { getT } from '@/lib/i18n/server';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getT())('auth.signIn') };
}

export default async function SignInPage({ searchParams }: PageProps<'/sign-in'>) {
  if (await currentActor()) redirect('/');
  const [t, { done, ended }] = [await getT(), await searchParams];
  const notice = done ? t('auth.setupDone') : ended ? t('auth.ended') : undefined;
  return (
    <>
      <h1 className="mb-4 text-xl font-semibold">{t('auth.signInTitle')}</h1>
      <SignInForm notice={notice} />
    </>
  );
}
