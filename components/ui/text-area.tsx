'use client';

import {
  TextArea as AriaTextArea,
  TextField as AriaTextField,
  type TextFieldProps as AriaTextFieldProps,
} from 'react-aria-components';
import { cx } from './cx';
import { controlStyle, FieldLabel, FieldNotes, type FieldTexts, inputStyle, validity } from './field';

export type TextAreaProps = Readonly<
  Omit<AriaTextFieldProps, 'className' | 'style' | 'children'> &
    FieldTexts & {
      placeholder?: string;
      rows?: number;
      mono?: boolean;
      className?: string;
    }
>;

/** Several lines of text; people may drag it taller. */
export function TextArea({
  label,
  hideLabel,
  description,
  error,
  placeholder,
  rows = 4,
  mono,
  className,
  ...props
}: TextAreaProps) {
  return (
    <AriaTextField
      spellCheck={mono ? 'false' : undefined}
      {...props}
      {...validity(error, props.isInvalid)}
      className={cx('group flex flex-col gap-1', className)}
    >
      <FieldLabel label={label} hideLabel={hideLabel} isRequired={props.isRequired} />
      <div className={controlStyle}>
        <AriaTextArea
          rows={rows}
          placeholder={placeholder}
          className={cx(
            inputStyle,
            'min-h-8 resize-y py-1.5',
            mono && 'font-mono text-sm placeholder:font-sans placeholder:text-base',
          )}
        />
      </div>
      <FieldNotes description={description} error={error} />
    </AriaTextField>
  );
}
