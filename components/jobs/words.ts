import { useFormatter, useNow, useTranslations } from 'use-intl/react';
import type { JobSummary, WaitReason } from '@/lib/changes/schema';
import type { Messages } from '@/lib/i18n/messages/zh-CN';
import { useKindName } from './kind-name';

type Failure = keyof Messages['outcomes']['failure'];
type Family = keyof Messages['jobs']['family'];

/** How long, in two units at most. */
export function useDuration(): (ms: number) => string {
  const t = useTranslations('jobs.duration');
  return (ms) => {
    const seconds = Math.max(0, Math.round(ms / 1000));
    if (seconds < 60) return t('seconds', { seconds });
    const minutes = Math.floor(seconds / 60);
    if (minutes < 60) return t('minutes', { minutes, seconds: seconds % 60 });
    return t('hours', { hours: Math.floor(minutes / 60), minutes: minutes % 60 });
  };
}

/** A moment as people say it: the time of day, with the date when it is not within twenty hours. */
export function useMoment(): (at: number) => string {
  const format = useFormatter();
  const now = useNow().getTime();
  return (at) => format.dateTime(new Date(at), Math.abs(at - now) < 20 * 3_600_000 ? 'clock' : 'minute');
}

/** Why a change waits, as a sentence with what to do about it. */
export function useWaitText(): (wait: WaitReason) => string {
  const t = useTranslations('jobs.wait');
  const family = useTranslations('jobs.family');
  const say = useTranslations('outcomes');
  const kindName = useKindName();
  const moment = useMoment();
  return (wait) => {
    switch (wait.why) {
      case 'paused':
        return wait.by ? t('paused', { by: wait.by }) : t('pausedBySomebody');
      case 'halted':
        return t(`halted.${wait.because}`);
      case 'scheduled':
        return t('scheduled', { time: moment(wait.until) });
      case 'no-worker':
        return t('no-worker');
      case 'behind':
        return t('behind', { kind: kindName(wait.kind) });
      case 'budget': {
        const known = (family.has(wait.family as Family) ? wait.family : 'other') as Family;
        const values = { family: family(known), time: moment(wait.until) };
        if (wait.refused) return t('budgetRefused', values);
        return t(wait.window === 'day' ? 'budgetDay' : 'budget', values);
      }
      case 'upstream': {
        const key = (say.has(`failure.${wait.failure as Failure}`) ? wait.failure : 'other') as Failure;
        return t('upstream', { failure: say(`failure.${key}`, { http: '—' }), time: moment(wait.until) });
      }
    }
  };
}

/** Where a change came from, in a few words. */
export function useOriginText(): (origin: JobSummary['origin']) => string {
  const t = useTranslations('jobs.origin');
  return ({ from, file }) => (from === 'file' && file ? t('named', { file }) : t(from));
}
