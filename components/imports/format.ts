import { useFormatter, useTranslations } from 'use-intl/react';
import type { Peek } from '@/lib/imports/schema';

const UNITS = ['B', 'KB', 'MB', 'GB'] as const;

/** A number of bytes for people: "4.2 MB". */
export function useBytes(): (bytes: number) => string {
  const format = useFormatter();
  return (bytes) => {
    const power = Math.min(Math.floor(Math.log(Math.max(bytes, 1)) / Math.log(1024)), UNITS.length - 1);
    return `${format.number(bytes / 1024 ** power, { maximumFractionDigits: power ? 1 : 0 })} ${UNITS[power]}`;
  };
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** A length of time for people, never more exact than it is known: "不到 1 分钟", "2 小时 5 分钟". */
export function useDuration(): (ms: number) => string {
  const t = useTranslations('imports.duration');
  return (ms) => {
    if (ms < MINUTE_MS) return t('seconds', { seconds: Math.max(1, Math.ceil(ms / 1000)) });
    if (ms < HOUR_MS) return t('minutes', { minutes: Math.ceil(ms / MINUTE_MS) });
    const minutes = Math.ceil(ms / MINUTE_MS);
    return t('hours', { hours: Math.floor(minutes / 60), minutes: minutes % 60 });
  };
}

/** What a column is called: its name in the file, or its place when it has none. */
export function useColumnName(): (column: Peek['columns'][number]) => string {
  const t = useTranslations('imports.preview');
  return ({ index, name }) => name || t('column', { number: index + 1 });
}
