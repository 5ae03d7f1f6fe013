'use client';

import { Calculator } from 'lucide-react';
import { useTranslations } from 'use-intl/react';
import type { Cost } from '@/lib/audience/schema';
import type { Failure } from '@/lib/core/result';
import { FailureCallout } from '../../data/failure-state';
import { Button } from '../../ui/button';
import { Callout } from '../../ui/callout';
import { ProgressBar } from '../../ui/progress-bar';
import { Time } from '../../ui/time';
import type { AskStatus } from '../use-answers';

type CostGateProps = Readonly<{
  asked: Readonly<{
    status: AskStatus;
    cost: Cost | null;
    failure: Failure | null;
    done: number;
    of: number;
    run: () => void;
    again: () => void;
  }>;
  /** What is counted, in a few words. */
  what: string;
  /** Why it is worth it, or what it is made of. */
  about?: string | undefined;
}>;

/** What stands in place of figures until they are there: the price, with the button that accepts it; progress; a failure. */
export function CostGate({ asked, what, about }: CostGateProps) {
  const t = useTranslations('audienceViews.gate');
  const { status, cost, failure, done, of } = asked;
  if (failure?.fields?.sets === 'too-large' || failure?.fields?.tree === 'too-large')
    return (
      <Callout tone="warn" title={t('tooLarge')}>
        {t('tooLargeBody')}
      </Callout>
    );
  if (failure) return <FailureCallout failure={failure} onRetry={asked.again} />;
  if (status === 'costly' && cost)
    return (
      <Callout
        title={t('costly', { what, calls: cost.calls, seconds: Math.max(1, Math.ceil(cost.seconds)) })}
        actions={
          <Button icon={Calculator} onPress={asked.run}>
            {t('run', { calls: cost.calls })}
          </Button>
        }
      >
        {[about, cost.reused > 0 ? t('reused', { reused: cost.reused }) : ''].filter(Boolean).join(' ')}
      </Callout>
    );
  if (status !== 'asking') return null;
  return (
    <ProgressBar
      label={of > 0 ? t('counting', { what, done, of }) : t('asking', { what })}
      parts={of > 0 ? [{ tone: 'accent', label: what, count: done }] : []}
      {...(of > 0 ? { total: of } : {})}
    />
  );
}

type AsOfProps = Readonly<{
  from: number;
  to: number;
  calls: number;
  reused: number;
  onAgain: () => void;
}>;

/** When the counts below came and what they took, with a way to count anew. */
export function AsOf({ from, to, calls, reused, onAgain }: AsOfProps) {
  const t = useTranslations('audienceViews.gate');
  return (
    <p className="flex flex-wrap items-center gap-x-1.5 text-sm text-muted tabular-nums">
      <span>{t('asOf')}</span>
      <Time value={from} show="clock" />
      {to - from >= 1000 ? (
        <>
          <span>–</span>
          <Time value={to} show="clock" />
        </>
      ) : null}
      <span>· {t('used', { calls, reused })}</span>
      <Button size="sm" variant="ghost" onPress={onAgain}>
        {t('again')}
      </Button>
    </p>
  );
}
