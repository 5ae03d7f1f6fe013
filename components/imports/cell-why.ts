import { useTranslations } from 'use-intl/react';

const RULES = [
  'scientific',
  'excel-error',
  'replacement-character',
  'control-character',
  'quote-open',
] as const;

/** What happened to a cell before it came here, in words; the literal itself when it is none of these. */
export function useCellWhy(): (rule: string, value: string) => string {
  const t = useTranslations('imports.cell');
  return (rule, value) => {
    const known = RULES.find((one) => one === rule);
    return known ? t(known, { value }) : rule;
  };
}
