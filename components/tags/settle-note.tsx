import { useTranslations } from 'use-intl/react';
import type { SettleTime } from '@/lib/tags/schema';

const MINUTE_MS = 60_000;

/** How long a change of tags takes to show, in words. */
export function useSettleText(): (settle: SettleTime | null) => string {
  const t = useTranslations('tags.settle');
  const length = (ms: number) => {
    if (ms < 1000) return t('ms', { ms: Math.round(ms) });
    if (ms < MINUTE_MS) return t('seconds', { seconds: Math.round(ms / 1000) });
    return t('minutes', { minutes: Math.round(ms / MINUTE_MS) });
  };
  return (settle) =>
    settle
      ? t('known', { samples: settle.samples, median: length(settle.medianMs), p90: length(settle.p90Ms) })
      : t('unknown');
}
