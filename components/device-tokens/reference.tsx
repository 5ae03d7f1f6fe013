'use client';

import { useTranslations } from 'use-intl/react';
import { CHANNELS, type Channel, OPEN_CHANNEL } from '@/lib/device-tokens/rules';
import { outcomeText } from '@/lib/i18n/outcome-text';
import { Section } from '../ui/section';
import { StatusDot } from '../ui/status';
import { Table, type TableColumn } from '../ui/table';

/** What bind_dt says of a row that failed (rest_v2/user, error_code). */
const ERRORS = [24001, 24002, 24003, 24004] as const;

/** Which channels there are and whether an app may use them, and what the errors of single rows mean. */
export function Reference() {
  const t = useTranslations('deviceTokens.reference');
  return (
    <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
      <Section flush title={t('channels')}>
        <Table
          caption={t('channels')}
          columns={useChannelColumns()}
          rows={CHANNELS}
          rowKey={(channel) => channel}
          empty={null}
        />
      </Section>
      <Section flush title={t('errors')}>
        <Table
          caption={t('errors')}
          columns={useErrorColumns()}
          rows={ERRORS}
          rowKey={(code) => String(code)}
          empty={null}
        />
      </Section>
    </div>
  );
}

function useChannelColumns(): TableColumn<Channel>[] {
  const t = useTranslations('deviceTokens');
  return [
    {
      key: 'code',
      header: t('reference.code'),
      width: 'w-16',
      cell: (channel) => <span className="font-mono text-sm">{channel}</span>,
    },
    {
      key: 'name',
      header: t('reference.name'),
      isRowHeader: true,
      cell: (channel) => t(`channels.${channel}`),
    },
    {
      key: 'access',
      header: t('reference.access'),
      cell: (channel) =>
        channel === OPEN_CHANNEL ? (
          <StatusDot tone="ok" label={t('enabled.open')} />
        ) : (
          <StatusDot tone="neutral" hollow label={t('enabled.ask')} />
        ),
    },
    {
      key: 'is',
      header: t('reference.is'),
      wrap: true,
      cell: (channel) => t(channel === OPEN_CHANNEL ? 'reference.openid' : 'reference.vendor'),
    },
  ];
}

function useErrorColumns(): TableColumn<number>[] {
  const t = useTranslations();
  const words = (code: number) =>
    outcomeText(t, { failure: 'refused', known: true, httpStatus: null, code, message: null });
  return [
    {
      key: 'code',
      header: t('deviceTokens.reference.errorCode'),
      width: 'w-20',
      isRowHeader: true,
      cell: (code) => <span className="font-mono text-sm">{code}</span>,
    },
    {
      key: 'meaning',
      header: t('deviceTokens.reference.meaning'),
      wrap: true,
      cell: (code) => words(code).meaning,
    },
    {
      key: 'remedy',
      header: t('deviceTokens.reference.remedy'),
      wrap: true,
      cell: (code) => words(code).remedy,
    },
  ];
}
