'use client';

import { fromAbsolute, now, type ZonedDateTime } from '@internationalized/date';
import { DateField, DateInput, DateSegment } from 'react-aria-components';
import { useTimeZone } from 'use-intl/react';
import { cx } from './cx';
import { controlStyle, FieldLabel, FieldNotes, type FieldTexts } from './field';

export type DateTimeFieldProps = FieldTexts &
  Readonly<{
    /** Milliseconds since 1970; null: nothing, or not all of it, was filled in. */
    value: number | null;
    onChange: (value: number | null) => void;
    isDisabled?: boolean;
    isRequired?: boolean;
    className?: string;
  }>;

/** A moment to the minute, in the console's zone; typed or stepped with the arrow keys. */
export function DateTimeField({
  label,
  hideLabel,
  description,
  error,
  value,
  onChange,
  className,
  ...props
}: DateTimeFieldProps) {
  const zone = useTimeZone() ?? 'UTC';
  return (
    <DateField<ZonedDateTime>
      {...props}
      granularity="minute"
      hourCycle={24}
      hideTimeZone
      shouldForceLeadingZeros
      // Gives the zone to what is filled in while there is no value yet.
      placeholderValue={now(zone)}
      value={value === null ? null : fromAbsolute(value, zone)}
      onChange={(moment) => onChange(moment ? moment.toDate().getTime() : null)}
      isInvalid={error ? true : undefined}
      validationBehavior="aria"
      className={cx('group flex flex-col items-start gap-1', className)}
    >
      <FieldLabel label={label} hideLabel={hideLabel} isRequired={props.isRequired} />
      <DateInput className={cx(controlStyle, 'h-8 px-2 tabular-nums')}>
        {(segment) => (
          <DateSegment
            segment={segment}
            className="rounded-sm px-0.5 outline-none placeholder-shown:text-faint focused:bg-accent focused:text-accent-ink type-literal:px-0"
          />
        )}
      </DateInput>
      <FieldNotes description={description} error={error} />
    </DateField>
  );
}
