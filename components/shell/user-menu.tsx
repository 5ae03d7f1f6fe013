'use client';

import { LogOut, UserRound } from 'lucide-react';
import type { Route } from 'next';
import { useState, useTransition } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import { useLocale, useTranslations } from 'use-intl/react';
import { LOCALES, THEMES, type Theme } from '@/lib/i18n/preferences';
import { buttonStyle } from '../ui/button-style';
import { cx } from '../ui/cx';
import { Menu, MenuItem, MenuSection, MenuSeparator } from '../ui/menu';
import { Spinner } from '../ui/spinner';
import type { ShellUser } from './types';
import { currentTheme, usePreferences } from './use-preferences';

/** Each language in itself, so that whoever needs it can read it. */
const LOCALE_NAMES = { 'zh-CN': '中文', en: 'English' } as const;

export type UserMenuProps = Readonly<{
  user: ShellUser;
  accountHref?: Route;
  onSignOut: () => Promise<void>;
}>;

/** Who is signed in, in what language and light, and the way out. */
export function UserMenu({ user, accountHref, onSignOut }: UserMenuProps) {
  const t = useTranslations();
  const locale = useLocale();
  const { setLocale, setTheme } = usePreferences();
  const [theme, setShownTheme] = useState<Theme>();
  const [isLeaving, startLeaving] = useTransition();
  return (
    <Menu
      label={t('shell.account', { name: user.name })}
      trigger={<Trigger name={user.name} isLeaving={isLeaving} />}
      onOpenChange={() => setShownTheme(currentTheme())}
      header={
        <div className="border-b border-line px-3 py-2.5">
          <p className="font-medium">{user.name}</p>
          <p className="text-sm break-all text-muted">{user.email}</p>
          <p className="text-sm text-muted">{t(`shell.role.${user.role}`)}</p>
        </div>
      }
    >
      <MenuSection title={t('shell.language')} value={locale} onChange={setLocale}>
        {LOCALES.map((id) => (
          <MenuItem key={id} id={id} label={LOCALE_NAMES[id]} />
        ))}
      </MenuSection>
      <MenuSection
        title={t('shell.theme')}
        value={theme}
        onChange={(next) => {
          setShownTheme(next);
          setTheme(next);
        }}
      >
        {THEMES.map((id) => (
          <MenuItem key={id} id={id} label={t(`shell.themes.${id}`)} />
        ))}
      </MenuSection>
      <MenuSeparator />
      {accountHref ? (
        <MenuItem id="account" icon={UserRound} label={t('shell.myAccount')} href={accountHref} />
      ) : null}
      <MenuItem
        id="sign-out"
        icon={LogOut}
        label={t('shell.signOut')}
        onAction={() => startLeaving(onSignOut)}
      />
    </Menu>
  );
}

function Trigger({ name, isLeaving }: Readonly<{ name: string; isLeaving: boolean }>) {
  const t = useTranslations('shell');
  return (
    <AriaButton
      aria-label={t('account', { name })}
      isPending={isLeaving}
      className={cx(buttonStyle('ghost', 'md'), 'px-1.5')}
    >
      <span
        aria-hidden
        className="grid size-6 place-items-center rounded-full bg-accent text-xs font-medium text-accent-ink"
      >
        {initial(name)}
      </span>
      <span className="hidden max-w-40 truncate nav:inline">{name}</span>
      {isLeaving ? <Spinner label={t('signOut')} /> : null}
    </AriaButton>
  );
}

/** The first letter of a Latin name; of a Chinese one the last character, which is how people are called. */
function initial(name: string): string {
  const letters = [...name.trim()];
  const last = letters.at(-1) ?? '';
  return /\p{Script=Han}/u.test(last) ? last : (letters[0] ?? '?').toUpperCase();
}
