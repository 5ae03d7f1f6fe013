'use client';

import { Check, CircleAlert, Copy } from 'lucide-react';
import { Button as AriaButton } from 'react-aria-components';
import { useTranslations } from 'use-intl/react';
import { type ButtonSize, buttonStyle } from './button-style';
import { cx } from './cx';
import { useCopy } from './use-copy';

export type CopyButtonProps = Readonly<{
  value: string;
  /** What is copied, when the value itself is too long to be read out. */
  label?: string;
  /** Words beside the icon. */
  text?: string;
  size?: ButtonSize;
  className?: string;
}>;

const ICONS = { copied: Check, failed: CircleAlert } as const;

/** Copies a value; says so in the icon and to readers. */
export function CopyButton({ value, label, text, size = 'sm', className }: CopyButtonProps) {
  const t = useTranslations('ui');
  const { outcome, copy } = useCopy();
  const Icon = outcome ? ICONS[outcome] : Copy;
  return (
    <>
      <AriaButton
        {...(text === undefined ? { 'aria-label': t('copyValue', { value: label ?? value }) } : {})}
        onPress={() => copy(value)}
        className={cx(
          buttonStyle(text === undefined ? 'ghost' : 'quiet', size, text === undefined),
          className,
        )}
      >
        <Icon aria-hidden className={cx('size-3.5', outcome === 'copied' ? 'text-ok' : 'text-muted')} />
        {text}
      </AriaButton>
      <CopyOutcome outcome={outcome} />
    </>
  );
}

/** Reads the outcome of a copy out; invisible. */
export function CopyOutcome({ outcome }: Readonly<{ outcome: 'copied' | 'failed' | null }>) {
  const t = useTranslations('ui');
  return (
    <span role="status" className="sr-only">
      {outcome === 'copied' ? t('copied') : outcome === 'failed' ? t('copyFailed') : ''}
    </span>
  );
}
