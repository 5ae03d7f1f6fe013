'use client';

import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl/react';
import { cx } from './cx';
import { STATE_TONE, type State, TONE_FILL, TONE_TEXT, TONE_TINT, type Tone } from './tone';

export type StatusDotProps = Readonly<{
  tone: Tone;
  /** The word beside the dot: colour alone says nothing. */
  label: ReactNode;
  /** An empty ring, for what has not begun or does not count. */
  hollow?: boolean;
  className?: string;
}>;

/** A dot and a word. */
export function StatusDot({ tone, label, hollow = false, className }: StatusDotProps) {
  return (
    <span className={cx('inline-flex items-center gap-1.5 whitespace-nowrap', className)}>
      <span
        aria-hidden
        className={cx(
          'size-2 shrink-0 rounded-full',
          hollow ? cx('border-[1.5px] border-current', TONE_TEXT[tone]) : TONE_FILL[tone],
        )}
      />
      <span>{label}</span>
    </span>
  );
}

/** The dot and the word of a {@link State}, in the reader's language. */
export function StateDot({ state, className }: Readonly<{ state: State; className?: string }>) {
  const t = useTranslations('common.state');
  return (
    <StatusDot
      tone={STATE_TONE[state]}
      hollow={state === 'planned' || state === 'cancelled'}
      label={t(state)}
      className={className}
    />
  );
}

/** A small label: a kind, a source, a count. */
export function Badge({ tone = 'neutral', children }: Readonly<{ tone?: Tone; children: ReactNode }>) {
  return (
    <span
      className={cx(
        'inline-flex h-5 items-center gap-1 rounded border px-1.5 text-xs whitespace-nowrap tabular-nums',
        TONE_TINT[tone],
        TONE_TEXT[tone],
      )}
    >
      {children}
    </span>
  );
}
