'use client';

import type { LucideIcon } from 'lucide-react';
import type { ReactNode, Ref } from 'react';
import {
  TextField as AriaTextField,
  type TextFieldProps as AriaTextFieldProps,
  Input,
} from 'react-aria-components';
import { cx } from './cx';
import { controlStyle, FieldLabel, FieldNotes, type FieldTexts, inputStyle, validity } from './field';

export type TextFieldProps = Readonly<
  Omit<AriaTextFieldProps, 'className' | 'style' | 'children'> &
    FieldTexts & {
      placeholder?: string;
      /** For cids, aliases and keys: equal widths, no spell checking. */
      mono?: boolean;
      icon?: LucideIcon;
      /** Anything at the end inside the box: a unit, a counter, a small button. */
      trailing?: ReactNode;
      inputRef?: Ref<HTMLInputElement>;
      className?: string;
    }
>;

/** One line of text. */
export function TextField({
  label,
  hideLabel,
  description,
  error,
  placeholder,
  mono,
  icon: Icon,
  trailing,
  inputRef,
  className,
  ...props
}: TextFieldProps) {
  return (
    <AriaTextField
      spellCheck={mono ? 'false' : undefined}
      autoCorrect={mono ? 'off' : undefined}
      {...props}
      {...validity(error, props.isInvalid)}
      className={cx('group flex flex-col gap-1', className)}
    >
      <FieldLabel label={label} hideLabel={hideLabel} isRequired={props.isRequired} />
      <div className={cx(controlStyle, 'h-8')}>
        {Icon ? <Icon aria-hidden className="ms-2.5 -me-1 size-4 shrink-0 text-faint" /> : null}
        <Input
          ref={inputRef}
          autoCapitalize={mono ? 'off' : undefined}
          placeholder={placeholder}
          className={cx(
            inputStyle,
            'h-full',
            mono && 'font-mono text-sm placeholder:font-sans placeholder:text-base',
          )}
        />
        {trailing ? (
          <div className="me-1 flex shrink-0 items-center text-sm text-muted">{trailing}</div>
        ) : null}
      </div>
      <FieldNotes description={description} error={error} />
    </AriaTextField>
  );
}
