import { useTranslations } from 'use-intl/react';
import type { PlannedRow } from '@/lib/aliases/plan';
import { forbiddenCharacters } from '@/lib/aliases/rules';

const visible = (character: string) => (/\s/.test(character) ? '␣' : character);

/** The sentence that says why a row gets its verdict. */
export function useWhy(): (row: PlannedRow) => string {
  const t = useTranslations('aliases.why');
  return ({ verdict, before, other, alias }) => {
    const values = {
      before,
      other: other ?? 0,
      count: [...alias].length,
      characters: forbiddenCharacters(alias).map(visible).join(' '),
    };
    return t(verdict, values);
  };
}
