'use client';

import {
  CircleAlert,
  CircleCheck,
  CircleDashed,
  Info,
  type LucideIcon,
  RefreshCw,
  TriangleAlert,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl/react';
import type { Cause, Check, CheckState, Diagnosis } from '@/lib/users/diagnosis';
import { Button } from '../../ui/button';
import { cx } from '../../ui/cx';
import { Section } from '../../ui/section';
import { Spinner } from '../../ui/spinner';
import { StatusDot } from '../../ui/status';
import { TONE_TEXT, TONE_TINT, type Tone } from '../../ui/tone';
import { type Card, MAX_CALLS } from './use-card';

const CHECK_TONE: Record<CheckState, Tone> = {
  ok: 'ok',
  warn: 'warn',
  fail: 'danger',
  unknown: 'unknown',
  'not-enabled': 'neutral',
  loading: 'neutral',
};
const STOPS: readonly Cause[] = ['invalid', 'blacklisted', 'notifications-off', 'away'];

function toneOf(cause: Cause): { tone: Tone; Icon: LucideIcon } {
  if (cause === 'fine') return { tone: 'ok', Icon: CircleCheck };
  if (cause === 'unclear') return { tone: 'unknown', Icon: CircleDashed };
  if (cause === 'no-alias') return { tone: 'info', Icon: Info };
  return STOPS.includes(cause)
    ? { tone: 'danger', Icon: CircleAlert }
    : { tone: 'warn', Icon: TriangleAlert };
}

/** Why pushes may not arrive: the most likely reason, what to do, and every check it rests on. */
export function DiagnosisView({ card, remedy }: Readonly<{ card: Card; remedy: ReactNode }>) {
  const t = useTranslations('card.diagnosis');
  const { diagnosis, calls, isBusy, again } = card;
  return (
    <Section
      title={t('title')}
      actions={
        <>
          <span className="text-sm text-muted tabular-nums">{t('calls', { calls, max: MAX_CALLS })}</span>
          <Button size="sm" icon={RefreshCw} onPress={again} isDisabled={isBusy}>
            {t('again')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <div role="status">
          <Verdict diagnosis={diagnosis} remedy={remedy} />
        </div>
        <ul aria-label={t('checks')} className="grid gap-x-8 sm:grid-cols-2 xl:grid-cols-3">
          {diagnosis.checks.map((check) => (
            <CheckLine key={check.id} check={check} />
          ))}
        </ul>
      </div>
    </Section>
  );
}

function Verdict({ diagnosis: { cause }, remedy }: Readonly<{ diagnosis: Diagnosis; remedy: ReactNode }>) {
  const t = useTranslations('card.diagnosis');
  if (cause === null) {
    return (
      <div className="flex items-center gap-2 rounded border border-line bg-sunken px-4 py-3 text-muted">
        <Spinner label={t('working')} />
        {t('working')}
      </div>
    );
  }
  const { tone, Icon } = toneOf(cause);
  return (
    <div className={cx('flex gap-3 rounded border px-4 py-3', TONE_TINT[tone])}>
      <Icon aria-hidden className={cx('mt-1 size-5 shrink-0', TONE_TEXT[tone])} />
      <div className="flex min-w-0 flex-1 flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="min-w-0 flex-1 basis-72">
          <p className="text-lg font-semibold text-balance">{t(`cause.${cause}.what`)}</p>
          <p className="mt-0.5 max-w-[62em] text-pretty text-muted">{t(`cause.${cause}.todo`)}</p>
        </div>
        {remedy}
      </div>
    </div>
  );
}

/** A check: what was looked at, how it stands, and what was found. */
function CheckLine({ check: { id, state, found, count = 0 } }: Readonly<{ check: Check }>) {
  const t = useTranslations('card.diagnosis');
  const own = `found.${id}-${found}` as 'found.login-recent';
  const words = t.has(own) ? t(own, { count }) : t(`found.${found as 'untold'}`);
  return (
    <li className="flex items-baseline justify-between gap-3 border-b border-line py-1.5">
      <span className="min-w-0">
        <span className="block text-sm text-muted">{t(`check.${id}`)}</span>
        <span className="tabular-nums">{words}</span>
      </span>
      <StatusDot
        className="text-sm"
        tone={CHECK_TONE[state]}
        hollow={state === 'loading' || state === 'not-enabled' || state === 'unknown'}
        label={t(`state.${state}`)}
      />
    </li>
  );
}
