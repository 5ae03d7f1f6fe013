'use client';

import { useState } from 'react';
import { useFormatter, useTimeZone, useTranslations } from 'use-intl/react';
import { DateTimeField } from '../ui/date-time-field';
import { Select } from '../ui/select';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const DAYS = { day: 1, week: 7, month: 30, quarter: 90 } as const;
const CHOICES = ['never', 'day', 'week', 'month', 'quarter', 'custom'] as const;
type Choice = (typeof CHOICES)[number];

type ExpiryFieldProps = Readonly<{
  /** In ms; null: never; NaN: a time that is not filled in yet. */
  value: number | null;
  onChange: (value: number | null) => void;
  isDisabled?: boolean;
}>;

/** True for a time that has not passed, and for never. */
export const isExpiryGood = (value: number | null): boolean => value === null || value > Date.now();

/** When an entry is released by itself: never, after some days, or at a moment to the minute. */
export function ExpiryField({ value, onChange, isDisabled = false }: ExpiryFieldProps) {
  const t = useTranslations('blacklist.expiry');
  const format = useFormatter();
  const zone = useTimeZone() ?? 'UTC';
  const [choice, setChoice] = useState<Choice>(value === null ? 'never' : 'custom');
  // A form that is emptied empties this too.
  const shown = value === null ? 'never' : choice === 'never' ? 'custom' : choice;
  function choose(next: Choice): void {
    setChoice(next);
    const inDays = (days: number) => Math.ceil((Date.now() + days * DAY_MS) / MINUTE_MS) * MINUTE_MS;
    if (next === 'never') onChange(null);
    else if (next === 'custom') onChange(value ?? inDays(1));
    else onChange(inDays(DAYS[next]));
  }
  return (
    <div className="flex flex-wrap items-start gap-x-4 gap-y-3">
      <Select
        className="w-full sm:w-52"
        label={t('label')}
        isDisabled={isDisabled}
        options={CHOICES.map((id) => ({ id, label: t(`options.${id}`) }))}
        value={shown}
        description={
          value !== null && !Number.isNaN(value) && shown !== 'custom'
            ? t('will', { time: format.dateTime(new Date(value), 'minute') })
            : undefined
        }
        onChange={choose}
      />
      {shown === 'custom' ? (
        <DateTimeField
          label={t('at')}
          description={t('zone', { zone })}
          isRequired
          isDisabled={isDisabled}
          value={Number.isNaN(value) ? null : value}
          error={isExpiryGood(value) || Number.isNaN(value) ? undefined : t('past')}
          onChange={(at) => onChange(at ?? Number.NaN)}
        />
      ) : null}
    </div>
  );
}
