import { en } from './messages/en';
import { type Messages, zhCN } from './messages/zh-CN';
import type { Locale } from './preferences';

/** The messages of one language. English carries the same keys and placeholders, which a test holds it to. */
export function messagesOf(locale: Locale): Messages {
  // The literal texts of the source are the type that checks placeholders; a translation differs in text only.
  return locale === 'en' ? (en as unknown as Messages) : zhCN;
}
