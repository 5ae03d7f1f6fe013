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
  /** The address answers with a file: a plain link, not a page change. */
  isDownload?: boolean;
  className?: string;
  children: ReactNode;
}>;

/** A link that looks like a button: for going somewhere, never for doing something. */
export function LinkButton({
  href,
  variant = 'quiet',
  size = 'md',
  icon: Icon,
  isDownload,
  className,
  children,
}: LinkButtonProps) {
  const style = cx(buttonStyle(variant, size), className);
  const content = (
    <>
      {Icon ? <Icon aria-hidden className="size-4 shrink-0" /> : null}
      {children}
    </>
  );
  return isDownload ? (
    <a href={href} download className={style}>
      {content}
    </a>
  ) : (
    <Link href={href} className={style}>
      {content}
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
