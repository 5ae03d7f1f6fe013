'use client';

import { Pencil } from 'lucide-react';
import { useFormatter, useTranslations } from 'use-intl/react';
import { dayReserve, hasBulk, minuteReserve, type Outlook, outlookOf } from '@/lib/budgets/rules';
import type { BudgetState, Refused } from '@/lib/budgets/schema';
import { Button } from '../ui/button';
import { Callout } from '../ui/callout';
import { DescriptionList } from '../ui/description-list';
import { Meter } from '../ui/meter';
import { Section } from '../ui/section';
import { StatusDot } from '../ui/status';
import { Time } from '../ui/time';
import type { Tone } from '../ui/tone';

type BudgetSectionProps = Readonly<{ budget: BudgetState; onEdit: (() => void) | undefined }>;

const TONES: Readonly<Record<Outlook, Tone>> = {
  open: 'ok',
  full: 'info',
  'bulk-over': 'warn',
  'day-over': 'danger',
  closed: 'danger',
  trying: 'warn',
};

/** One family: what it covers, how much of it is used, whether it is open. */
export function BudgetSection({ budget, onEdit }: BudgetSectionProps) {
  const t = useTranslations('quotas');
  const { family, perDay, usedDay } = budget;
  const outlook = outlookOf(budget);
  const name = t(`family.${family}.name`);
  return (
    <Section
      title={name}
      description={t(`family.${family}.covers`)}
      actions={
        onEdit ? (
          <Button size="sm" icon={Pencil} onPress={onEdit} aria-label={t('editOf', { family: name })}>
            {t('edit')}
          </Button>
        ) : undefined
      }
    >
      <div className="flex flex-col gap-4">
        {outlook === 'closed' || outlook === 'trying' ? <Closed budget={budget} outlook={outlook} /> : null}
        <div className="grid gap-x-8 gap-y-4 sm:grid-cols-2">
          <div>
            <Meter label={t('minute')} value={budget.usedMinute} max={budget.perMinute} />
            <p className="mt-1.5 text-sm text-muted">{t('minuteHint')}</p>
          </div>
          <div>
            {perDay === null ? (
              <p className="text-sm text-muted">{t('noDayLimit', { used: usedDay })}</p>
            ) : (
              <Meter label={t('day')} value={usedDay} max={perDay} />
            )}
            <p className="mt-1.5 text-sm text-muted">{t('dayTurns')}</p>
          </div>
        </div>
        <Facts budget={budget} outlook={outlook} />
      </div>
    </Section>
  );
}

const useUntil = (budget: BudgetState): string => useFormatter().dateTime(new Date(budget.opensAt), 'second');

function Closed({ budget, outlook }: Readonly<{ budget: BudgetState; outlook: Outlook }>) {
  const t = useTranslations('quotas.refusal');
  const until = useUntil(budget);
  return (
    <Callout
      tone={outlook === 'closed' ? 'danger' : 'warn'}
      title={outlook === 'closed' ? t('title', { until }) : t('titleTrying')}
    >
      {budget.lastRefusal ? <Answer refusal={budget.lastRefusal} /> : null} {t('resumes')}
    </Callout>
  );
}

/** What the upstream said, and at how many of our calls. */
function Answer({ refusal }: Readonly<{ refusal: Refused }>) {
  const t = useTranslations('quotas.refusal');
  const format = useFormatter();
  const { limit } = refusal;
  return t('answer', {
    code: refusal.code === null ? 'none' : String(refusal.code),
    window: refusal.window,
    used: refusal.used,
    limit: limit === null ? 'none' : format.number(limit),
  });
}

function Facts({ budget, outlook }: Readonly<{ budget: BudgetState; outlook: Outlook }>) {
  const t = useTranslations('quotas');
  const until = useUntil(budget);
  const { lastRefusal, perDay, usedDay } = budget;
  const left = perDay === null ? 0 : Math.max(0, perDay - usedDay);
  const minute = minuteReserve(budget);
  const day = perDay === null ? 0 : dayReserve({ perDay, reserve: budget.reserve });
  const awake = budget.peopleActive ? 'yes' : 'no';
  return (
    <DescriptionList
      items={[
        {
          key: 'state',
          term: t('state.label'),
          value: (
            <StatusDot
              tone={TONES[outlook]}
              label={<span className="whitespace-normal">{t(`state.${outlook}`, { until, left })}</span>}
            />
          ),
        },
        ...(hasBulk(budget.family)
          ? [
              {
                key: 'reserve',
                term: t('reserve'),
                value:
                  minute === 0 && day === 0 ? (
                    t('reserveNone')
                  ) : (
                    <>
                      {minute > 0 ? t('reserveFigures', { minute, awake }) : null}{' '}
                      {day > 0 ? t('reserveFiguresDay', { day }) : null}
                    </>
                  ),
              },
            ]
          : []),
        ...(lastRefusal
          ? [
              {
                key: 'refusal',
                term: t('refusal.last'),
                value: (
                  <>
                    <Time value={lastRefusal.at} /> · <Answer refusal={lastRefusal} />
                    {budget.surprises > 0 ? (
                      <p className="text-sm text-muted">
                        {t('refusal.surprise', { count: budget.surprises })}
                      </p>
                    ) : null}
                  </>
                ),
              },
            ]
          : []),
      ]}
    />
  );
}
