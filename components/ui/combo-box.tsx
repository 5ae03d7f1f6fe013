'use client';

import { ChevronDown } from 'lucide-react';
import {
  Button as AriaButton,
  ComboBox as AriaComboBox,
  Group,
  Input,
  ListBox,
  Popover,
} from 'react-aria-components';
import { useTranslations } from 'use-intl/react';
import { cx } from './cx';
import { controlStyle, FieldLabel, FieldNotes, type FieldTexts, inputStyle, validity } from './field';
import { type Option, OptionRow, popoverStyle } from './option';

export type ComboBoxProps<Id extends string> = FieldTexts &
  Readonly<{
    options: ReadonlyArray<Option<Id>>;
    value?: Id | null;
    onChange?: (id: Id | null) => void;
    inputValue?: string;
    onInputChange?: (text: string) => void;
    /** Opens when the field is entered, or only once something is typed. Default `focus`. */
    menuTrigger?: 'focus' | 'input';
    /** Text that is not among the options may stay. */
    allowsCustomValue?: boolean;
    name?: string;
    placeholder?: string;
    isDisabled?: boolean;
    isRequired?: boolean;
    className?: string;
  }>;

/** A text field that suggests: type to filter, arrows to choose. */
export function ComboBox<Id extends string>({
  label,
  hideLabel,
  description,
  error,
  options,
  onChange,
  placeholder,
  className,
  ...props
}: ComboBoxProps<Id>) {
  const t = useTranslations('ui');
  return (
    <AriaComboBox
      menuTrigger="focus"
      {...props}
      allowsEmptyCollection
      {...validity(error)}
      onChange={(key) => onChange?.(options.find((option) => option.id === key)?.id ?? null)}
      className={cx('group flex flex-col gap-1', className)}
    >
      <FieldLabel label={label} hideLabel={hideLabel} isRequired={props.isRequired} />
      <Group className={cx(controlStyle, 'h-8')}>
        <Input placeholder={placeholder} className={cx(inputStyle, 'h-full')} />
        <AriaButton
          aria-label={t('showOptions')}
          className="me-1 grid size-6 shrink-0 place-items-center rounded-sm text-muted hover:bg-hover"
        >
          <ChevronDown aria-hidden className="size-4" />
        </AriaButton>
      </Group>
      <FieldNotes description={description} error={error} />
      <Popover className={popoverStyle}>
        <ListBox
          className="p-1 outline-none"
          renderEmptyState={() => <div className="px-2 py-1.5 text-muted">{t('noMatch')}</div>}
        >
          {options.map((option) => (
            <OptionRow key={option.id} option={option} />
          ))}
        </ListBox>
      </Popover>
    </AriaComboBox>
  );
}
