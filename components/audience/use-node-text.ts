'use client';

import { useLocale, useTranslations } from 'use-intl/react';
import { says } from '@/lib/audience/funnel';
import { regionName } from '@/lib/audience/region-names';
import type { Node } from '@/lib/audience/schema';

const SHOWN = 3;

/** A part of an audience in a few words, for the label of a bar or a row. */
export function useNodeText(): (node: Node) => string {
  const t = useTranslations('audience.node');
  const locale = useLocale();
  return function text(node: Node): string {
    if (node.kind === 'group')
      return t(`group.${node.op}`, { parts: node.parts.filter(says).map(text).join(t('between')) });
    const names = node.values.map((value) =>
      node.key === 'region'
        ? regionName(value, locale)
        : node.key === 'phoneType'
          ? t(`phone.${value === 'ios' ? 'ios' : 'android'}`)
          : value,
    );
    const list =
      names.slice(0, SHOWN).join(t('between')) +
      (names.length > SHOWN ? t('more', { count: names.length }) : '');
    if (names.length === 1 && node.op !== 'none') return list;
    return t(`rule.${node.op}`, { list });
  };
}
