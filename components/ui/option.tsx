'use client';

import { Check } from 'lucide-react';
import type { ReactNode } from 'react';
import { ListBoxItem } from 'react-aria-components';

export type Option<Id extends string = string> = Readonly<{
  id: Id;
  label: string;
  description?: string;
  /** A dot or icon before the label. */
  leading?: ReactNode;
  isDisabled?: boolean;
}>;

export const popoverStyle =
  'enter-rise z-50 min-w-(--trigger-width) overflow-auto rounded-lg bg-raised shadow-pop outline-none';

export const optionStyle =
  'flex min-h-8 cursor-default items-center gap-2 rounded px-2 py-1 outline-none ' +
  'focused:bg-hover hover:bg-hover selected:font-medium disabled:opacity-45';

/** One choice in a Select or ComboBox. */
export function OptionRow({ option }: Readonly<{ option: Option }>) {
  return (
    <ListBoxItem
      id={option.id}
      textValue={option.label}
      isDisabled={option.isDisabled}
      className={optionStyle}
    >
      {({ isSelected }) => (
        <>
          {option.leading}
          <span className="min-w-0 flex-1">
            <span className="block truncate">{option.label}</span>
            {option.description ? (
              <span className="block text-xs font-normal text-muted">{option.description}</span>
            ) : null}
          </span>
          {isSelected ? <Check aria-hidden className="size-4 shrink-0 text-accent" /> : null}
        </>
      )}
    </ListBoxItem>
  );
}
