'use client';

import { useFormatter, useTranslations } from 'use-intl/react';
import { callsFor, MAX_IDENTIFIERS } from '@/lib/users/rules';
import { Callout } from '../../ui/callout';
import { cx } from '../../ui/cx';
import type { Parsed } from '../parse-identifiers';

/** What was found in a paste, before anything is sent: how many, of which sort, and what looking them up costs. */
export function CountsView({ parsed }: Readonly<{ parsed: Parsed }>) {
  const t = useTranslations('users.start');
  const format = useFormatter();
  const { total, cids, aliases, malformed, isTooMany } = parsed;
  const distinct = cids.length + aliases.length + malformed.length;
  const figures = [
    ['total', total, ''],
    ['distinct', distinct, ''],
    ['cids', cids.length, ''],
    ['aliases', aliases.length, aliases.length ? 'text-info' : ''],
    ['malformed', malformed.length, malformed.length ? 'text-danger' : ''],
  ] as const;
  return (
    <div className="flex flex-col gap-3">
      <dl aria-label={t('found')} className="flex flex-wrap gap-x-8 gap-y-2">
        {figures.map(([id, count, tone]) => (
          <div key={id}>
            <dt className="text-sm text-muted">{t(`counts.${id}`)}</dt>
            <dd className={cx('text-xl font-semibold tabular-nums', tone)}>
              {format.number(count, 'integer')}
            </dd>
          </div>
        ))}
      </dl>
      <p aria-live="polite" className="text-sm text-muted">
        {[
          t(`readBy.${parsed.readBy}`, { columns: parsed.columns.join(', ') }),
          t('cost', { calls: callsFor('detail', cids.length) + callsFor('status', cids.length) }),
        ].join(' ')}
      </p>
      {isTooMany ? (
        <Callout tone="danger" isAlert title={t('tooMany', { count: distinct, max: MAX_IDENTIFIERS })}>
          {t('tooManyBody')}
        </Callout>
      ) : null}
      {aliases.length && !isTooMany ? (
        <Callout tone="info" title={t('aliasCost', { count: aliases.length })}>
          {t('aliasCostBody')}
        </Callout>
      ) : null}
      {malformed.length ? <MalformedHint parsed={parsed} /> : null}
    </div>
  );
}

const SHOWN = 5;

function MalformedHint({ parsed: { malformed } }: Readonly<{ parsed: Parsed }>) {
  const t = useTranslations('users');
  return (
    <Callout tone="warn" title={t('start.malformed', { count: malformed.length })}>
      <ul>
        {malformed.slice(0, SHOWN).map(({ text, rule }) => (
          <li key={text} className="flex gap-2">
            <span className="max-w-80 truncate font-mono">{text}</span>
            <span>{t(`malformed.${rule}`)}</span>
          </li>
        ))}
      </ul>
      {malformed.length > SHOWN ? t('start.andMore', { count: malformed.length - SHOWN }) : null}
    </Callout>
  );
}
