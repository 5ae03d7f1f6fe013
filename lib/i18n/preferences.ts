/** Language and theme: remembered in plain cookies, read by the server before the first byte (no flash). */
export const LOCALES = ['zh-CN', 'en'] as const;
export type Locale = (typeof LOCALES)[number];
export const DEFAULT_LOCALE: Locale = 'zh-CN';

export const THEMES = ['light', 'dark', 'system'] as const;
export type Theme = (typeof THEMES)[number];
export const DEFAULT_THEME: Theme = 'system';

/** Server and browser must agree on one zone, or the first paint and the hydrated page differ. */
export const DEFAULT_TIME_ZONE = 'Asia/Shanghai';

export const LOCALE_COOKIE = 'locale';
export const THEME_COOKIE = 'theme';

const YEAR_SECONDS = 31_536_000;

/** The locale a cookie names; anything else is the default. */
export function parseLocale(value: string | undefined): Locale {
  return LOCALES.find((locale) => locale === value) ?? DEFAULT_LOCALE;
}

/** The theme a cookie names; anything else follows the system. */
export function parseTheme(value: string | undefined): Theme {
  return THEMES.find((theme) => theme === value) ?? DEFAULT_THEME;
}

/** The string for `document.cookie` that keeps a preference for a year. `secure` when the page came over https. */
export function preferenceCookie(
  name: typeof LOCALE_COOKIE | typeof THEME_COOKIE,
  value: Locale | Theme,
  secure: boolean,
): string {
  return `${name}=${value}; path=/; max-age=${YEAR_SECONDS}; samesite=lax${secure ? '; secure' : ''}`;
}
