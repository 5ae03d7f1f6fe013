import { useFormatter, useTranslations } from 'use-intl/react';
import type { AudienceAlert } from '@/lib/audience/saved-schema';
import { FailureCallout } from '../../data/failure-state';
import { failureOf, useRead } from '../../data/reads';
import { useDeed } from '../../data/use-deed';
import { Button } from '../../ui/button';
import { Section } from '../../ui/section';
import { StatusDot } from '../../ui/status';
import { Time } from '../../ui/time';
import { type AudienceDoors, useAudienceDoors } from './doors';

const REFRESH_MS = 30_000;

/** What nobody has looked at yet, above the list; nothing when there is nothing. */
export function AlertsPanel() {
  const t = useTranslations('audienceSaved.alert');
  const doors = useAudienceDoors();
  const { data, error, refetch } = useRead('audiences.alerts', {}, { refetchInterval: REFRESH_MS });
  if (error) return <FailureCallout failure={failureOf(error)} onRetry={() => refetch()} />;
  if (!data?.length) return null;
  return (
    <Section flush title={t('title', { count: data.length })}>
      <ul>
        {data.map((alert) => (
          <li
            key={alert.id}
            className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 border-b border-line px-4 py-2.5 last:border-b-0"
          >
            <span className="flex min-w-0 flex-wrap items-baseline gap-x-2">
              <StatusDot
                tone={alert.kind === 'change' ? 'warn' : 'danger'}
                label={<b className="font-medium">{alert.name}</b>}
              />
              <Words alert={alert} />
              <span className="text-sm text-muted">
                <Time value={alert.at} show="minute" />
              </span>
            </span>
            {doors ? <See alert={alert} doors={doors} /> : null}
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Words({ alert: { kind, value, against } }: Readonly<{ alert: AudienceAlert }>) {
  const t = useTranslations('audienceSaved.alert');
  const format = useFormatter();
  if (kind === 'zero') return <span>{t('zero')}</span>;
  const from = against ?? 0;
  if (kind === 'floor') return <span>{t('floor', { value, against: from })}</span>;
  const sign = value > from ? '+' : '';
  const share =
    from === 0
      ? `+${format.number(value, 'integer')}`
      : sign + format.number((value - from) / from, 'percent');
  return <span>{t('change', { against: from, value, share })}</span>;
}

function See({ alert, doors }: Readonly<{ alert: AudienceAlert; doors: AudienceDoors }>) {
  const t = useTranslations('audienceSaved.alert');
  const { run, failure, isPending } = useDeed(doors.see, 'audiences.', 'shell.');
  return (
    <span className="flex items-center gap-2">
      {failure ? <FailureCallout failure={failure} /> : null}
      <Button
        size="sm"
        isPending={isPending}
        aria-label={t('seeOf', { name: alert.name })}
        onPress={() => void run({ id: alert.id })}
      >
        {t('see')}
      </Button>
    </span>
  );
}
