'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useId } from 'react';
import { useTranslations } from 'use-intl/react';
import { cx } from '../ui/cx';
import { NAV_ICONS } from './nav-icons';
import { NAV_GROUPS, type NavGroup, type NavItem, type News } from './types';

export type NavigationProps = Readonly<{
  items: ReadonlyArray<NavItem>;
  news?: News | undefined;
  /** Called when somebody goes somewhere: the drawer closes. */
  onNavigate?: (() => void) | undefined;
}>;

/** All desks, in groups; the one in view is marked for eyes and readers. */
export function Navigation({ items, ...rest }: NavigationProps) {
  const t = useTranslations('shell');
  return (
    <nav aria-label={t('navigation')} className="flex flex-col gap-4">
      {NAV_GROUPS.map((group) => (
        <Group key={group} group={group} items={items.filter((item) => item.group === group)} {...rest} />
      ))}
    </nav>
  );
}

type GroupProps = NavigationProps & Readonly<{ group: NavGroup }>;

function Group({ group, items, news, onNavigate }: GroupProps) {
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
            <Entry item={item} count={news?.[item.href] ?? 0} onNavigate={onNavigate} />
          </li>
        ))}
      </ul>
    </div>
  );
}

type EntryProps = Readonly<{ item: NavItem; count: number; onNavigate: (() => void) | undefined }>;

function Entry({ item, count, onNavigate }: EntryProps) {
  const t = useTranslations('shell');
  const path = usePathname();
  const isCurrent = path === item.href || path.startsWith(`${item.href}/`);
  const Icon = NAV_ICONS[item.icon];
  return (
    <Link
      href={item.href}
      {...(onNavigate ? { onClick: onNavigate } : {})}
      aria-current={isCurrent ? 'page' : undefined}
      className={cx(
        'relative flex h-8 items-center gap-2.5 rounded px-2.5 transition-colors max-nav:h-10',
        isCurrent
          ? 'bg-accent/10 font-medium text-accent before:absolute before:inset-y-1.5 before:start-0 before:w-0.5 before:rounded-full before:bg-accent'
          : 'text-ink hover:bg-hover',
      )}
    >
      <Icon aria-hidden className={cx('size-4 shrink-0', isCurrent ? 'text-accent' : 'text-muted')} />
      <span className="truncate">{t(`nav.${item.labelKey}`)}</span>
      {count > 0 ? (
        <span
          role="img"
          aria-label={t('news', { count })}
          className="ms-auto min-w-5 rounded-full bg-accent px-1.5 text-center text-xs leading-5 text-accent-ink tabular-nums"
        >
          {count > 99 ? '99+' : count}
        </span>
      ) : null}
    </Link>
  );
}
