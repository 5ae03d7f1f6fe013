'use client';

import { useTranslations } from 'use-intl/react';
import type { ColumnWarning, Peek } from '@/lib/imports/schema';
import { Callout } from '../ui/callout';
import { useColumnName } from './format';

const RULES = ['scientific', 'leading-zeros-lost', 'replacement-character', 'blank'] as const;

/** What Excel or a wrong encoding has most likely spoilt, in words and with the line, before anything is uploaded. */
export function Warnings({ peek }: Readonly<{ peek: Peek }>) {
  const t = useTranslations('imports.warning');
  const name = useColumnName();
  const found = RULES.map((rule) => ({ rule, at: peek.warnings.filter((warning) => warning.rule === rule) }));
  const place = ({ column, line, sample }: ColumnWarning) => {
    const head = peek.columns.find(({ index }) => index === column) ?? {
      index: column,
      name: '',
      samples: [],
    };
    return t('at', { line, column: name(head), sample: sample === '' ? t('nothing') : sample });
  };
  return found
    .filter(({ at }) => at.length > 0)
    .map(({ rule, at }) => (
      <Callout key={rule} tone="warn" title={t(`${rule}.title`)}>
        <p>{t(`${rule}.body`)}</p>
        <ul>
          {at.slice(0, 3).map((warning) => (
            <li key={`${warning.line}:${warning.column}`} className="break-all">
              {place(warning)}
            </li>
          ))}
        </ul>
      </Callout>
    ));
}
