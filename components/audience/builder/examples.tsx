'use client';

import { useMemo } from 'react';
import { useLocale, useTranslations } from 'use-intl/react';
import { examplesOf } from '@/lib/audience/examples';
import { sentenceOf } from '@/lib/audience/sentence';
import { useRead } from '../../data/reads';
import { Button } from '../../ui/button';
import { useBuilder } from './context';

/** Whole audiences to begin with, of the app's own tags; nothing until the dictionary has answered. */
export function Examples() {
  const t = useTranslations('audience.builder');
  const locale = useLocale();
  const { dispatch, focus } = useBuilder();
  const { data, error } = useRead('tags.suggest', { prefix: '' }, { staleTime: 60_000 });
  const trees = useMemo(
    () => (data || error ? examplesOf((data ?? []).map(({ tag }) => tag)) : []),
    [data, error],
  );
  if (trees.length === 0) return null;
  return (
    <fieldset aria-label={t('examples')} className="flex flex-wrap items-center gap-1.5">
      <span className="text-sm text-muted">{t('examples')}</span>
      {trees.map((tree) => (
        <Button
          key={tree.id}
          size="sm"
          className="max-w-full"
          onPress={() => {
            const [first] = tree.parts;
            if (first) focus(first.id);
            dispatch({ type: 'replace', tree });
          }}
        >
          <span className="truncate">{sentenceOf(tree, locale)}</span>
        </Button>
      ))}
    </fieldset>
  );
}
