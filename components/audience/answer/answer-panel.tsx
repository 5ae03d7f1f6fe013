'use client';

import { Calculator, RotateCw } from 'lucide-react';
import { type ReactNode, useRef } from 'react';
import { useFormatter, useTranslations } from 'use-intl/react';
import type { Answer } from '@/lib/audience/schema';
import { FailureCallout } from '../../data/failure-state';
import { Button } from '../../ui/button';
import { Callout } from '../../ui/callout';
import { cx } from '../../ui/cx';
import { IconButton } from '../../ui/icon-button';
import { Bar } from '../../ui/meter';
import { Section } from '../../ui/section';
import { StatusDot } from '../../ui/status';
import { Switch } from '../../ui/switch';
import { Time } from '../../ui/time';
import type { Answers } from '../use-answers';
import { Formula } from './formula';

type AnswerPanelProps = Readonly<{
  asked: Answers;
  isAuto: boolean;
  onAuto: (isAuto: boolean) => void;
  /** Edited since the question was asked, or waiting for a press: what stands here is of before. */
  isBehind: boolean;
  onCount: () => void;
  /** How far counts of this app can be trusted. */
  trust?: ReactNode;
}>;

/** How many users the conditions reach, how that is known, and what it took. */
export function AnswerPanel({ asked, isAuto, onAuto, isBehind, onCount, trust }: AnswerPanelProps) {
  const t = useTranslations('audience.answer');
  const answer = asked.answers.get('all') ?? null;
  const base = asked.answers.get('base') ?? null;
  const failure = asked.failure ?? asked.failures.get('all') ?? null;
  const isCounting = asked.status === 'asking' && !answer;
  const last = useLast(answer, base);
  const shown = answer ? { answer, base } : last;
  const isOld = answer === null || isBehind;
  return (
    <Section
      title={t('title')}
      actions={
        <>
          <Switch isSelected={isAuto} onChange={onAuto}>
            {t('auto')}
          </Switch>
          <IconButton
            size="sm"
            icon={RotateCw}
            label={t('again')}
            isDisabled={asked.status === 'idle' || asked.status === 'asking'}
            onPress={asked.again}
          />
        </>
      }
    >
      <div className="flex flex-col gap-3">
        {shown ? (
          <Figure {...shown} isOld={isOld} />
        ) : isCounting ? null : (
          <p className="text-muted">{t('none')}</p>
        )}
        <Doing asked={asked} isCounting={isCounting || (isBehind && isAuto)} />
        {!isAuto && isBehind ? (
          <div>
            <Button icon={Calculator} variant="primary" onPress={onCount}>
              {t('count')}
            </Button>
          </div>
        ) : null}
        {asked.status === 'costly' && asked.cost ? <Costly asked={asked} /> : null}
        {failure ? (
          failure.fields?.tree === 'too-large' ? (
            <Callout
              tone="warn"
              title={t('tooLarge')}
              actions={
                <Button size="sm" onPress={asked.bound}>
                  {t('bound')}
                </Button>
              }
            >
              {t('tooLargeBody')}
            </Callout>
          ) : (
            <FailureCallout failure={failure} onRetry={asked.again} />
          )
        ) : null}
        {answer && !isBehind ? <Proof answer={answer} /> : null}
        {trust ? <div className="border-t border-line pt-2">{trust}</div> : null}
      </div>
    </Section>
  );
}

/** What was known last, while the next is on its way. */
function useLast(answer: Answer | null, base: Answer | null) {
  const last = useRef<{ answer: Answer; base: Answer | null } | null>(null);
  if (answer) last.current = { answer, base };
  return last.current;
}

function Figure({ answer, base, isOld }: Readonly<{ answer: Answer; base: Answer | null; isOld: boolean }>) {
  const t = useTranslations('audience.answer');
  const format = useFormatter();
  const { value, low, high } = answer;
  const share = base?.value && value !== null ? value / base.value : null;
  const number =
    value === null
      ? t('between', { low: format.number(low, 'integer'), high: format.number(high, 'integer') })
      : format.number(value, 'integer');
  return (
    <div className={cx('flex flex-col gap-1.5', isOld && 'opacity-45')} data-testid="audience-figure">
      <p aria-live="polite" aria-atomic className="text-2xl font-semibold tabular-nums">
        {isOld ? <span className="sr-only">{t('old')}</span> : null}
        {number} <span className="text-base font-normal text-muted">{t('people')}</span>
      </p>
      {share !== null && base?.value ? (
        <>
          <Bar share={share} tone="accent" />
          <p className="text-sm text-muted tabular-nums">
            {t('shareOf', {
              share: format.number(share, 'percent'),
              base: format.number(base.value, 'integer'),
            })}
          </p>
        </>
      ) : null}
    </div>
  );
}

function Doing({ asked, isCounting }: Readonly<{ asked: Answers; isCounting: boolean }>) {
  const t = useTranslations('audience.answer');
  if (!isCounting) return null;
  const isKnown = asked.status === 'asking' && asked.of > 1;
  return (
    <p className="text-sm text-muted tabular-nums" role="status">
      {isKnown ? t('counting', { done: asked.done, of: asked.of }) : t('recounting')}
    </p>
  );
}

function Costly({ asked }: Readonly<{ asked: Answers }>) {
  const t = useTranslations('audience.answer');
  const { cost } = asked;
  if (!cost) return null;
  const terms = asked.plans.get('all')?.terms ?? [];
  return (
    <Callout
      tone="warn"
      title={t('costly', { calls: cost.calls })}
      actions={
        <>
          <Button size="sm" onPress={asked.run}>
            {t('countAnyway', { calls: cost.calls })}
          </Button>
          <Button size="sm" variant="ghost" onPress={asked.bound}>
            {t('bound')}
          </Button>
        </>
      }
    >
      <p>{t('costlyBody', { seconds: Math.max(1, Math.ceil(cost.seconds)) })}</p>
      <details className="mt-1">
        <summary className="cursor-pointer text-sm">{t('formula', { count: terms.length })}</summary>
        <div className="max-h-60 overflow-y-auto">
          <Formula terms={terms} />
        </div>
      </details>
    </Callout>
  );
}

const TONE = { exact: 'ok', reconciled: 'warn', interval: 'info' } as const;

function Proof({ answer }: Readonly<{ answer: Answer }>) {
  const t = useTranslations('audience.answer');
  const format = useFormatter();
  const { state, from, to, calls, reused, drift, low, high, terms } = answer;
  const range = { low: format.number(low, 'integer'), high: format.number(high, 'integer') };
  return (
    <div className="flex flex-col gap-1.5 text-sm">
      <p>
        <StatusDot tone={TONE[state]} label={t(`state.${state}`)} />
      </p>
      {state === 'reconciled' ? <p>{t('moved', { ...range, drift })}</p> : null}
      {state === 'interval' ? <p>{t('intervalBody')}</p> : null}
      <p className="flex flex-wrap gap-x-1 text-muted tabular-nums">
        <span>{t('asOf')}</span>
        <Time value={from} show="clock" />
        {to - from >= 1000 ? (
          <>
            <span>–</span>
            <Time value={to} show="clock" />
          </>
        ) : null}
        <span>· {t('used', { calls, reused })}</span>
      </p>
      {terms.length > 0 ? (
        <details>
          <summary className="cursor-pointer">
            {terms.length === 1 ? t('oneCall') : t('formula', { count: terms.length })}
          </summary>
          <div className="max-h-80 overflow-y-auto">
            <Formula terms={terms} />
          </div>
        </details>
      ) : null}
    </div>
  );
}
