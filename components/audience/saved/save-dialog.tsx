import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import {
  LABEL_LENGTH,
  MAX_LABELS,
  MAX_SAVED,
  NAME_LENGTH,
  NOTE_LENGTH,
  type SavedAudience,
  SaveInput,
} from '@/lib/audience/saved-schema';
import type { Group } from '@/lib/audience/schema';
import { fieldErrors } from '@/lib/core/field-errors';
import type { Failure } from '@/lib/core/result';
import { FailureCallout } from '../../data/failure-state';
import { useRead } from '../../data/reads';
import { useDeed } from '../../data/use-deed';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { Select } from '../../ui/select';
import { TextArea } from '../../ui/text-area';
import { TextField } from '../../ui/text-field';
import { showToast } from '../../ui/toast';
import type { AudienceDoors } from './doors';

type SaveDialogProps = Readonly<{
  /** new, copy: the conditions of the screen; edit: those that were saved; clone: the saved audience as it is. */
  mode: 'new' | 'copy' | 'edit' | 'clone';
  tree: Group;
  saved: SavedAudience | null;
  doors: AudienceDoors;
  onClose: () => void;
  onDone: (saved: SavedAudience) => void;
}>;

type Values = Readonly<{ name: string; note: string; labels: string; ownerId: string | null }>;

const inputOf = (
  { mode, saved, tree }: SaveDialogProps,
  { name, note, labels, ownerId }: Values,
): SaveInput => ({
  id: mode === 'edit' ? (saved?.id ?? null) : null,
  basedOn: mode === 'edit' ? (saved?.version ?? null) : null,
  name,
  note,
  labels: labels
    .split(/[,，、;；\n]/)
    .map((label) => label.trim())
    .filter(Boolean),
  tree: mode === 'edit' && saved ? saved.tree : tree,
  ownerId,
});

/** Asks for name, note, labels and owner, and saves. */
export function SaveDialog(props: SaveDialogProps) {
  const { mode, saved, doors, onClose, onDone } = props;
  const t = useTranslations('audienceSaved');
  const save = useDeed(doors.save, 'audiences.', 'shell.');
  const clone = useDeed(doors.clone, 'audiences.', 'shell.');
  const failure = save.failure ?? clone.failure;
  const isPending = save.isPending || clone.isPending;
  const [values, setValues] = useState<Values>({
    name:
      mode === 'edit' ? (saved?.name ?? '') : saved ? copyName(t('bar.copyName', { name: saved.name })) : '',
    note: saved?.note ?? '',
    labels: saved?.labels.join('，') ?? '',
    ownerId: mode === 'edit' ? (saved?.owner.id ?? null) : null,
  });
  async function go() {
    const input = inputOf(props, values);
    const parsed = SaveInput.safeParse(input);
    if (!parsed.success) return save.setFailure({ code: 'INVALID_INPUT', fields: fieldErrors(parsed.error) });
    const next =
      mode === 'clone' && saved
        ? await clone.run({ id: saved.id, name: values.name })
        : await save.run(input);
    if (!next) return;
    const { name, version } = next;
    const title = mode === 'clone' ? t('bar.clonedToast', { name }) : t('bar.savedToast', { name, version });
    showToast({ tone: 'success', title });
    onDone(next);
  }
  return (
    <Dialog
      isOpen
      size="sm"
      title={t(`form.${mode}`)}
      description={mode === 'clone' ? t('form.cloneBody') : undefined}
      isLocked={isPending}
      onOpenChange={(isOpen) => !isOpen && onClose()}
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (!isPending) void go();
        }}
      >
        {failure && !failure.fields ? <FailureCallout failure={failure} /> : null}
        <Fields mode={mode} values={values} onChange={setValues} failure={failure} />
        <div className="flex justify-end gap-2">
          <Button isDisabled={isPending} onPress={onClose}>
            {t('form.cancel')}
          </Button>
          <Button type="submit" variant="primary" isPending={isPending}>
            {t('form.save')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** What people would type themselves is cut at the end, not refused. */
const copyName = (name: string) => name.slice(0, NAME_LENGTH);

const MOST: Readonly<Record<string, number>> = {
  'name-too-long': NAME_LENGTH,
  'note-too-long': NOTE_LENGTH,
  'label-too-long': LABEL_LENGTH,
  'labels-too-many': MAX_LABELS,
  'too-many-audiences': MAX_SAVED,
};
const RULES = [
  'name-empty',
  'name-too-long',
  'note-too-long',
  'label-empty',
  'label-too-long',
  'labels-too-many',
  'owner-unknown',
  'too-many-audiences',
] as const;

type FieldsProps = Readonly<{
  mode: SaveDialogProps['mode'];
  values: Values;
  onChange: (values: Values) => void;
  failure: Failure | null;
}>;

function Fields({ mode, values, onChange, failure }: FieldsProps) {
  const t = useTranslations('audienceSaved.form');
  const owners = useRead('audiences.owners', {}, { enabled: mode === 'edit' });
  const error = (field: string) => {
    const [, broken] =
      Object.entries(failure?.fields ?? {}).find(([path]) => path.split('.')[0] === field) ?? [];
    const rule = RULES.find((one) => one === broken);
    return rule ? t(`rules.${rule}`, { most: MOST[rule] ?? 0 }) : broken;
  };
  const set = (more: Partial<Values>) => onChange({ ...values, ...more });
  return (
    <>
      <TextField
        autoFocus
        isRequired
        label={t('name')}
        placeholder={t('nameHint')}
        value={values.name}
        onChange={(name) => set({ name })}
        error={error('name')}
      />
      {mode === 'clone' ? null : (
        <>
          <TextArea
            rows={3}
            label={t('note')}
            value={values.note}
            onChange={(note) => set({ note })}
            error={error('note')}
          />
          <TextField
            label={t('labels')}
            description={t('labelsHint', { most: MAX_LABELS })}
            value={values.labels}
            onChange={(labels) => set({ labels })}
            error={error('labels')}
          />
        </>
      )}
      {mode === 'edit' && owners.data ? (
        <Select
          label={t('owner')}
          options={owners.data.map(({ id, name }) => ({ id, label: name }))}
          value={values.ownerId}
          onChange={(ownerId) => set({ ownerId })}
          error={error('ownerId')}
        />
      ) : null}
    </>
  );
}
