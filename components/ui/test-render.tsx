import { render } from '@testing-library/react';
import type { ReactElement } from 'react';
import { I18nProvider } from 'react-aria-components';
import { IntlProvider } from 'use-intl/react';
import { messagesOf } from '@/lib/i18n/catalogue';
import { formatsOf } from '@/lib/i18n/formats';
import type { Locale } from '@/lib/i18n/preferences';

/** Renders with language and zone around it, as every page does. For tests only. */
export function renderUi(element: ReactElement, locale: Locale = 'zh-CN') {
  return render(
    <I18nProvider locale={locale === 'en' ? 'en-US' : locale}>
      <IntlProvider
        locale={locale}
        timeZone="Asia/Shanghai"
        messages={messagesOf(locale)}
        formats={formatsOf(locale)}
        now={new Date('2026-11-23T02:00:00Z')}
      >
        {element}
      </IntlProvider>
    </I18nProvider>,
  );
}
