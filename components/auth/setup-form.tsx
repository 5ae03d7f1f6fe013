'use client';

import type { Route } from 'next';
import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import type { Failure, Result } from '@/lib/core/result';
import type { Messages } from '@/lib/i18n/messages/zh-CN';
import { FailureCallout, FailureState } from '../data/failure-state';
import { LoadingLines } from '../data/loading-state';
import { Button } from '../ui/button';
import { TextField } from '../ui/text-field';

export type LinkPurpose = 'first-admin' | 'invitation' | 'reset';
export type LinkInfo = { purpose: LinkPurpose; email: string | null; name: string | null };
export type SetupActions = Readonly<{
  peek: (input: { token: string }) => Promise<Result<LinkInfo>>;
  spend: (input: { token: string; email?: string; name?: string; password: string }) => Promise<Result<true>>;
}>;

type Rule = keyof Messages['auth']['rules'];
const TITLE = { 'first-admin': 'setupTitle', invitation: 'invitationTitle', reset: 'resetTitle' } as const;

/** What a one-time link leads to. Its token stands behind the `#`, which no server or proxy ever sees in an address. */
export function SetupForm({ actions }: Readonly<{ actions: SetupActions }>) {
  const t = useTranslations('auth');
  const [token, setToken] = useState<string | null>(null);
  const [link, setLink] = useState<Result<LinkInfo> | null>(null);
  useEffect(() => {
    const found = window.location.hash.slice(1);
    setToken(found);
    if (found)
      void actions
        .peek({ token: found })
        .then(setLink, () => setLink({ ok: false, error: { code: 'UNEXPECTED' } }));
  }, [actions]);
  if (token === '') return <p role="alert">{t('linkMissing')}</p>;
  if (!token || !link) return <LoadingLines count={3} />;
  if (!link.ok) return <FailureState failure={link.error} />;
  return <PasswordForm token={token} link={link.data} spend={actions.spend} />;
}

type PasswordFormProps = Readonly<{ token: string; link: LinkInfo; spend: SetupActions['spend'] }>;

function PasswordForm({ token, link, spend }: PasswordFormProps) {
  const t = useTranslations('auth');
  const router = useRouter();
  const [email, setEmail] = useState('');
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [failure, setFailure] = useState<Failure | null>(null);
  const [isPending, setPending] = useState(false);
  const first = link.purpose === 'first-admin';
  const error = (field: string) => {
    const rule = failure?.fields?.[field];
    return rule && t.has(`rules.${rule as Rule}`) ? t(`rules.${rule as Rule}`) : undefined;
  };

  async function submit() {
    setPending(true);
    setFailure(null);
    const answer = await spend({ token, password, ...(first ? { email, name } : {}) }).catch(
      (): Result<true> => ({ ok: false, error: { code: 'UNEXPECTED' } }),
    );
    if (answer.ok) return router.replace('/sign-in?done=1' as Route);
    setFailure(answer.error);
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
      <div>
        <h1 className="text-xl font-semibold">{t(TITLE[link.purpose])}</h1>
        <p className="mt-1 text-sm text-muted">{t('setupHint')}</p>
      </div>
      {failure && !failure.fields ? <FailureCallout failure={failure} /> : null}
      {first ? (
        <>
          <TextField
            isRequired
            type="email"
            autoComplete="username"
            label={t('email')}
            value={email}
            onChange={setEmail}
            error={error('email')}
          />
          <TextField
            isRequired
            autoComplete="name"
            label={t('name')}
            value={name}
            onChange={setName}
            error={error('name')}
          />
        </>
      ) : (
        <p>
          {link.name} <span className="text-muted">{link.email}</span>
        </p>
      )}
      <TextField
        isRequired
        type="password"
        autoComplete="new-password"
        label={t('newPassword')}
        description={t('passwordHint')}
        value={password}
        onChange={setPassword}
        error={error('password')}
      />
      <Button type="submit" variant="primary" size="lg" isPending={isPending}>
        {t('setPassword')}
      </Button>
    </form>
  );
}
