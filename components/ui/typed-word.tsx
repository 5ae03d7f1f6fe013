'use client';

import { useTranslations } from 'use-intl/react';
import { TextField } from './text-field';

type TypedWordProps = Readonly<{
  /** The word or number that must be typed. */
  word: string;
  value: string;
  onChange: (value: string) => void;
  isDisabled?: boolean;
  autoFocus?: boolean;
  className?: string;
}>;

/** Asks for a word to be typed, so that nobody does something large in passing. */
export function TypedWord({ word, ...field }: TypedWordProps) {
  const t = useTranslations('ui');
  return (
    <TextField
      mono
      autoComplete="off"
      label={t.rich('typeToConfirm', {
        word,
        code: (chunks) => (
          <code className="rounded-sm bg-sunken px-1 py-px font-normal break-all select-all">{chunks}</code>
        ),
      })}
      {...field}
    />
  );
}

/** Whether what was typed is the word; without a word nothing need be typed. */
export const isTyped = (word: string | null | undefined, typed: string): boolean =>
  word === null || word === undefined || typed.trim() === word;
