'use client';

import { X } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import { Dialog as AriaDialog, DialogTrigger, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { useTranslations } from 'use-intl/react';
import { cx } from './cx';
import { IconButton } from './icon-button';

type Body = ReactNode | ((close: () => void) => ReactNode);

export type DialogProps = Readonly<{
  title: ReactNode;
  description?: ReactNode;
  /** A button of this kit that opens it; leave out when `isOpen` is controlled from elsewhere. */
  trigger?: ReactElement;
  isOpen?: boolean;
  onOpenChange?: (isOpen: boolean) => void;
  size?: 'sm' | 'md' | 'lg';
  /** `alertdialog` for a question that must be answered: a click outside does not close it. */
  role?: 'dialog' | 'alertdialog';
  /** Escape and the close button stop working, for the moment when the deed is under way. */
  isLocked?: boolean;
  footer?: Body;
  children?: Body;
}>;

const WIDTHS = { sm: 'max-w-md', md: 'max-w-xl', lg: 'max-w-4xl' } as const;

/** A window over the page for one short task. */
export function Dialog({ size = 'md', ...props }: DialogProps) {
  return (
    <Overlay
      {...props}
      overlayClass="items-center justify-center p-4"
      modalClass={cx('enter-rise max-h-full w-full rounded-lg', WIDTHS[size])}
    />
  );
}

export type SheetProps = DialogProps & Readonly<{ side?: 'left' | 'right' }>;

/** A panel from one edge that keeps the page in sight: details of one row, longer forms. */
export function Sheet({ size = 'md', side = 'right', ...props }: SheetProps) {
  return (
    <Overlay
      {...props}
      overlayClass={side === 'left' ? 'justify-start pe-12' : 'justify-end sm:ps-12'}
      modalClass={cx(side === 'left' ? 'enter-slide-left' : 'enter-slide', 'h-full w-full', WIDTHS[size])}
    />
  );
}

const render = (body: Body | undefined, close: () => void) =>
  typeof body === 'function' ? body(close) : body;

type OverlayProps = Omit<DialogProps, 'size'> & Readonly<{ overlayClass: string; modalClass: string }>;

function Overlay({ trigger, isOpen, onOpenChange, overlayClass, modalClass, ...frame }: OverlayProps) {
  const overlay = (
    <ModalOverlay
      {...(trigger ? {} : { isOpen, onOpenChange })}
      isDismissable={frame.role !== 'alertdialog' && !frame.isLocked}
      isKeyboardDismissDisabled={frame.isLocked}
      className={cx('enter-fade fixed inset-0 z-40 flex h-(--visual-viewport-height) bg-scrim', overlayClass)}
    >
      <Modal className={cx('flex bg-raised shadow-modal', modalClass)}>
        <Frame {...frame} />
      </Modal>
    </ModalOverlay>
  );
  if (!trigger) return overlay;
  return (
    <DialogTrigger isOpen={isOpen} onOpenChange={onOpenChange}>
      {trigger}
      {overlay}
    </DialogTrigger>
  );
}

function Frame({
  title,
  description,
  role = 'dialog',
  isLocked,
  footer,
  children,
}: Pick<DialogProps, 'title' | 'description' | 'role' | 'isLocked' | 'footer' | 'children'>) {
  const t = useTranslations('common');
  return (
    <AriaDialog role={role} className="flex min-h-0 w-full flex-col outline-none">
      {({ close }) => (
        <>
          <header className="flex items-start gap-3 border-b border-line px-5 pt-4 pb-3">
            <div className="min-w-0 flex-1">
              <Heading slot="title" className="text-lg font-semibold">
                {title}
              </Heading>
              {description ? <p className="mt-0.5 text-sm text-muted">{description}</p> : null}
            </div>
            <IconButton
              icon={X}
              label={t('close')}
              size="sm"
              onPress={close}
              isDisabled={isLocked}
              className="-me-2"
            />
          </header>
          <div className="min-h-0 flex-1 overflow-y-auto px-5 py-4">{render(children, close)}</div>
          {footer ? (
            <footer className="flex flex-wrap items-center justify-end gap-2 border-t border-line px-5 py-3">
              {render(footer, close)}
            </footer>
          ) : null}
        </>
      )}
    </AriaDialog>
  );
}
