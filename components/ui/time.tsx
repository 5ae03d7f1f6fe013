'use client';

import { useFormatter, useNow, useTimeZone, useTranslations } from 'use-intl/react';

export type TimeProps = Readonly<{
  /** Milliseconds since 1970, or a date. */
  value: number | Date;
  show?: 'second' | 'minute' | 'date' | 'clock' | 'relative';
  className?: string;
}>;

/** A moment in the console's zone; hovering tells zone and raw milliseconds. */
export function Time({ value, show = 'second', className }: TimeProps) {
  const t = useTranslations('ui');
  const format = useFormatter();
  const zone = useTimeZone() ?? 'UTC';
  const now = useNow();
  const date = new Date(value);
  const whole = format.dateTime(date, 'second');
  return (
    <time
      dateTime={date.toISOString()}
      title={t('clockWithZone', { time: whole, zone, ms: String(date.getTime()) })}
      className={className ?? 'whitespace-nowrap tabular-nums'}
    >
      {show === 'relative' ? format.relativeTime(date, now) : format.dateTime(date, show)}
    </time>
  );
}
