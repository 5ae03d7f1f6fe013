'use client';

import { Check, Minus } from 'lucide-react';
import { useTranslations } from 'use-intl/react';
import { can, PERMISSIONS, type Permission, ROLES } from '@/lib/auth/permissions';
import { Section } from '../ui/section';
import { Table, type TableColumn } from '../ui/table';

/** The one table of roles and permissions, as the guard reads it. */
export function RoleMatrix() {
  const t = useTranslations();
  const columns: TableColumn<Permission>[] = [
    {
      key: 'permission',
      header: t('settings.people.permission'),
      isRowHeader: true,
      cell: (permission) => t(`settings.people.permissions.${permission}`),
    },
    ...ROLES.map(
      (role): TableColumn<Permission> => ({
        key: role,
        header: t(`shell.role.${role}`),
        align: 'center',
        cell: (permission) =>
          can(role, permission) ? (
            <Check aria-label={t('settings.people.granted')} className="mx-auto size-4 text-ok" />
          ) : (
            <Minus aria-label={t('settings.people.denied')} className="mx-auto size-4 text-faint" />
          ),
      }),
    ),
  ];
  return (
    <Section flush title={t('settings.people.roles')}>
      <Table
        caption={t('settings.people.roles')}
        columns={columns}
        rows={PERMISSIONS}
        rowKey={(id) => id}
        empty={null}
      />
    </Section>
  );
}
