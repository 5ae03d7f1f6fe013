'use client';

import type { ReactNode } from 'react';
import { Switch as AriaSwitch, type SwitchProps as AriaSwitchProps } from 'react-aria-components';
import { cx } from './cx';

export type SwitchProps = Readonly<
  Omit<AriaSwitchProps, 'className' | 'style' | 'children'> & { children?: ReactNode; className?: string }
>;

/** On or off, at once. */
export function Switch({ children, className, ...props }: SwitchProps) {
  return (
    <AriaSwitch
      {...props}
      className={cx(
        'group inline-flex min-h-6 items-center gap-2 outline-none disabled:opacity-45',
        className,
      )}
    >
      <span
        className={cx(
          'flex h-[18px] w-8 shrink-0 items-center rounded-full border border-line-strong bg-sunken px-px transition-colors',
          'group-selected:border-accent group-selected:bg-accent',
          'group-focus-visible:outline-2 group-focus-visible:outline-offset-2 group-focus-visible:outline-accent',
        )}
      >
        <span
          className={cx(
            'size-3.5 rounded-full bg-line-strong transition-transform',
            'group-selected:translate-x-3.5 group-selected:bg-accent-ink',
          )}
        />
      </span>
      {children ? <span>{children}</span> : null}
    </AriaSwitch>
  );
}
