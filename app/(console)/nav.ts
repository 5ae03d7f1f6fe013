import type { NavItem } from '@/components/shell/types';
import { can, type Permission, type Role } from '@/lib/auth/permissions';

const ITEMS: readonly (NavItem & { permission: Permission })[] = [
  { href: '/users', labelKey: 'users', icon: 'users', group: 'users', permission: 'user:read' },
  { href: '/aliases', labelKey: 'aliases', icon: 'aliases', group: 'users', permission: 'user:read' },
  { href: '/tags', labelKey: 'tags', icon: 'tags', group: 'users', permission: 'user:read' },
  {
    href: '/device-tokens',
    labelKey: 'deviceTokens',
    icon: 'deviceTokens',
    group: 'users',
    permission: 'user:read',
  },
  { href: '/blacklist', labelKey: 'blacklist', icon: 'blacklist', group: 'users', permission: 'user:read' },
  { href: '/badge', labelKey: 'badge', icon: 'badge', group: 'users', permission: 'user:read' },
  {
    href: '/audience',
    labelKey: 'audience',
    icon: 'audience',
    group: 'audience',
    permission: 'audience:read',
  },
  {
    href: '/crowds',
    labelKey: 'crowds',
    icon: 'crowds',
    group: 'audience',
    permission: 'crowd:read',
  },
  { href: '/jobs', labelKey: 'jobs', icon: 'jobs', group: 'operations', permission: 'job:read' },
  { href: '/audit', labelKey: 'audit', icon: 'audit', group: 'operations', permission: 'audit:read' },
  { href: '/quotas', labelKey: 'quotas', icon: 'quotas', group: 'operations', permission: 'budget:read' },
  {
    href: '/settings/people',
    labelKey: 'settings',
    icon: 'settings',
    group: 'system',
    permission: 'member:manage',
  },
];

/** The sections this role may open. */
export const navFor = (role: Role): NavItem[] =>
  ITEMS.filter(({ permission }) => can(role, permission)).map(({ permission: _, ...item }) => item);
