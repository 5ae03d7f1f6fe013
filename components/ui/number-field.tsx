'use client';

import { Minus, Plus } from 'lucide-react';
import {
  Button as AriaButton,
  NumberField as AriaNumberField,
  type NumberFieldProps as AriaNumberFieldProps,
  Group,
  Input,
} from 'react-aria-components';
import { cx } from './cx';
import { controlStyle, FieldLabel, FieldNotes, type FieldTexts, inputStyle, validity } from './field';

export type NumberFieldProps = Readonly<
  Omit<AriaNumberFieldProps, 'className' | 'style' | 'children'> & FieldTexts & { className?: string }
>;

/** A number with steppers; arrow keys work, and full-width digits are understood. */
export function NumberField({ label, hideLabel, description, error, className, ...props }: NumberFieldProps) {
  const step = 'grid h-full w-7 shrink-0 place-items-center text-muted hover:bg-hover disabled:opacity-40';
  return (
    <AriaNumberField
      {...props}
      {...validity(error, props.isInvalid)}
      className={cx('group flex flex-col gap-1', className)}
    >
      <FieldLabel label={label} hideLabel={hideLabel} isRequired={props.isRequired} />
      <Group className={cx(controlStyle, 'h-8 overflow-hidden')}>
        <Input className={cx(inputStyle, 'h-full tabular-nums')} />
        <AriaButton slot="decrement" className={cx(step, 'border-s border-line')}>
          <Minus aria-hidden className="size-3.5" />
        </AriaButton>
        <AriaButton slot="increment" className={cx(step, 'border-s border-line')}>
          <Plus aria-hidden className="size-3.5" />
        </AriaButton>
      </Group>
      <FieldNotes description={description} error={error} />
    </AriaNumberField>
  );
}
