import type { Formats } from './formats';
import type { Messages } from './messages/zh-CN';
import type { Locale } from './preferences';

// Makes every translator and formatter know our keys, placeholders, locales and format names.
declare module 'use-intl/core' {
  interface AppConfig {
    Locale: Locale;
    Messages: Messages;
    Formats: Formats;
  }
}
