'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Form } from 'react-aria-components';
import { useTranslations } from 'use-intl/react';
import type { LookupMeta } from '@/lib/users/schema';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { TextField } from '../../ui/text-field';
import { type LookupDoors, useLookupDoors } from './use-doors';

type NameDialogProps = Readonly<{ meta: LookupMeta; doors: LookupDoors; onClose: () => void }>;

/** Gives a lookup a name, by which colleagues find it; a blank one takes the name away. */
export function NameDialog({ meta, doors, onClose }: NameDialogProps) {
  const t = useTranslations('users.lookup');
  const common = useTranslations('common');
  const queries = useQueryClient();
  const { rename } = useLookupDoors(doors);
  const [name, setName] = useState(meta.name ?? '');
  const [isPending, setPending] = useState(false);
  async function save(): Promise<void> {
    setPending(true);
    const isDone = await rename(meta.id, name.trim());
    setPending(false);
    if (!isDone) return;
    await queries.invalidateQueries({ queryKey: ['users.lookup'] });
    onClose();
  }
  return (
    <Dialog
      isOpen
      size="sm"
      title={t('nameTitle')}
      description={t('nameBody')}
      onOpenChange={(open) => !open && onClose()}
    >
      <Form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <TextField autoFocus label={t('name')} value={name} onChange={setName} maxLength={60} />
        <div className="flex justify-end gap-2">
          <Button onPress={onClose}>{common('cancel')}</Button>
          <Button type="submit" variant="primary" isPending={isPending}>
            {common('save')}
          </Button>
        </div>
      </Form>
    </Dialog>
  );
}
