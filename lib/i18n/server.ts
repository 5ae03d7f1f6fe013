import 'server-only';
import { cookies } from 'next/headers';
import { cache } from 'react';
import { createFormatter, createTranslator } from 'use-intl/core';
import type {} from './app-config';
import { messagesOf } from './catalogue';
import { formatsOf } from './formats';
import type { Messages } from './messages/zh-CN';
import {
  DEFAULT_TIME_ZONE,
  LOCALE_COOKIE,
  type Locale,
  parseLocale,
  parseTheme,
  THEME_COOKIE,
  type Theme,
} from './preferences';

/** Language, theme and zone of the person asking. Reads cookies, so the page becomes dynamic. */
export const getPreferences = cache(async (): Promise<{ locale: Locale; theme: Theme; timeZone: string }> => {
  const jar = await cookies();
  return {
    locale: parseLocale(jar.get(LOCALE_COOKIE)?.value),
    theme: parseTheme(jar.get(THEME_COOKIE)?.value),
    timeZone: DEFAULT_TIME_ZONE,
  };
});

/** A translator over the whole catalogue for a given locale: `t('common.save')`. For code outside a request. */
export function translatorFor(locale: Locale) {
  return createTranslator<Messages>({
    locale,
    messages: messagesOf(locale),
    formats: formatsOf(locale),
    timeZone: DEFAULT_TIME_ZONE,
  });
}

/** Everything a server component needs to speak: `const { t, format } = await getI18n()`. */
export const getI18n = cache(async () => {
  const { locale, theme, timeZone } = await getPreferences();
  return {
    locale,
    theme,
    timeZone,
    messages: messagesOf(locale),
    t: translatorFor(locale),
    format: createFormatter({ locale, formats: formatsOf(locale), timeZone }),
  };
});

/** The translator of the person asking, over the whole catalogue. */
export async function getT() {
  return (await getI18n()).t;
}
