'use client';

import type { Route } from 'next';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl/react';
import type { Device } from '@/lib/aliases/schema';
import type { Messages } from '@/lib/i18n/messages/zh-CN';
import { Cid } from '../ui/cid';
import type { DescriptionItem } from '../ui/description-list';
import { StatusDot } from '../ui/status';
import { Table, type TableColumn } from '../ui/table';
import { Time } from '../ui/time';

type Brand = keyof Messages['aliases']['device']['brands'];
const Unknown = () => <span className="text-faint">—</span>;

/** How each fact of a device is said: dot and word for states, a dash for what the upstream does not tell. */
export function useDeviceFacts() {
  const t = useTranslations('aliases.device');
  return {
    status: ({ valid, online }: Device): ReactNode => {
      if (!valid) return <StatusDot tone="danger" label={t('invalid')} />;
      if (online === null) return <Unknown />;
      return (
        <StatusDot
          tone={online ? 'ok' : 'neutral'}
          hollow={!online}
          label={t(online ? 'online' : 'offline')}
        />
      );
    },
    notifications: ({ notifications }: Device): ReactNode => {
      if (notifications === null) return <Unknown />;
      return (
        <StatusDot
          tone={notifications ? 'ok' : 'warn'}
          hollow={!notifications}
          label={t(notifications ? 'on' : 'off')}
        />
      );
    },
    brand: ({ brand }: Device): ReactNode => {
      if (brand === null) return <Unknown />;
      return t.has(`brands.${brand as Brand}`) ? t(`brands.${brand as Brand}`) : brand;
    },
    platform: ({ platform }: Device): ReactNode => (platform ? t(`platforms.${platform}`) : <Unknown />),
    model: ({ model }: Device): ReactNode => model ?? <Unknown />,
    lastLogin: ({ lastLoginAt, online }: Device): ReactNode =>
      lastLoginAt ? <Time value={lastLoginAt} show="minute" /> : online ? t('online') : <Unknown />,
    loginDays: ({ loginDays }: Device): ReactNode =>
      loginDays === null ? <Unknown /> : t('days', { count: loginDays }),
  };
}

/** The facts of one device as a list. */
export function useDeviceItems(device: Device): DescriptionItem[] {
  const t = useTranslations('aliases.device');
  const facts = useDeviceFacts();
  return (['status', 'platform', 'brand', 'model', 'notifications', 'lastLogin', 'loginDays'] as const).map(
    (key) => ({
      key,
      term: t(key),
      value: facts[key](device),
    }),
  );
}

type DeviceTableProps = Readonly<{
  devices: readonly Device[];
  actions?: ((device: Device) => ReactNode) | undefined;
  maxHeight?: string;
}>;

/** Devices, a line each. */
export function DeviceTable({ devices, actions, maxHeight }: DeviceTableProps) {
  const t = useTranslations('aliases');
  const facts = useDeviceFacts();
  const columns: TableColumn<Device>[] = [
    {
      key: 'cid',
      header: t('device.cid'),
      isRowHeader: true,
      cell: (device) => <Cid value={device.cid} href={`/users/${device.cid}` as Route} />,
    },
    ...(['status', 'brand', 'model', 'notifications', 'lastLogin'] as const).map((key) => ({
      key,
      header: t(`device.${key}`),
      cell: facts[key],
    })),
  ];
  if (actions) columns.push({ key: 'actions', header: t('device.actions'), align: 'end', cell: actions });
  return (
    <Table
      caption={t('lookup.devices')}
      columns={columns}
      rows={devices}
      rowKey={({ cid }) => cid}
      maxHeight={maxHeight}
      empty={null}
    />
  );
}
