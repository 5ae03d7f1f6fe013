'use client';

import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components';
import { useTranslations } from 'use-intl/react';
import { type ButtonSize, type ButtonVariant, buttonStyle } from './button-style';
import { cx } from './cx';
import { Spinner } from './spinner';

export type ButtonProps = Readonly<
  Omit<AriaButtonProps, 'className' | 'style' | 'children'> & {
    variant?: ButtonVariant;
    size?: ButtonSize;
    icon?: LucideIcon;
    /** The work is under way: the width stays, presses are ignored, and readers hear it. */
    isPending?: boolean;
    className?: string;
    children: ReactNode;
  }
>;

/** A button that does something. `primary` at most once per view; `danger` only for what cannot be taken back. */
export function Button({
  variant = 'quiet',
  size = 'md',
  icon: Icon,
  className,
  children,
  ...props
}: ButtonProps) {
  const t = useTranslations('ui');
  return (
    <AriaButton {...props} className={cx(buttonStyle(variant, size), className)}>
      {({ isPending }) => (
        <>
          <span className={cx('inline-flex items-center gap-[inherit]', isPending && 'opacity-0')}>
            {Icon ? <Icon aria-hidden className="size-4 shrink-0" /> : null}
            {children}
          </span>
          {isPending ? (
            <span className="absolute inset-0 grid place-items-center">
              <Spinner label={t('pending')} />
            </span>
          ) : null}
        </>
      )}
    </AriaButton>
  );
}
