'use client';

import { useEffect, useState } from 'react';
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
  const date = new Date(value);
  const whole = format.dateTime(date, 'second');
  return (
    <time
      dateTime={date.toISOString()}
      title={t('clockWithZone', { time: whole, zone, ms: String(date.getTime()) })}
      className={className ?? 'whitespace-nowrap tabular-nums'}
    >
      {show === 'relative' ? <Relative date={date} /> : format.dateTime(date, show)}
    </time>
  );
}

const REFRESH_MS = 30_000;

// Starts from the server's clock, so that both first paints agree, and then keeps up with the real one.
function Relative({ date }: Readonly<{ date: Date }>) {
  const format = useFormatter();
  const [now, setNow] = useState(useNow());
  useEffect(() => {
    const update = () => setNow(new Date());
    update();
    const timer = setInterval(update, REFRESH_MS);
    return () => clearInterval(timer);
  }, []);
  return format.relativeTime(date, now);
}
