import type { Route } from 'next';
import type { ReactNode } from 'react';
import type { Role } from '@/lib/auth/permissions';
import type { Messages } from '@/lib/i18n/messages/zh-CN';
import type { NavIcon } from './nav-icons';

export type Environment = 'production' | 'test' | 'sandbox';

export type ShellApp = Readonly<{ id: string; name: string; environment: Environment }>;
export type ShellUser = Readonly<{ name: string; email: string; role: Role }>;

/** `home` stands first and has no heading. */
export const NAV_GROUPS = ['home', 'users', 'audience', 'operations', 'system'] as const;
export type NavGroup = (typeof NAV_GROUPS)[number];

export type NavItem = Readonly<{
  href: Route;
  labelKey: keyof Messages['shell']['nav'];
  icon: NavIcon;
  group: NavGroup;
}>;

/** Pieces of news by the address of the desk where they are found. */
export type News = Readonly<Record<string, number>>;

export type ShellProps = Readonly<{
  apps: ReadonlyArray<ShellApp>;
  currentAppId: string;
  user: ShellUser;
  /** Only what this role may open; the server decides. */
  nav: ReadonlyArray<NavItem>;
  /** Where "my account" leads. */
  accountHref?: Route;
  onSwitchApp: (id: string) => Promise<void>;
  onSignOut: () => Promise<void>;
  /** News by the desk where it is found. */
  news?: News;
  /** Between the app switcher and the user menu: the quota, the search. */
  tools?: ReactNode;
  children: ReactNode;
}>;
