'use client';

import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { ROLES, type Role } from '@/lib/auth/permissions';
import type { Failure } from '@/lib/core/result';
import type { Messages } from '@/lib/i18n/messages/zh-CN';
import { FailureCallout } from '../data/failure-state';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { Select } from '../ui/select';
import { TextField } from '../ui/text-field';
import type { PeopleActions } from './people-screen';

type InviteDialogProps = Readonly<{
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  invite: PeopleActions['invite'];
  onMade: (name: string, link: string) => void;
}>;

/** Asks for name, address and role, and makes the link. */
export function InviteDialog({ isOpen, onOpenChange, ...form }: InviteDialogProps) {
  const t = useTranslations('settings.people');
  return (
    <Dialog
      title={t('invite')}
      description={t('inviteBody')}
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      size="sm"
    >
      <InviteForm {...form} />
    </Dialog>
  );
}

type Rule = keyof Messages['auth']['rules'];

function InviteForm({ invite, onMade }: Pick<InviteDialogProps, 'invite' | 'onMade'>) {
  const t = useTranslations();
  const [person, setPerson] = useState<{ email: string; name: string; role: Role }>({
    email: '',
    name: '',
    role: 'viewer',
  });
  const [failure, setFailure] = useState<Failure | null>(null);
  const [isPending, setPending] = useState(false);
  const rule = (field: string) => {
    const broken = failure?.fields?.[field] as Rule | undefined;
    return broken && t.has(`auth.rules.${broken}`) ? t(`auth.rules.${broken}`) : undefined;
  };
  async function submit() {
    setPending(true);
    setFailure(null);
    const answer = await invite(person);
    setPending(false);
    if (answer.ok) onMade(person.name, answer.data.link);
    else setFailure(answer.error);
  }
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isPending) void submit();
      }}
    >
      {failure && !failure.fields ? <FailureCallout failure={failure} /> : null}
      <TextField
        isRequired
        autoFocus
        label={t('settings.people.name')}
        value={person.name}
        onChange={(name) => setPerson({ ...person, name })}
        error={rule('name')}
      />
      <TextField
        isRequired
        type="email"
        label={t('settings.people.email')}
        value={person.email}
        onChange={(email) => setPerson({ ...person, email })}
        error={rule('email')}
      />
      <Select
        label={t('settings.people.role')}
        options={ROLES.map((id) => ({ id, label: t(`shell.role.${id}`) }))}
        value={person.role}
        onChange={(role) => setPerson({ ...person, role })}
      />
      <div className="flex justify-end">
        <Button type="submit" variant="primary" isPending={isPending}>
          {t('settings.people.makeLink')}
        </Button>
      </div>
    </form>
  );
}
