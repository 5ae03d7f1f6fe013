'use client';

import type { Route } from 'next';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl/react';
import type { CardRegister } from '@/lib/users/card-schema';
import { DescriptionList } from '../../ui/description-list';
import { TextLink } from '../../ui/link-button';
import { StatusDot } from '../../ui/status';
import { Time } from '../../ui/time';
import type { Tone } from '../../ui/tone';
import { Part } from './part';
import type { Card } from './use-card';

/** The job that a line came of. */
export function JobLink({ jobId }: Readonly<{ jobId: string | null }>) {
  const t = useTranslations('card.timeline');
  if (jobId === null) return <span className="text-faint">—</span>;
  return <TextLink href={`/jobs/${jobId}` as Route}>{t('jobOf', { id: jobId.slice(-6) })}</TextLink>;
}

type Entry = NonNullable<CardRegister['blacklist']>;
const TONE: Record<Entry['state'], Tone> = { asserted: 'danger', released: 'neutral', unknown: 'unknown' };

/** The blacklist according to Muster, and the badge it set last: neither can be asked upstream. */
export function RegisterParts({ card, actions }: Readonly<{ card: Card; actions: ReactNode }>) {
  const t = useTranslations('card');
  return (
    <>
      <Part title={t('blacklist.title')} query={card.register} of="ledger" lines={2}>
        {({ blacklist }) => (
          <div className="flex flex-col gap-3">
            <BlacklistFacts entry={blacklist} />
            {actions}
            <p className="text-sm text-muted">{t('blacklist.note')}</p>
          </div>
        )}
      </Part>
      <Part title={t('badge.title')} query={card.register} of="ledger" lines={2}>
        {({ badge }) => (
          <div className="flex flex-col gap-3">
            <BadgeFacts badge={badge} />
            <p className="text-sm text-muted">{t('badge.note')}</p>
          </div>
        )}
      </Part>
    </>
  );
}

function BlacklistFacts({ entry }: Readonly<{ entry: Entry | null }>) {
  const t = useTranslations('card.blacklist');
  const timeline = useTranslations('card.timeline');
  if (entry === null) return <StatusDot tone="ok" label={t('states.none')} />;
  const { state, releasedAt } = entry;
  return (
    <>
      <StatusDot tone={TONE[state]} hollow={state === 'released'} label={t(`states.${state}`)} />
      <DescriptionList
        items={[
          { term: t('reason'), value: entry.reason || '—' },
          ...(entry.ticket ? [{ term: t('ticket'), value: entry.ticket }] : []),
          { term: t('since'), value: <Time value={entry.at} show="minute" /> },
          { term: t('by'), value: (releasedAt ? entry.releasedBy : entry.by) ?? '—' },
          releasedAt
            ? { term: t('released'), value: <Time value={releasedAt} show="minute" /> }
            : {
                term: t('expires'),
                value: entry.expiresAt ? <Time value={entry.expiresAt} show="minute" /> : t('never'),
              },
          { term: t('source'), value: t(`sources.${entry.source}`) },
          { term: timeline('job'), value: <JobLink jobId={entry.jobId} /> },
        ]}
      />
    </>
  );
}

function BadgeFacts({ badge }: Readonly<{ badge: CardRegister['badge'] }>) {
  const t = useTranslations('card');
  if (badge === null) return <p className="text-muted">{t('badge.none')}</p>;
  const { value, state } = badge;
  return (
    <>
      <p className="flex flex-wrap items-center gap-x-3">
        {value ? <strong className="text-lg tabular-nums">{t('badge.value', { value })}</strong> : null}
        <StatusDot tone={STATE_TONE[state]} label={t(`timeline.states.${state}`)} />
      </p>
      <DescriptionList
        items={[
          { term: t('timeline.at'), value: <Time value={badge.at} show="minute" /> },
          { term: t('timeline.by'), value: badge.by ?? '—' },
          { term: t('timeline.job'), value: <JobLink jobId={badge.jobId} /> },
        ]}
      />
    </>
  );
}

export const STATE_TONE = {
  asserted: 'info',
  verified: 'ok',
  released: 'neutral',
  unknown: 'unknown',
} as const;
