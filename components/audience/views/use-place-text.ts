'use client';

import { useFormatter, useLocale, useTranslations } from 'use-intl/react';
import type { Place } from '@/lib/audience/matrix';
import { regionName } from '@/lib/audience/region-names';
import { tileOf } from '../../charts/province-tiles';

/** How places are called and their figures written. */
export function usePlaceText() {
  const t = useTranslations('audienceViews.regions');
  const locale = useLocale();
  const format = useFormatter();
  const name = (code: string) => (code ? regionName(code, locale) : t('unknown'));
  const share = (value: number | null) => (value === null ? '—' : format.number(value, 'percent'));
  return {
    name,
    /** What fits into a tile. */
    label: (code: string) => {
      if (!code) return t('unknown');
      return locale === 'en' ? tileOf(code).letters : regionName(code, locale).replace(/市$/u, '');
    },
    users: ({ value, isSure }: Pick<Place, 'value' | 'isSure'>) =>
      `${isSure ? '' : '≈'}${format.number(value, 'integer')}`,
    brief: (value: number) => format.number(value, value < 10_000 ? 'integer' : 'compact'),
    whole: (value: number | null) => (value === null ? '—' : format.number(value, 'integer')),
    share,
    index: (value: number | null) => (value === null ? '—' : format.number(value, 'integer')),
    about: (place: Place) =>
      t('about', {
        value: `${place.isSure ? '' : '≈'}${format.number(place.value, 'integer')}`,
        share: share(place.share),
        index: place.index === null ? '—' : format.number(place.index, 'integer'),
      }),
  };
}
