'use client';

import type { ReactElement, ReactNode } from 'react';
import { Dialog as AriaDialog, Popover as AriaPopover, DialogTrigger } from 'react-aria-components';
import { cx } from './cx';
import { popoverStyle } from './option';

export type PopoverProps = Readonly<{
  trigger: ReactElement;
  /** Names the panel for readers. */
  label: string;
  placement?: 'bottom' | 'bottom start' | 'bottom end' | 'top' | 'left' | 'right';
  isOpen?: boolean;
  onOpenChange?: (isOpen: boolean) => void;
  children: ReactNode | ((close: () => void) => ReactNode);
}>;

/** A small panel tied to the button that opened it: filters, explanations. */
export function Popover({
  trigger,
  label,
  placement = 'bottom',
  isOpen,
  onOpenChange,
  children,
}: PopoverProps) {
  return (
    <DialogTrigger isOpen={isOpen} onOpenChange={onOpenChange}>
      {trigger}
      <AriaPopover placement={placement} className={cx(popoverStyle, 'max-w-md')}>
        <AriaDialog aria-label={label} className="p-3 outline-none">
          {({ close }) => (typeof children === 'function' ? children(close) : children)}
        </AriaDialog>
      </AriaPopover>
    </DialogTrigger>
  );
}
