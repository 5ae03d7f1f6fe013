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
export function DetailPart({ card }: Readonly<{ card: Card }>) {
  const t = useTranslations('card.detail');
  return (
    <Part title={t('title')} query={card.detail} lines={4}>
      {(detail) =>
        detail.valid ? (
          <DetailFacts detail={detail} />
        ) : (
          <Callout tone="warn" title={t('invalid')}>
            {t('invalidBody')}
          </Callout>
        )
      }
    </Part>
  );
}

function DetailFacts({ detail }: Readonly<{ detail: Extract<CardDetail, { valid: true }> }>) {
  const t = useTranslations('card.detail');
  const part = useTranslations('card.part');
  const { brand, notifications, token } = detail;
  const knownBrand = `brands.${brand as Brand}` as const;
  const items: { key: string; term: string; value: ReactNode }[] = [
    {
      key: 'platform',
      term: t('platform'),
      value: detail.platform ? t(`platforms.${detail.platform}`) : <Dash />,
    },
    {
      key: 'brand',
      term: t('brand'),
      value: brand === null ? <Dash /> : t.has(knownBrand) ? t(knownBrand) : brand,
    },
    { key: 'model', term: t('model'), value: detail.model || <Dash /> },
    {
      key: 'notifications',
      term: t('notifications'),
      value:
        notifications === null ? (
          <Dash />
        ) : (
          <StatusDot
            tone={notifications ? 'ok' : 'warn'}
            hollow={!notifications}
            label={t(notifications ? 'on' : 'off')}
          />
        ),
    },
    {
      key: 'loginDays',
      term: t('loginDays'),
      value: detail.loginDays === null ? <Dash /> : t('days', { count: detail.loginDays }),
    },
    {
      key: 'created',
      term: t('created'),
      value: detail.createdAt ? (
        <span>
          {detail.createdAt} <span className="text-sm text-muted">{t('createdNote')}</span>
        </span>
      ) : (
        <Dash />
      ),
    },
    {
      key: 'package',
      term: t('package'),
      value: detail.packageName ? <span className="break-all">{detail.packageName}</span> : <Dash />,
    },
    {
      key: 'token',
      term: t('token'),
      value:
        token === null ? (
          detail.hasToken === null ? (
            <Dash />
          ) : (
            t('noToken')
          )
        ) : detail.masked ? (
          <span className="font-mono text-sm">
            {token} <span className="font-sans text-muted">{part('masked')}</span>
          </span>
        ) : (
          <Cid value={token} fit="short" />
        ),
    },
  ];
  return <DescriptionList columns={2} items={items} />;
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
