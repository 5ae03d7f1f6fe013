'use client';

import { useFormatter, useTranslations } from 'use-intl/react';
import type { CountedTerm, Term } from '@/lib/audience/schema';
import { Time } from '../../ui/time';
import { useFlatText } from './flat-text';

/** The signed sum of flat counts that an answer is, or will be; counts with their figures once they are there. */
export function Formula({ terms }: Readonly<{ terms: readonly (Term | CountedTerm)[] }>) {
  const t = useTranslations('audience.formula');
  const format = useFormatter();
  const text = useFlatText();
  return (
    <ol aria-label={t('label')} className="flex flex-col text-sm">
      {terms.map((term) => (
        <li key={JSON.stringify(term.flat)} className="flex gap-2 border-t border-line py-1 first:border-0">
          <span className="w-8 shrink-0 text-end font-mono tabular-nums">{signOf(term.times)}</span>
          <span className="min-w-0 flex-1 break-words">{text(term.flat)}</span>
          {'count' in term ? (
            <span className="shrink-0 text-end tabular-nums">
              {format.number(term.count, 'integer')}
              <span className="block text-muted">
                {term.reused ? t('reused') : null} <Time value={term.at} show="clock" />
              </span>
            </span>
          ) : null}
        </li>
      ))}
    </ol>
  );
}

const signOf = (times: number): string =>
  times === 1 ? '+' : times === -1 ? '−' : times > 0 ? `+${times}×` : `−${-times}×`;
