'use client';

import { ChevronDown } from 'lucide-react';
import type { ReactNode } from 'react';
import {
  Button as AriaButton,
  Select as AriaSelect,
  ListBox,
  Popover,
  SelectValue,
} from 'react-aria-components';
import { useTranslations } from 'use-intl/react';
import { cx } from './cx';
import { controlStyle, FieldLabel, FieldNotes, type FieldTexts, validity } from './field';
import { type Option, OptionRow, popoverStyle } from './option';

export type SelectProps<Id extends string> = FieldTexts &
  Readonly<{
    options: ReadonlyArray<Option<Id>>;
    value?: Id | null;
    defaultValue?: Id;
    onChange?: (id: Id) => void;
    name?: string;
    placeholder?: string;
    isDisabled?: boolean;
    isRequired?: boolean;
    /** Text before the value, such as an icon. */
    leading?: ReactNode;
    className?: string;
  }>;

/** One of a few known choices. More than about fifteen want a ComboBox. */
export function Select<Id extends string>({
  label,
  hideLabel,
  description,
  error,
  options,
  onChange,
  placeholder,
  leading,
  className,
  ...props
}: SelectProps<Id>) {
  const t = useTranslations('ui');
  return (
    <AriaSelect
      {...props}
      placeholder={placeholder ?? t('choose')}
      {...validity(error)}
      onChange={(key) => {
        const chosen = options.find((option) => option.id === key);
        if (chosen) onChange?.(chosen.id);
      }}
      className={cx('group flex flex-col gap-1', className)}
    >
      <FieldLabel label={label} hideLabel={hideLabel} isRequired={props.isRequired} />
      <AriaButton className={cx(controlStyle, 'h-8 gap-2 ps-2.5 pe-2 text-start hover:bg-hover')}>
        {leading}
        <SelectValue className="flex min-w-0 flex-1 items-center gap-2 truncate placeholder:text-faint">
          {({ selectedText, isPlaceholder, defaultChildren, state }) => {
            if (isPlaceholder) return defaultChildren;
            const chosen = options.find((option) => option.id === state.selectedItem?.key);
            return (
              <>
                {chosen?.leading}
                <span className="truncate">{chosen?.label ?? selectedText}</span>
              </>
            );
          }}
        </SelectValue>
        <ChevronDown aria-hidden className="size-4 shrink-0 text-muted" />
      </AriaButton>
      <FieldNotes description={description} error={error} />
      <Popover className={popoverStyle}>
        <ListBox className="p-1 outline-none">
          {options.map((option) => (
            <OptionRow key={option.id} option={option} />
          ))}
        </ListBox>
      </Popover>
    </AriaSelect>
  );
}
