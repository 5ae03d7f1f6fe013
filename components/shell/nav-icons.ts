import {
  Ban,
  ChartPie,
  CircleDot,
  FileClock,
  Gauge,
  IdCard,
  LayoutDashboard,
  ListChecks,
  type LucideIcon,
  Megaphone,
  Settings,
  Smartphone,
  SquareTerminal,
  Tags,
  UserSearch,
} from 'lucide-react';

/** Icons by name, because a server layout cannot hand a component to the browser. */
export const NAV_ICONS = {
  overview: LayoutDashboard,
  users: UserSearch,
  aliases: IdCard,
  tags: Tags,
  blacklist: Ban,
  badge: CircleDot,
  deviceTokens: Smartphone,
  audience: ChartPie,
  crowds: Megaphone,
  jobs: ListChecks,
  audit: FileClock,
  quotas: Gauge,
  settings: Settings,
  playground: SquareTerminal,
} as const satisfies Record<string, LucideIcon>;

export type NavIcon = keyof typeof NAV_ICONS;
