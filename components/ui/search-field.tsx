'use client';

import { Search, X } from 'lucide-react';
import type { Ref } from 'react';
import {
  Button as AriaButton,
  SearchField as AriaSearchField,
  type SearchFieldProps as AriaSearchFieldProps,
  Input,
} from 'react-aria-components';
import { useTranslations } from 'use-intl/react';
import { cx } from './cx';
import { controlStyle, FieldLabel, FieldNotes, type FieldTexts, inputStyle, validity } from './field';

export type SearchFieldProps = Readonly<
  Omit<AriaSearchFieldProps, 'className' | 'style' | 'children'> &
    FieldTexts & {
      placeholder?: string;
      mono?: boolean;
      size?: 'md' | 'lg';
      inputRef?: Ref<HTMLInputElement>;
      className?: string;
    }
>;

/** A text field for looking things up: Enter submits, Escape or the cross clears. */
export function SearchField({
  label,
  hideLabel,
  description,
  error,
  placeholder,
  mono,
  size = 'md',
  inputRef,
  className,
  ...props
}: SearchFieldProps) {
  const t = useTranslations('ui');
  return (
    <AriaSearchField
      spellCheck="false"
      autoCorrect="off"
      {...props}
      {...validity(error, props.isInvalid)}
      className={cx('group flex flex-col gap-1', className)}
    >
      <FieldLabel label={label} hideLabel={hideLabel} isRequired={props.isRequired} />
      <div className={cx(controlStyle, size === 'lg' ? 'h-10' : 'h-8')}>
        <Search aria-hidden className="ms-2.5 -me-1 size-4 shrink-0 text-faint" />
        <Input
          ref={inputRef}
          autoCapitalize="off"
          placeholder={placeholder}
          className={cx(
            inputStyle,
            'h-full [&::-webkit-search-cancel-button]:hidden',
            mono && 'font-mono placeholder:font-sans',
          )}
        />
        <AriaButton
          aria-label={t('clear')}
          className="me-1 grid size-6 place-items-center rounded-sm text-muted hover:bg-hover group-empty:invisible"
        >
          <X aria-hidden className="size-3.5" />
        </AriaButton>
      </div>
      <FieldNotes description={description} error={error} />
    </AriaSearchField>
  );
}
