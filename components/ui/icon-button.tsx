'use client';

import type { LucideIcon } from 'lucide-react';
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components';
import { type ButtonSize, type ButtonVariant, buttonStyle } from './button-style';
import { cx } from './cx';
import { Tooltip } from './tooltip';

export type IconButtonProps = Readonly<
  Omit<AriaButtonProps, 'className' | 'style' | 'children' | 'aria-label'> & {
    icon: LucideIcon;
    /** Says what the button does; also shown as its tooltip. */
    label: string;
    variant?: ButtonVariant;
    size?: ButtonSize;
    className?: string;
  }
>;

/** A square button with only an icon: always named, always with a tooltip. */
export function IconButton({
  icon: Icon,
  label,
  variant = 'ghost',
  size = 'md',
  className,
  ...props
}: IconButtonProps) {
  return (
    <Tooltip content={label}>
      <AriaButton {...props} aria-label={label} className={cx(buttonStyle(variant, size, true), className)}>
        <Icon aria-hidden className="size-4" />
      </AriaButton>
    </Tooltip>
  );
}
