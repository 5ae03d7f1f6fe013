'use client';

import { RadioGroup as AriaRadioGroup, Radio } from 'react-aria-components';
import { cx } from './cx';
import { FieldLabel, FieldNotes, type FieldTexts, validity } from './field';
import type { Option } from './option';

export type RadioGroupProps<Id extends string> = FieldTexts &
  Readonly<{
    options: ReadonlyArray<Option<Id>>;
    value?: Id | null;
    defaultValue?: Id;
    onChange?: (id: Id) => void;
    name?: string;
    orientation?: 'vertical' | 'horizontal';
    isDisabled?: boolean;
    isRequired?: boolean;
    className?: string;
  }>;

/** One of two to five choices that all deserve to be read. */
export function RadioGroup<Id extends string>({
  label,
  hideLabel,
  description,
  error,
  options,
  onChange,
  orientation = 'vertical',
  className,
  ...props
}: RadioGroupProps<Id>) {
  return (
    <AriaRadioGroup
      {...props}
      orientation={orientation}
      {...validity(error)}
      onChange={(value) => {
        const chosen = options.find((option) => option.id === value);
        if (chosen) onChange?.(chosen.id);
      }}
      className={cx('flex flex-col gap-1.5', className)}
    >
      <FieldLabel label={label} hideLabel={hideLabel} isRequired={props.isRequired} />
      <div className={cx('flex gap-x-5 gap-y-1.5', orientation === 'vertical' ? 'flex-col' : 'flex-wrap')}>
        {options.map((option) => (
          <RadioRow key={option.id} option={option} />
        ))}
      </div>
      <FieldNotes description={description} error={error} />
    </AriaRadioGroup>
  );
}

function RadioRow({ option }: Readonly<{ option: Option }>) {
  return (
    <Radio
      value={option.id}
      isDisabled={option.isDisabled}
      className="group inline-flex min-h-6 items-start gap-2 outline-none disabled:opacity-45"
    >
      <span
        className={cx(
          'mt-[3px] size-4 shrink-0 rounded-full border border-line-strong bg-surface transition-colors',
          'group-hover:border-accent group-selected:border-[5px] group-selected:border-accent',
          'group-focus-visible:outline-2 group-focus-visible:outline-offset-2 group-focus-visible:outline-accent',
        )}
      />
      <span>
        <span className="block">{option.label}</span>
        {option.description ? <span className="block text-sm text-muted">{option.description}</span> : null}
      </span>
    </Radio>
  );
}
