'use client';

import { Check, CircleAlert, Copy } from 'lucide-react';
import type { Route } from 'next';
import Link from 'next/link';
import { Button as AriaButton } from 'react-aria-components';
import { useTranslations } from 'use-intl/react';
import { CopyButton, CopyOutcome } from './copy-button';
import { cx } from './cx';
import { useCopy } from './use-copy';

export type CidProps = Readonly<{
  /** An identifier: client id, token, hash. */
  value: string;
  /** `auto`: whole on wide screens, head and tail on narrow ones. */
  fit?: 'auto' | 'full' | 'short';
  /** Where the identifier leads to; a button beside it copies then. */
  href?: Route;
  className?: string;
}>;

const HEAD = 8;
const TAIL = 6;

/** An identifier in equal-width letters that copies itself, always whole, when pressed, or leads somewhere. */
export function Cid({ href, ...props }: CidProps) {
  return href === undefined ? <CopyingCid {...props} /> : <LeadingCid {...props} href={href} />;
}

const shortOf = (value: string) =>
  value.length > HEAD + TAIL + 2 ? `${value.slice(0, HEAD)}…${value.slice(-TAIL)}` : value;

function Value({ value, fit = 'auto' }: Pick<CidProps, 'value' | 'fit'>) {
  if (fit !== 'auto')
    return (
      <span className={fit === 'full' ? 'break-all' : undefined}>
        {fit === 'full' ? value : shortOf(value)}
      </span>
    );
  return (
    <>
      <span className="hidden truncate nav:inline">{value}</span>
      <span className="nav:hidden">{shortOf(value)}</span>
    </>
  );
}

function LeadingCid({ value, fit, href, className }: CidProps & Readonly<{ href: Route }>) {
  return (
    <span className={cx('inline-flex max-w-full items-center gap-0.5', className)}>
      <Link
        href={href}
        aria-label={value}
        className="min-w-0 rounded-sm font-mono text-sm underline decoration-line-strong underline-offset-3 hover:text-accent hover:decoration-accent"
      >
        <Value value={value} fit={fit} />
      </Link>
      <CopyButton value={value} className="-my-1" />
    </span>
  );
}

function CopyingCid({ value, fit, className }: Omit<CidProps, 'href'>) {
  const t = useTranslations('ui');
  const { outcome, copy } = useCopy();
  const Icon = outcome === 'copied' ? Check : outcome === 'failed' ? CircleAlert : Copy;
  return (
    <>
      <AriaButton
        aria-label={t('copyValue', { value })}
        onPress={() => copy(value)}
        className={cx(
          'group inline-flex max-w-full items-center gap-1 rounded-sm text-start font-mono text-sm',
          'hover:text-accent pressed:text-accent',
          className,
        )}
      >
        <Value value={value} fit={fit} />
        <Icon
          aria-hidden
          className={cx(
            'size-3 shrink-0',
            outcome === 'copied'
              ? 'text-ok'
              : 'text-faint opacity-0 group-hover:opacity-100 group-focus-visible:opacity-100',
            outcome && 'opacity-100',
          )}
        />
      </AriaButton>
      <CopyOutcome outcome={outcome} />
    </>
  );
}
