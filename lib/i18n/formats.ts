import type { Locale } from './preferences';

const clock = { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' } as const;
const number = {
  integer: { maximumFractionDigits: 0 },
  percent: { style: 'percent', maximumFractionDigits: 1 },
  compact: { notation: 'compact', maximumFractionDigits: 1 },
} as const;

/** English months are words: 11/12/2026 is read as two different days. */
const dateTime = (month: '2-digit' | 'short') => {
  const date = { year: 'numeric', month, day: '2-digit' } as const;
  return {
    date,
    minute: { ...date, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
    second: { ...date, ...clock },
    clock,
  } as const;
};

const FORMATS = {
  'zh-CN': { dateTime: dateTime('2-digit'), number },
  en: { dateTime: dateTime('short'), number },
} as const satisfies Record<Locale, unknown>;

export type Formats = (typeof FORMATS)[Locale];

/** The named formats for dates and numbers, the same on the server and in the browser. */
export function formatsOf(locale: Locale): Formats {
  return FORMATS[locale];
}
