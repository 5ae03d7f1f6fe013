'use client';

import { RefreshCw, Unlink } from 'lucide-react';
import type { Route } from 'next';
import { useState } from 'react';
import { useFormatter, useTranslations } from 'use-intl/react';
import { MAX_CIDS_PER_ALIAS } from '@/lib/aliases/rules';
import type { Lookup } from '@/lib/aliases/schema';
import { Button } from '../ui/button';
import { Callout } from '../ui/callout';
import { Cid } from '../ui/cid';
import { DescriptionList } from '../ui/description-list';
import { EmptyState } from '../ui/empty-state';
import { IconButton } from '../ui/icon-button';
import { Meter } from '../ui/meter';
import { Section } from '../ui/section';
import { DeviceTable, useDeviceItems } from './device-table';
import type { LookupPanelProps } from './lookup-panel';
import { ReleaseDialog } from './release-dialog';

type CardProps<K extends Lookup['kind']> = Readonly<{
  found: Extract<Lookup, { kind: K }>;
  onRefresh: () => void;
  isRefreshing: boolean;
}> &
  Pick<LookupPanelProps, 'onTarget' | 'writing'>;

function AsOf({
  at,
  masked,
  onRefresh,
  isRefreshing,
}: Readonly<{ at: number; masked: boolean; onRefresh: () => void; isRefreshing: boolean }>) {
  const t = useTranslations();
  const format = useFormatter();
  return (
    <span className="flex items-center gap-2 text-sm text-muted">
      {masked ? <span>{t('aliases.lookup.maskedNote')}</span> : null}
      <span className="tabular-nums">
        {t('aliases.lookup.asOf', { time: format.dateTime(new Date(at), 'clock') })}
      </span>
      <IconButton
        icon={RefreshCw}
        size="sm"
        label={t('common.refresh')}
        onPress={onRefresh}
        isDisabled={isRefreshing}
      />
    </span>
  );
}

/** One cid: its alias and what the upstream tells of the device. */
export function CidCard({ found, onTarget, writing, ...refresh }: CardProps<'cid'>) {
  const t = useTranslations('aliases.lookup');
  const items = useDeviceItems(found.device);
  const { alias, cid } = found;
  if (!found.device.valid) {
    return (
      <Section
        title={<Cid value={cid} href={`/users/${cid}` as Route} />}
        actions={<AsOf at={found.asOf} masked={false} {...refresh} />}
      >
        <Callout tone="warn" title={t('invalid')}>
          {t('invalidBody')}
        </Callout>
      </Section>
    );
  }
  return (
    <Section
      title={<Cid value={cid} href={`/users/${cid}` as Route} />}
      actions={<AsOf at={found.asOf} masked={found.masked} {...refresh} />}
    >
      <div className="flex flex-col gap-4">
        <div className="flex flex-wrap items-center gap-3">
          <span className="text-sm text-muted">{t('aliasOf')}</span>
          {alias === null ? (
            <span className="text-lg text-muted">{t('none')}</span>
          ) : (
            <strong className="text-lg break-all">{alias}</strong>
          )}
          {alias === null ? null : (
            <Button size="sm" onPress={() => onTarget({ aliasOfCid: cid })}>
              {t('showAlias')}
            </Button>
          )}
          {writing ? (
            <>
              <Button size="sm" onPress={() => writing.onBind(cid)}>
                {t('rebind')}
              </Button>
              {alias === null ? null : (
                <Button size="sm" onPress={() => writing.onUnbind({ cid, alias })}>
                  {t('unbindOne')}
                </Button>
              )}
            </>
          ) : null}
        </div>
        {found.believed === null ? null : (
          <Callout title={t('believedTitle')}>
            {found.believed === '' ? t('believedNone') : t('believed', { alias: found.believed })}
          </Callout>
        )}
        <DescriptionList columns={2} items={items} />
      </div>
    </Section>
  );
}

/** One alias: its cids as devices and how many of the ten slots they take. */
export function AliasCard({ found, onTarget, writing, ...refresh }: CardProps<'alias'>) {
  const t = useTranslations('aliases.lookup');
  const [isReleasing, setReleasing] = useState(false);
  const { alias, devices, gone } = found;
  const full = devices.length >= MAX_CIDS_PER_ALIAS;
  return (
    <Section
      flush={devices.length > 0 || gone.length > 0}
      title={<span className="break-all">{alias}</span>}
      actions={<AsOf at={found.asOf} masked={found.masked} {...refresh} />}
    >
      {gone.length === 0 ? null : (
        <Callout className="m-4" title={t('believedTitle')}>
          <p>{t('gone', { count: gone.length })}</p>
          <ul className="mt-1 flex flex-wrap gap-x-4 gap-y-1">
            {gone.map((cid) => (
              <li key={cid}>
                <Cid value={cid} href={`/users/${cid}` as Route} />
              </li>
            ))}
          </ul>
        </Callout>
      )}
      {devices.length === 0 ? (
        <EmptyState title={t('noHolders')}>{t('noHoldersBody')}</EmptyState>
      ) : (
        <>
          <div className="flex flex-wrap items-end justify-between gap-4 border-b border-line p-4">
            <div className="w-full max-w-sm">
              <Meter label={t('slots')} value={devices.length} max={MAX_CIDS_PER_ALIAS} />
              {full ? <p className="mt-1 text-sm text-danger">{t('slotsFull')}</p> : null}
            </div>
            {writing ? (
              <Button variant="danger" icon={Unlink} onPress={() => setReleasing(true)}>
                {t('release')}
              </Button>
            ) : null}
          </div>
          <DeviceTable
            devices={devices}
            actions={(device) => (
              <span className="inline-flex gap-1">
                <Button size="sm" variant="ghost" onPress={() => onTarget({ text: device.cid, as: 'cid' })}>
                  {t('showCid')}
                </Button>
                {writing ? (
                  <Button
                    size="sm"
                    variant="ghost"
                    onPress={() => writing.onUnbind({ cid: device.cid, alias })}
                  >
                    {t('unbindOne')}
                  </Button>
                ) : null}
              </span>
            )}
          />
        </>
      )}
      {writing && isReleasing ? (
        <ReleaseDialog alias={alias} actions={writing.actions} onClose={() => setReleasing(false)} />
      ) : null}
    </Section>
  );
}
