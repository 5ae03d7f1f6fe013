'use client';

import { Check, Minus } from 'lucide-react';
import type { ReactNode } from 'react';
import { Checkbox as AriaCheckbox, type CheckboxProps as AriaCheckboxProps } from 'react-aria-components';
import { cx } from './cx';

export type CheckboxProps = Readonly<
  Omit<AriaCheckboxProps, 'className' | 'style' | 'children'> & {
    /** Leave out only with an `aria-label`, as in a table's selection column. */
    children?: ReactNode;
    className?: string;
  }
>;

/** A yes or no that takes effect when the form is sent. */
export function Checkbox({ children, className, ...props }: CheckboxProps) {
  return (
    <AriaCheckbox
      {...props}
      className={cx(
        'group inline-flex min-h-6 items-start gap-2 outline-none disabled:opacity-45',
        className,
      )}
    >
      {({ isSelected, isIndeterminate }) => (
        <>
          <span
            className={cx(
              'mt-[3px] grid size-4 shrink-0 place-items-center rounded-sm border transition-colors',
              'group-focus-visible:outline-2 group-focus-visible:outline-offset-2 group-focus-visible:outline-accent',
              isSelected || isIndeterminate
                ? 'border-accent bg-accent text-accent-ink'
                : 'border-line-strong bg-surface group-hover:border-accent',
              'group-invalid:border-danger',
            )}
          >
            {isIndeterminate ? (
              <Minus aria-hidden className="size-3" strokeWidth={3} />
            ) : isSelected ? (
              <Check aria-hidden className="size-3" strokeWidth={3} />
            ) : null}
          </span>
          {children ? <span>{children}</span> : null}
        </>
      )}
    </AriaCheckbox>
  );
}
