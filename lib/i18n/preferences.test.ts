import { describe, expect, it } from 'vitest';
import { LOCALE_COOKIE, parseLocale, parseTheme, preferenceCookie } from './preferences';

describe('preferences', () => {
  it('fall back when the cookie is missing or made up', () => {
    expect(parseLocale('en')).toBe('en');
    expect(parseLocale('fr')).toBe('zh-CN');
    expect(parseLocale(undefined)).toBe('zh-CN');
    expect(parseTheme('dark')).toBe('dark');
    expect(parseTheme('"><script>')).toBe('system');
  });

  it('are kept for a year, for the whole site, and only over https when the page came that way', () => {
    expect(preferenceCookie(LOCALE_COOKIE, 'en', false)).toBe(
      'locale=en; path=/; max-age=31536000; samesite=lax',
    );
    expect(preferenceCookie(LOCALE_COOKIE, 'en', true)).toMatch(/; secure$/);
  });
});
