'use client';

import { useLocale, useTranslations } from 'use-intl/react';
import { regionName } from '@/lib/audience/region-names';
import type { Flat } from '@/lib/audience/schema';

const SHOWN = 4;

/** A flat count in words, short enough for a line of a formula. */
export function useFlatText(): (flat: Flat) => string {
  const t = useTranslations('audience.flat');
  const locale = useLocale();
  return (flat) => {
    if (flat.length === 0) return t('everybody');
    return flat
      .map(({ key, op, values }) => {
        const names = values.map((value) => (key === 'region' ? regionName(value, locale) : value));
        const shown = names
          .slice(0, SHOWN)
          .map((name) => (key === 'phoneType' ? t(`phone.${phone(name)}`) : name));
        const more = names.length - shown.length;
        const list =
          shown.join(t(op === 'and' ? 'and' : 'or')) + (more > 0 ? t('more', { count: names.length }) : '');
        return t(op === 'not' ? 'not' : 'is', { key: t(`key.${key}`), list });
      })
      .join(t('join'));
  };
}

const phone = (value: string): 'android' | 'ios' => (value === 'ios' ? 'ios' : 'android');
