'use client';

import { type ReactNode, useState } from 'react';
import { Form } from 'react-aria-components';
import { useTranslations } from 'use-intl/react';
import { Button } from './button';
import { Dialog } from './dialog';
import { isTyped, TypedWord } from './typed-word';

export type ConfirmDialogProps = Readonly<{
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  title: string;
  /** What will happen, to how many, and whether it can be taken back. */
  consequence: ReactNode;
  /** States the deed ("Unbind 3 aliases"), never just "OK". */
  confirmLabel: string;
  tone?: 'danger' | 'primary';
  /** The word or number that must be typed; leave out where typing would be routine. */
  word?: string;
  /** Further fields, such as a reason. */
  children?: ReactNode;
  /** Why the last attempt failed. */
  error?: ReactNode;
  isConfirmDisabled?: boolean;
  /** Closes the dialog when done; answer `false` to keep it open. */
  onConfirm: () => unknown | Promise<unknown>;
}>;

/** Asks before something that matters. With `word`, the button wakes only when exactly that was typed. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const [isPending, setPending] = useState(false);
  const { isOpen, onOpenChange, title } = props;
  return (
    <Dialog
      role="alertdialog"
      size="sm"
      title={title}
      isOpen={isOpen}
      isLocked={isPending}
      onOpenChange={onOpenChange}
    >
      {(close) => <Question {...props} close={close} isPending={isPending} setPending={setPending} />}
    </Dialog>
  );
}

type QuestionProps = ConfirmDialogProps &
  Readonly<{ close: () => void; isPending: boolean; setPending: (isPending: boolean) => void }>;

// Lives inside the dialog, so that the typed word is forgotten when it closes.
function Question({ word, close, isPending, setPending, onConfirm, ...props }: QuestionProps) {
  const t = useTranslations();
  const [typed, setTyped] = useState('');
  const isBlocked = !isTyped(word, typed) || props.isConfirmDisabled === true;

  async function confirm() {
    if (isBlocked || isPending) return;
    setPending(true);
    try {
      if ((await onConfirm()) !== false) close();
    } finally {
      setPending(false);
    }
  }

  return (
    <Form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        void confirm();
      }}
    >
      <div className="leading-relaxed">{props.consequence}</div>
      {props.children}
      {word === undefined ? null : (
        <TypedWord autoFocus word={word} value={typed} onChange={setTyped} isDisabled={isPending} />
      )}
      {props.error ? (
        <div role="alert" className="text-sm text-danger">
          {props.error}
        </div>
      ) : null}
      <div className="flex flex-wrap justify-end gap-2">
        <Button onPress={close} isDisabled={isPending} autoFocus={word === undefined}>
          {t('common.cancel')}
        </Button>
        <Button type="submit" variant={props.tone ?? 'danger'} isDisabled={isBlocked} isPending={isPending}>
          {props.confirmLabel}
        </Button>
      </div>
    </Form>
  );
}
