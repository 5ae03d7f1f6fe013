'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import type { Failure, Result } from '@/lib/core/result';
import { failureText } from '@/lib/i18n/failure-text';
import type { Messages } from '@/lib/i18n/messages/zh-CN';
import { FailureCallout } from '../data/failure-state';
import { Button } from '../ui/button';
import { PageHeader } from '../ui/page-header';
import { Section } from '../ui/section';
import { Badge } from '../ui/status';
import { Table, type TableColumn } from '../ui/table';
import { TextField } from '../ui/text-field';
import { Time } from '../ui/time';
import { showToast } from '../ui/toast';

type SessionRow = {
  id: string;
  network: string;
  userAgent: string;
  createdAt: number;
  lastSeenAt: number;
  isThis: boolean;
};

export type AccountActions = Readonly<{
  password: (input: { current: string; next: string }) => Promise<Result<true>>;
  end: (input: { id: string } | { others: true }) => Promise<Result<{ ended: number }>>;
}>;

type AccountScreenProps = Readonly<{
  name: string;
  email: string;
  sessions: readonly SessionRow[];
  actions: AccountActions;
}>;

/** One's own password and signed-in devices. */
export function AccountScreen({ name, email, sessions, actions }: AccountScreenProps) {
  const t = useTranslations('settings.account');
  return (
    <>
      <PageHeader
        title={t('title')}
        description={t('subtitle')}
        meta={<span className="text-muted">{`${name} · ${email}`}</span>}
      />
      <div className="flex flex-col gap-4">
        <Section title={t('password')} description={t('changeHint')}>
          <PasswordForm change={actions.password} />
        </Section>
        <Sessions sessions={sessions} end={actions.end} />
      </div>
    </>
  );
}

type Rule = keyof Messages['auth']['rules'];

function PasswordForm({ change }: Readonly<{ change: AccountActions['password'] }>) {
  const t = useTranslations();
  const [form, setForm] = useState({ current: '', next: '', again: '' });
  const [failure, setFailure] = useState<Failure | null>(null);
  const [isPending, setPending] = useState(false);
  const set = (field: keyof typeof form) => (value: string) => setForm({ ...form, [field]: value });
  const rule = (field: string) => {
    const broken = failure?.fields?.[field] as Rule | undefined;
    return broken && t.has(`auth.rules.${broken}`) ? t(`auth.rules.${broken}`) : undefined;
  };
  const mismatch = form.again !== '' && form.again !== form.next;

  async function submit() {
    setPending(true);
    setFailure(null);
    const answer = await change({ current: form.current, next: form.next });
    if (answer.ok) return window.location.assign('/sign-in?done=1');
    setFailure(answer.error);
    setPending(false);
  }

  return (
    <form
      className="flex max-w-md flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isPending && !mismatch) void submit();
      }}
    >
      {failure && !failure.fields ? <FailureCallout failure={failure} /> : null}
      <TextField
        isRequired
        type="password"
        autoComplete="current-password"
        label={t('settings.account.current')}
        value={form.current}
        onChange={set('current')}
        error={rule('current')}
      />
      <TextField
        isRequired
        type="password"
        autoComplete="new-password"
        label={t('auth.newPassword')}
        description={t('auth.passwordHint')}
        value={form.next}
        onChange={set('next')}
        error={rule('password') ?? rule('next')}
      />
      <TextField
        isRequired
        type="password"
        autoComplete="new-password"
        label={t('settings.account.again')}
        value={form.again}
        onChange={set('again')}
        error={mismatch ? t('auth.rules.mismatch') : undefined}
      />
      <div>
        <Button type="submit" variant="primary" isPending={isPending}>
          {t('settings.account.change')}
        </Button>
      </div>
    </form>
  );
}

function Sessions({
  sessions,
  end,
}: Readonly<{ sessions: readonly SessionRow[]; end: AccountActions['end'] }>) {
  const t = useTranslations();
  const router = useRouter();
  async function stop(which: { id: string } | { others: true }) {
    const answer = await end(which);
    if (answer.ok)
      showToast({ tone: 'success', title: t('settings.account.ended', { count: answer.data.ended }) });
    else showToast({ tone: 'error', title: failureText(t, answer.error).what });
    router.refresh();
  }
  const columns: TableColumn<SessionRow>[] = [
    {
      key: 'session',
      header: t('settings.account.session'),
      isRowHeader: true,
      wrap: true,
      cell: ({ userAgent, isThis }) => (
        <span className="text-sm">
          {userAgent || '—'} {isThis ? <Badge tone="accent">{t('settings.account.thisOne')}</Badge> : null}
        </span>
      ),
    },
    {
      key: 'network',
      header: t('settings.account.network'),
      cell: ({ network }) => <span className="font-mono text-sm">{network}</span>,
    },
    {
      key: 'since',
      header: t('settings.account.since'),
      cell: ({ createdAt }) => <Time value={createdAt} show="minute" />,
    },
    {
      key: 'seen',
      header: t('settings.account.lastSeen'),
      cell: ({ lastSeenAt }) => <Time value={lastSeenAt} show="minute" />,
    },
    {
      key: 'end',
      header: t('settings.people.actions'),
      align: 'end',
      cell: ({ id, isThis }) =>
        isThis ? null : (
          <Button size="sm" onPress={() => stop({ id })}>
            {t('settings.account.end')}
          </Button>
        ),
    },
  ];
  return (
    <Section
      flush
      title={t('settings.account.sessions')}
      actions={
        sessions.length > 1 ? (
          <Button size="sm" onPress={() => stop({ others: true })}>
            {t('settings.account.endOthers')}
          </Button>
        ) : null
      }
    >
      <Table
        caption={t('settings.account.sessions')}
        columns={columns}
        rows={sessions}
        rowKey={({ id }) => id}
        empty={null}
      />
    </Section>
  );
}
