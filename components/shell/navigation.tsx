'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useId } from 'react';
import { useTranslations } from 'use-intl/react';
import { cx } from '../ui/cx';
import { NAV_ICONS } from './nav-icons';
import { NAV_GROUPS, type NavGroup, type NavItem } from './types';

export type NavigationProps = Readonly<{
  items: ReadonlyArray<NavItem>;
  /** Called when somebody goes somewhere: the drawer closes. */
  onNavigate?: () => void;
}>;

/** All desks, in groups; the one in view is marked for eyes and readers. */
export function Navigation({ items, onNavigate }: NavigationProps) {
  const t = useTranslations('shell');
  return (
    <nav aria-label={t('navigation')} className="flex flex-col gap-4">
      {NAV_GROUPS.map((group) => (
        <Group
          key={group}
          group={group}
          items={items.filter((item) => item.group === group)}
          onNavigate={onNavigate}
        />
      ))}
    </nav>
  );
}

type GroupProps = NavigationProps & Readonly<{ group: NavGroup }>;

function Group({ group, items, onNavigate }: GroupProps) {
  const t = useTranslations('shell');
  const id = useId();
  if (items.length === 0) return null;
  return (
    <div>
      {group === 'home' ? null : (
        <h2 id={id} className="px-2.5 pb-1 text-xs text-muted">
          {t(`group.${group}`)}
        </h2>
      )}
      <ul aria-labelledby={group === 'home' ? undefined : id} className="flex flex-col gap-px">
        {items.map((item) => (
          <li key={item.href}>
            <Entry item={item} onNavigate={onNavigate} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function Entry({ item, onNavigate }: Readonly<{ item: NavItem; onNavigate?: () => void }>) {
  const t = useTranslations('shell.nav');
  const path = usePathname();
  const isCurrent = path === item.href || path.startsWith(`${item.href}/`);
  const Icon = NAV_ICONS[item.icon];
  return (
    <Link
      href={item.href}
      onClick={onNavigate}
      aria-current={isCurrent ? 'page' : undefined}
      className={cx(
        'relative flex h-8 items-center gap-2.5 rounded px-2.5 transition-colors max-nav:h-10',
        isCurrent
          ? 'bg-accent/10 font-medium text-accent before:absolute before:inset-y-1.5 before:start-0 before:w-0.5 before:rounded-full before:bg-accent'
          : 'text-ink hover:bg-hover',
      )}
    >
      <Icon aria-hidden className={cx('size-4 shrink-0', isCurrent ? 'text-accent' : 'text-muted')} />
      <span className="truncate">{t(item.labelKey)}</span>
    </Link>
  );
}
