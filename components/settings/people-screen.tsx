'use client';

import { UserPlus } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { ROLES, type Role } from '@/lib/auth/permissions';
import type { Failure, Result } from '@/lib/core/result';
import { failureText } from '@/lib/i18n/failure-text';
import { Button } from '../ui/button';
import { ConfirmDialog } from '../ui/confirm-dialog';
import { CopyButton } from '../ui/copy-button';
import { Dialog } from '../ui/dialog';
import { PageHeader } from '../ui/page-header';
import { Section } from '../ui/section';
import { Select } from '../ui/select';
import { Badge, StatusDot } from '../ui/status';
import { Table, type TableColumn } from '../ui/table';
import { Time } from '../ui/time';
import { showToast } from '../ui/toast';
import { InviteDialog } from './invite-dialog';
import { RoleMatrix } from './role-matrix';

export type Person = {
  id: string;
  email: string;
  name: string;
  role: Role;
  state: 'active' | 'invited' | 'disabled';
  lastSignInAt: number | null;
};

export type PeopleActions = Readonly<{
  invite: (input: { email: string; name: string; role: Role }) => Promise<Result<{ link: string }>>;
  role: (input: { id: string; role: Role }) => Promise<Result<true>>;
  disable: (input: { id: string; disabled: boolean }) => Promise<Result<true>>;
  reset: (input: { id: string }) => Promise<Result<{ link: string }>>;
}>;

const TONE = { active: 'ok', invited: 'info', disabled: 'neutral' } as const;

/** Who may enter and as what. */
export function PeopleScreen({
  people,
  me,
  actions,
}: Readonly<{ people: readonly Person[]; me: string; actions: PeopleActions }>) {
  const t = useTranslations();
  const router = useRouter();
  const [link, setLink] = useState<{ name: string; url: string } | null>(null);
  const [disabling, setDisabling] = useState<Person | null>(null);
  const [isInviting, setInviting] = useState(false);

  const complain = (failure: Failure) =>
    showToast({
      tone: 'error',
      title:
        failure.params?.rule === 'last-admin' ? t('settings.people.lastAdmin') : failureText(t, failure).what,
    });
  async function apply(work: Promise<Result<true>>) {
    const answer = await work;
    if (answer.ok) showToast({ tone: 'success', title: t('settings.people.saved') });
    else complain(answer.error);
    router.refresh();
  }
  async function reset(person: Person) {
    const answer = await actions.reset({ id: person.id });
    if (answer.ok) setLink({ name: person.name, url: answer.data.link });
    else complain(answer.error);
  }

  const columns: TableColumn<Person>[] = [
    {
      key: 'name',
      header: t('settings.people.name'),
      isRowHeader: true,
      cell: ({ id, name }) => (
        <span className="inline-flex items-center gap-2">
          {name} {id === me ? <Badge tone="accent">{t('settings.people.you')}</Badge> : null}
        </span>
      ),
    },
    { key: 'email', header: t('settings.people.email'), cell: ({ email }) => email },
    {
      key: 'role',
      header: t('settings.people.role'),
      cell: (person) => (
        <Select
          hideLabel
          className="w-36"
          label={t('settings.people.changeRoleOf', { name: person.name })}
          options={ROLES.map((id) => ({ id, label: t(`shell.role.${id}`) }))}
          value={person.role}
          onChange={(role) => role !== person.role && apply(actions.role({ id: person.id, role }))}
        />
      ),
    },
    {
      key: 'state',
      header: t('settings.people.state'),
      cell: ({ state }) => (
        <StatusDot tone={TONE[state]} hollow={state !== 'active'} label={t(`settings.people.${state}`)} />
      ),
    },
    {
      key: 'last',
      header: t('settings.people.lastSignIn'),
      cell: ({ lastSignInAt }) =>
        lastSignInAt ? (
          <Time value={lastSignInAt} show="minute" />
        ) : (
          <span className="text-faint">{t('settings.people.never')}</span>
        ),
    },
    {
      key: 'actions',
      header: t('settings.people.actions'),
      align: 'end',
      cell: (person) => (
        <span className="inline-flex gap-1">
          <Button size="sm" variant="ghost" onPress={() => reset(person)}>
            {t('settings.people.reset')}
          </Button>
          {person.state === 'disabled' ? (
            <Button
              size="sm"
              variant="ghost"
              onPress={() => apply(actions.disable({ id: person.id, disabled: false }))}
            >
              {t('settings.people.enable')}
            </Button>
          ) : (
            <Button size="sm" variant="ghost" onPress={() => setDisabling(person)}>
              {t('settings.people.disable')}
            </Button>
          )}
        </span>
      ),
    },
  ];

  return (
    <>
      <PageHeader
        title={t('settings.people.title')}
        description={t('settings.people.subtitle')}
        actions={
          <Button variant="primary" icon={UserPlus} onPress={() => setInviting(true)}>
            {t('settings.people.invite')}
          </Button>
        }
      />
      <div className="flex flex-col gap-4">
        <Section flush>
          <Table
            caption={t('settings.people.title')}
            columns={columns}
            rows={people}
            rowKey={({ id }) => id}
            empty={null}
          />
        </Section>
        <RoleMatrix />
      </div>
      <InviteDialog
        isOpen={isInviting}
        onOpenChange={setInviting}
        invite={actions.invite}
        onMade={(name, url) => {
          setInviting(false);
          setLink({ name, url });
          router.refresh();
        }}
      />
      <Dialog
        title={t('settings.people.linkReady', { name: link?.name ?? '' })}
        isOpen={link !== null}
        onOpenChange={(open) => !open && setLink(null)}
      >
        <p className="mb-3">{t('settings.people.linkOnce')}</p>
        <p className="flex items-start gap-2">
          <code
            data-testid="one-time-link"
            className="min-w-0 flex-1 rounded bg-sunken p-2 text-sm break-all select-all"
          >
            {link?.url}
          </code>
          <CopyButton value={link?.url ?? ''} />
        </p>
      </Dialog>
      <ConfirmDialog
        isOpen={disabling !== null}
        onOpenChange={(open) => !open && setDisabling(null)}
        title={t('settings.people.disableTitle', { name: disabling?.name ?? '' })}
        consequence={t('settings.people.disableBody', { name: disabling?.name ?? '' })}
        confirmLabel={t('settings.people.disable')}
        onConfirm={async () => {
          if (disabling) await apply(actions.disable({ id: disabling.id, disabled: true }));
        }}
      />
    </>
  );
}
