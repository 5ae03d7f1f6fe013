'use client';

import { type ClipboardEvent, type KeyboardEvent, useRef, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { splitTags } from '@/lib/tags/rules';
import { useRead } from '../data/reads';
import { ComboBox } from '../ui/combo-box';

const SEPARATOR = /[\s,，;；、|]/;

type TagInputProps = Readonly<{
  label: string;
  hideLabel?: boolean;
  placeholder?: string;
  description?: string | undefined;
  error?: string | undefined;
  /** Tags that need not be suggested. */
  without?: readonly string[];
  isDisabled?: boolean;
  className?: string;
  onAdd: (tags: readonly string[]) => void;
}>;

/** Takes tags: one by typing with suggestions from the dictionary, many by pasting. */
export function TagInput({ without = [], onAdd, ...field }: TagInputProps) {
  const [text, setText] = useState('');
  const box = useRef<HTMLDivElement>(null);
  const options = useTagOptions(text, without);
  function take(raw: string): void {
    const tags = splitTags(raw);
    if (tags.length > 0) onAdd(tags);
    // Emptying a field that has the focus would open the list again, over what was just added.
    const field = box.current?.querySelector('input');
    field?.blur();
    setText('');
    requestAnimationFrame(() => field?.focus());
  }
  // A text field drops line breaks of what is pasted, so several lines would become one tag.
  function paste(event: ClipboardEvent): void {
    const pasted = event.clipboardData.getData('text');
    if (!SEPARATOR.test(pasted.trim())) return;
    event.preventDefault();
    event.stopPropagation();
    take(pasted);
  }
  function key(event: KeyboardEvent): void {
    const isChosen = (event.target as HTMLElement).getAttribute('aria-activedescendant');
    if (event.key !== 'Enter' || isChosen || text.trim() === '' || event.nativeEvent.isComposing) return;
    event.preventDefault();
    event.stopPropagation();
    take(text);
  }
  return (
    <div ref={box} onPasteCapture={paste} onKeyDownCapture={key}>
      <ComboBox
        {...field}
        menuTrigger="input"
        allowsCustomValue
        options={options}
        value={null}
        inputValue={text}
        onInputChange={(next) => (SEPARATOR.test(next) ? take(next) : setText(next))}
        onChange={(tag) => tag !== null && take(tag)}
      />
    </div>
  );
}

type TagFieldProps = Omit<TagInputProps, 'onAdd' | 'without'> &
  Readonly<{ value: string; onChange: (tag: string) => void; isRequired?: boolean }>;

/** Takes one tag, with suggestions from the dictionary. */
export function TagField({ value, onChange, ...field }: TagFieldProps) {
  const options = useTagOptions(value, []);
  return (
    <ComboBox
      {...field}
      menuTrigger="input"
      allowsCustomValue
      options={options}
      inputValue={value}
      onInputChange={onChange}
      onChange={(tag) => tag !== null && onChange(tag)}
    />
  );
}

function useTagOptions(text: string, without: readonly string[]) {
  const t = useTranslations('tags.edit');
  const { data } = useRead('tags.suggest', { prefix: text.trim().slice(0, 100) }, { staleTime: 10_000 });
  return (data ?? [])
    .filter(({ tag }) => !without.includes(tag))
    .map(({ tag, members }) => ({ id: tag, label: tag, description: t('members', { count: members }) }));
}
