'use client';

import type { Route } from 'next';
import { useFormatter, useTranslations } from 'use-intl/react';
import type { JobDetail } from '@/lib/changes/schema';
import { Callout } from '../ui/callout';
import { TextLink } from '../ui/link-button';

type Result = NonNullable<JobDetail['verification']>;

/** What a finished verification says of the whole change: how many agree, and how sure that is. */
export function VerificationNote({ result }: Readonly<{ result: Result }>) {
  const t = useTranslations('jobs.verification');
  const format = useFormatter();
  const { of, population, sample, read, matching, differing, full } = result;
  const share = (rows: number, all: number) => format.number(all > 0 ? rows / all : 0, 'percent');
  const bounds = { low: share(result.low, population), high: share(result.high, population) };
  const figures = { n: read, population, matching, differing };
  const unread = sample - read;
  return (
    <Callout
      tone={differing > 0 ? 'warn' : 'ok'}
      title={
        full ? t('full', { ...figures, rate: share(matching, read) }) : t('sample', { ...figures, ...bounds })
      }
    >
      {unread > 0 ? (
        <span className="me-3">
          {full ? t('unreadFull', { count: unread, ...bounds }) : t('unread', { count: unread })}
        </span>
      ) : null}
      <TextLink href={`/jobs/${of}` as Route}>{t('of')}</TextLink>
    </Callout>
  );
}
