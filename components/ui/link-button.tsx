import type { LucideIcon } from 'lucide-react';
import type { Route } from 'next';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { type ButtonSize, type ButtonVariant, buttonStyle } from './button-style';
import { cx } from './cx';

export type LinkButtonProps = Readonly<{
  href: Route;
  variant?: ButtonVariant;
  size?: ButtonSize;
  icon?: LucideIcon;
  className?: string;
  children: ReactNode;
}>;

/** A link that looks like a button: for going somewhere, never for doing something. */
export function LinkButton({
  href,
  variant = 'quiet',
  size = 'md',
  icon: Icon,
  className,
  children,
}: LinkButtonProps) {
  return (
    <Link href={href} className={cx(buttonStyle(variant, size), className)}>
      {Icon ? <Icon aria-hidden className="size-4 shrink-0" /> : null}
      {children}
    </Link>
  );
}

/** A link inside text. */
export function TextLink({
  href,
  className,
  children,
}: Readonly<{ href: Route; className?: string; children: ReactNode }>) {
  return (
    <Link
      href={href}
      className={cx(
        'text-accent underline decoration-accent/40 underline-offset-3 hover:decoration-accent',
        className,
      )}
    >
      {children}
    </Link>
  );
}
