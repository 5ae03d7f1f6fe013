'use client';

import type { ReactNode } from 'react';
import { Meter as AriaMeter, Label } from 'react-aria-components';
import { useFormatter, useTranslations } from 'use-intl/react';
import { cx } from './cx';
import { TONE_FILL, type Tone } from './tone';

export type MeterProps = Readonly<{
  label: ReactNode;
  hideLabel?: boolean;
  value: number;
  max: number;
  /** Share from which the meter warns; a full one is always `danger`. Default 0.8. */
  warnAt?: number;
  className?: string;
}>;

/** The most cells drawn one by one; above that a bar says more. */
const MAX_CELLS = 20;

/** How much of a limit is used: up to twenty as countable cells, beyond that as a bar. Always with its figures. */
export function Meter({ label, hideLabel, value, max, warnAt = 0.8, className }: MeterProps) {
  const t = useTranslations('ui');
  const format = useFormatter();
  const share = max > 0 ? value / max : 0;
  const tone: Tone = share >= 1 ? 'danger' : share >= warnAt ? 'warn' : 'accent';
  return (
    <AriaMeter
      value={value}
      maxValue={max}
      valueLabel={t('of', { value, max })}
      className={cx('flex flex-col gap-1', className)}
    >
      <div className="flex items-baseline justify-between gap-3 text-sm">
        <Label className={hideLabel ? 'sr-only' : 'text-muted'}>{label}</Label>
        <span className="whitespace-nowrap tabular-nums">
          <span className="font-medium">{format.number(value)}</span>
          <span className="text-muted"> / {format.number(max)}</span>
        </span>
      </div>
      {max <= MAX_CELLS ? <Cells value={value} max={max} tone={tone} /> : <Bar share={share} tone={tone} />}
    </AriaMeter>
  );
}

function Cells({ value, max, tone }: Readonly<{ value: number; max: number; tone: Tone }>) {
  return (
    <div className="flex gap-[3px]">
      {Array.from({ length: max }, (_, index) => index).map((index) => (
        <span
          key={index}
          className={cx(
            'h-2 flex-1 rounded-[1px]',
            index < value ? TONE_FILL[tone] : 'bg-sunken inset-ring inset-ring-line',
          )}
        />
      ))}
    </div>
  );
}

/** The filled part of a track; `share` from 0 to 1. */
export function Bar({ share, tone }: Readonly<{ share: number; tone: Tone }>) {
  return (
    <div className="h-2 overflow-hidden rounded-[1px] bg-sunken inset-ring inset-ring-line">
      <div className={cx('h-full', TONE_FILL[tone])} style={{ width: `${Math.min(1, share) * 100}%` }} />
    </div>
  );
}
