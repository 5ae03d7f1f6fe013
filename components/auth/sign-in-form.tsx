'use client';

import { useRouter } from 'next/navigation';
import { signIn } from 'next-auth/react';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { Button } from '../ui/button';
import { Callout } from '../ui/callout';
import { TextField } from '../ui/text-field';

type Refusal = { reason: 'wrong' | 'unreachable' } | { reason: 'throttled'; seconds: number };

/** E-mail and password. What went wrong is said without telling whether the account exists. */
export function SignInForm({ notice }: Readonly<{ notice?: string | undefined }>) {
  const t = useTranslations('auth');
  const router = useRouter();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [isPending, setPending] = useState(false);

  async function submit() {
    setPending(true);
    setRefusal(null);
    const answer = await signIn('credentials', { email, password, redirect: false }).catch(() => undefined);
    if (answer?.ok && !answer.error) {
      router.replace('/');
      router.refresh();
      return;
    }
    const wait = /^THROTTLED:(\d+)$/.exec(answer?.error ?? '')?.[1];
    if (wait) setRefusal({ reason: 'throttled', seconds: Number(wait) });
    else setRefusal({ reason: answer ? 'wrong' : 'unreachable' });
    setPending(false);
  }

  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isPending) void submit();
      }}
    >
      {refusal ? (
        <Callout
          tone="danger"
          isAlert
          title={
            refusal.reason === 'throttled' ? t('throttled', { seconds: refusal.seconds }) : t(refusal.reason)
          }
        />
      ) : notice ? (
        <Callout tone="ok" title={notice} />
      ) : null}
      <TextField
        autoFocus
        isRequired
        type="email"
        autoComplete="username"
        label={t('email')}
        value={email}
        onChange={setEmail}
      />
      <TextField
        isRequired
        type="password"
        autoComplete="current-password"
        label={t('password')}
        value={password}
        onChange={setPassword}
      />
      <Button type="submit" variant="primary" size="lg" isPending={isPending}>
        {t('signIn')}
      </Button>
    </form>
  );
}
