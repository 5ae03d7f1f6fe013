'use client';

import { Check, CircleAlert, Copy } from 'lucide-react';
import { Button as AriaButton } from 'react-aria-components';
import { useTranslations } from 'use-intl/react';
import { CopyOutcome } from './copy-button';
import { cx } from './cx';
import { useCopy } from './use-copy';

export type CidProps = Readonly<{
  /** An identifier: client id, token, hash. */
  value: string;
  /** `auto`: whole on wide screens, head and tail on narrow ones. */
  fit?: 'auto' | 'full' | 'short';
  className?: string;
}>;

const HEAD = 8;
const TAIL = 6;

/** An identifier in equal-width letters that copies itself, always whole, when pressed. */
export function Cid({ value, fit = 'auto', className }: CidProps) {
  const t = useTranslations('ui');
  const { outcome, copy } = useCopy();
  const canShorten = value.length > HEAD + TAIL + 2;
  const short = canShorten ? `${value.slice(0, HEAD)}…${value.slice(-TAIL)}` : value;
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
        {fit === 'auto' ? (
          <>
            <span className="hidden truncate nav:inline">{value}</span>
            <span className="nav:hidden">{short}</span>
          </>
        ) : (
          <span className={fit === 'full' ? 'break-all' : undefined}>{fit === 'full' ? value : short}</span>
        )}
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
