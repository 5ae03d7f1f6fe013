'use client';

import { useRouter } from 'next/navigation';
import {
  LOCALE_COOKIE,
  type Locale,
  preferenceCookie,
  THEME_COOKIE,
  THEMES,
  type Theme,
} from '@/lib/i18n/preferences';

function remember(name: typeof LOCALE_COOKIE | typeof THEME_COOKIE, value: Locale | Theme) {
  // biome-ignore lint/suspicious/noDocumentCookie: cookieStore does not exist over plain http
  document.cookie = preferenceCookie(name, value, window.location.protocol === 'https:');
}

/** Changes language or theme: a cookie for the server, then the page is asked for again. */
export function usePreferences() {
  const router = useRouter();
  return {
    setLocale(locale: Locale) {
      remember(LOCALE_COOKIE, locale);
      router.refresh();
    },
    setTheme(theme: Theme) {
      remember(THEME_COOKIE, theme);
      if (theme === 'system') delete document.documentElement.dataset.theme;
      else document.documentElement.dataset.theme = theme;
      router.refresh();
    },
  };
}

/** The theme in force, as the page shows it; only meaningful in the browser. */
export function currentTheme(): Theme {
  const shown = document.documentElement.dataset.theme;
  return THEMES.find((theme) => theme === shown) ?? 'system';
}
