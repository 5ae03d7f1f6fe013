'use client';

import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl/react';
import type { Messages } from '@/lib/i18n/messages/zh-CN';
import type { CardDetail, CardDevice, CardStatus } from '@/lib/users/card-schema';
import { Callout } from '../../ui/callout';
import { Cid } from '../../ui/cid';
import { DescriptionList } from '../../ui/description-list';
import { StatusDot } from '../../ui/status';
import { Time } from '../../ui/time';
import { Part } from './part';
import type { Card } from './use-card';

type Brand = keyof Messages['card']['detail']['brands'];
const Dash = () => <span className="text-faint">—</span>;

/** What the upstream tells of the device and of the app on it. */
export function DetailPart({ card, columns }: Readonly<{ card: Card; columns: 1 | 2 }>) {
  const t = useTranslations('card.detail');
  return (
    <Part title={t('title')} query={card.detail} lines={4}>
      {(detail) =>
        detail.valid ? (
          <DetailFacts detail={detail} columns={columns} />
        ) : (
          <Callout tone="warn" title={t('invalid')}>
            {t('invalidBody')}
          </Callout>
        )
      }
    </Part>
  );
}

type Known = Extract<CardDetail, { valid: true }>;

function DetailFacts({ detail, columns }: Readonly<{ detail: Known; columns: 1 | 2 }>) {
  const t = useTranslations('card.detail');
  const { brand } = detail;
  const known = `brands.${brand as Brand}` as const;
  const items: Record<string, ReactNode> = {
    platform: detail.platform ? t(`platforms.${detail.platform}`) : <Dash />,
    brand: brand === null ? <Dash /> : t.has(known) ? t(known) : brand,
    model: detail.model || <Dash />,
    notifications: <Notifications on={detail.notifications} />,
    loginDays: detail.loginDays === null ? <Dash /> : t('days', { count: detail.loginDays }),
    created: detail.createdAt ? <Created at={detail.createdAt} /> : <Dash />,
    package: detail.packageName ? <span className="break-all">{detail.packageName}</span> : <Dash />,
    token: <Token detail={detail} />,
  };
  return (
    <DescriptionList
      columns={columns}
      items={Object.entries(items).map(([key, value]) => ({ key, term: t(key as 'platform'), value }))}
    />
  );
}

function Notifications({ on }: Readonly<{ on: boolean | null }>) {
  const t = useTranslations('card.detail');
  if (on === null) return <Dash />;
  return <StatusDot tone={on ? 'ok' : 'warn'} hollow={!on} label={t(on ? 'on' : 'off')} />;
}

function Created({ at }: Readonly<{ at: string }>) {
  const t = useTranslations('card.detail');
  return (
    <span>
      {at} <span className="text-sm text-muted">{t('createdNote')}</span>
    </span>
  );
}

function Token({ detail: { token, hasToken, masked } }: Readonly<{ detail: Known }>) {
  const t = useTranslations('card');
  if (token === null) return hasToken === null ? <Dash /> : t('detail.noToken');
  if (!masked) return <Cid value={token} fit="short" />;
  return (
    <span className="font-mono text-sm">
      {token} <span className="font-sans text-muted">{t('part.masked')}</span>
    </span>
  );
}

/** Presence of the user, and of app and device where the app has that. */
export function PresenceParts({ card }: Readonly<{ card: Card }>) {
  const t = useTranslations('card.status');
  const isInvalid = card.detail.data?.valid === false;
  return (
    <>
      <Part title={t('title')} query={card.status} isInvalid={isInvalid} lines={2}>
        {(status) => <StatusFacts status={status} />}
      </Part>
      <Part title={t('device')} query={card.device} isInvalid={isInvalid} lines={2}>
        {(device) => <DeviceFacts device={device} />}
      </Part>
    </>
  );
}

function Presence({ online }: Readonly<{ online: boolean | null }>) {
  const t = useTranslations('card.status');
  if (online === null) return <Dash />;
  return (
    <StatusDot tone={online ? 'ok' : 'neutral'} hollow={!online} label={t(online ? 'online' : 'offline')} />
  );
}

function StatusFacts({ status: { online, lastLoginAt } }: Readonly<{ status: CardStatus }>) {
  const t = useTranslations('card.status');
  return (
    <DescriptionList
      items={[
        { term: t('user'), value: <Presence online={online} /> },
        {
          term: t('lastLogin'),
          value: lastLoginAt ? <Time value={lastLoginAt} show="minute" /> : online ? t('now') : <Dash />,
        },
      ]}
    />
  );
}

function DeviceFacts({ device }: Readonly<{ device: CardDevice }>) {
  const t = useTranslations('card.status');
  const part = useTranslations('card.part');
  if (!device.enabled) {
    return (
      <div>
        <StatusDot tone="neutral" hollow label={part('notEnabled')} />
        <p className="mt-1 text-sm text-muted">{part('notEnabledBody')}</p>
      </div>
    );
  }
  return (
    <DescriptionList
      items={[
        { term: t('app'), value: <Presence online={device.appOnline} /> },
        { term: t('phone'), value: <Presence online={device.deviceOnline} /> },
      ]}
    />
  );
}
