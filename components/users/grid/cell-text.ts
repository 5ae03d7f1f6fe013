import { useMemo } from 'react';
import { useFormatter, useLocale, useTranslations } from 'use-intl/react';
import type { Messages } from '@/lib/i18n/messages/zh-CN';
import { type DataColumn, typeOf } from '@/lib/users/rules';
import type { Tone } from '../../ui/tone';

export type Word = Readonly<{ text: string; tone?: Tone; isHollow?: boolean }>;
export type CellText = (column: DataColumn, value: string | number) => Word;

type Brand = keyof Messages['users']['brands'];
type Platform = keyof Messages['users']['platforms'];

const TONES: Partial<Record<DataColumn, [no: Tone, yes: Tone]>> = {
  valid: ['danger', 'ok'],
  notifications: ['warn', 'ok'],
  vendorToken: ['warn', 'ok'],
  online: ['neutral', 'ok'],
  appOnline: ['neutral', 'ok'],
  deviceOnline: ['neutral', 'ok'],
  blacklisted: ['neutral', 'danger'],
};

/** How a cell is said: the word of a state with the colour of its dot, moments in the console's zone, names of brands. */
export function useCellText(): CellText {
  const t = useTranslations('users');
  const format = useFormatter();
  const locale = useLocale();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the translator and the formats follow the language
  return useMemo(() => {
    const flags = new Map<DataColumn, [Word, Word]>();
    for (const [column, [no, yes]] of Object.entries(TONES) as [
      keyof Messages['users']['flags'],
      [Tone, Tone],
    ][])
      flags.set(column, [
        { text: t(`flags.${column}.no`), tone: no, isHollow: true },
        { text: t(`flags.${column}.yes`), tone: yes },
      ]);
    const brands = new Map<string, Word>();
    return (column, value): Word => {
      const flag = flags.get(column);
      if (flag) return flag[value ? 1 : 0];
      if (column === 'brand') {
        let word = brands.get(String(value));
        if (!word) {
          word = { text: t.has(`brands.${value as Brand}`) ? t(`brands.${value as Brand}`) : String(value) };
          brands.set(String(value), word);
        }
        return word;
      }
      if (column === 'platform')
        return {
          text: t.has(`platforms.${value as Platform}`) ? t(`platforms.${value as Platform}`) : String(value),
        };
      const type = typeOf(column);
      if (type === 'time') return { text: format.dateTime(Number(value), 'minute') };
      if (type === 'wall')
        return { text: new Date(Number(value)).toISOString().replace('T', ' ').slice(0, 19) };
      if (column === 'loginDays') return { text: t('days', { count: Number(value) }) };
      return { text: typeof value === 'number' ? format.number(value, 'integer') : value };
    };
  }, [locale]);
}
