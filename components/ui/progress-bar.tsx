'use client';

import type { ReactNode } from 'react';
import { ProgressBar as AriaProgressBar, Label } from 'react-aria-components';
import { useFormatter } from 'use-intl/react';
import { cx } from './cx';
import { TONE_FILL, type Tone } from './tone';

export type ProgressPart = Readonly<{ tone: Tone; label: string; count: number }>;

export type ProgressBarProps = Readonly<{
  label: ReactNode;
  hideLabel?: boolean;
  /** What has come of the parts that are through; what is left stays empty. */
  parts?: ReadonlyArray<ProgressPart>;
  /** All there is to do. Without it the bar only shows that something is going on. */
  total?: number;
  className?: string;
}>;

/** Progress told apart by outcome: one "processed" bar would hide what failed. */
export function ProgressBar({ label, hideLabel, parts = [], total, className }: ProgressBarProps) {
  const format = useFormatter();
  const through = parts.reduce((sum, part) => sum + part.count, 0);
  const known = total !== undefined && total > 0;
  return (
    <AriaProgressBar
      value={known ? through : undefined}
      maxValue={known ? total : undefined}
      isIndeterminate={!known}
      valueLabel={
        known ? parts.map((part) => `${part.label} ${format.number(part.count)}`).join(', ') : undefined
      }
      className={cx('flex flex-col gap-1', className)}
    >
      <div className="flex items-baseline justify-between gap-3 text-sm">
        <Label className={hideLabel ? 'sr-only' : 'text-muted'}>{label}</Label>
        {known ? <span className="tabular-nums">{format.number(through / total, 'percent')}</span> : null}
      </div>
      <div className="flex h-2 overflow-hidden rounded-[1px] bg-sunken inset-ring inset-ring-line">
        {known ? (
          parts.map((part) => (
            <div
              key={part.label}
              className={TONE_FILL[part.tone]}
              style={{ width: `${(part.count / total) * 100}%` }}
            />
          ))
        ) : (
          <div className="run-indeterminate h-full w-1/3 bg-accent" />
        )}
      </div>
      {known && parts.length > 1 ? (
        <ul aria-hidden className="flex flex-wrap gap-x-4 gap-y-0.5 text-sm text-muted">
          {parts.map((part) => (
            <li key={part.label} className="inline-flex items-center gap-1.5">
              <span className={cx('size-2 rounded-[1px]', TONE_FILL[part.tone])} />
              {part.label}
              <span className="text-ink tabular-nums">{format.number(part.count)}</span>
            </li>
          ))}
        </ul>
      ) : null}
    </AriaProgressBar>
  );
}
