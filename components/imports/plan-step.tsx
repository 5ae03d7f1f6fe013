'use client';

import type { Route } from 'next';
import { useFormatter, useTimeZone, useTranslations } from 'use-intl/react';
import { Button } from '../ui/button';
import { Callout } from '../ui/callout';
import { DateTimeField } from '../ui/date-time-field';
import { DescriptionList } from '../ui/description-list';
import { TextLink } from '../ui/link-button';
import { RadioGroup } from '../ui/radio-group';
import { useDuration } from './format';
import { StepFrame } from './step-frame';
import { expectedEnd, nextNight } from './timing';
import type { Import } from './use-import';
import type { Order } from './use-order';

type PlanStepProps = Readonly<{ flow: Import; order: Order }>;

/** Step 4: what it costs and how long it takes; when to begin and before whom. */
export function PlanStep({ flow, order }: PlanStepProps) {
  const t = useTranslations('imports');
  const common = useTranslations('common');
  const { draft } = flow;
  if (!draft) return null;
  return (
    <StepFrame
      title={t('step.plan')}
      description={t('plan.intro')}
      takesFocus={flow.hasMoved}
      footer={
        <>
          <Button variant="primary" isDisabled={!isTimeGood(order)} onPress={() => flow.go('confirm')}>
            {common('next')}
          </Button>
          <Button onPress={() => flow.go('check')}>{common('previous')}</Button>
        </>
      }
    >
      {flow.planned?.(draft, flow.adopt)}
      <Cost draft={draft} order={order} />
      <Timing order={order} />
    </StepFrame>
  );
}

const isTimeGood = ({ when }: Order) =>
  when.at === 'now' || (when.startAt !== null && when.startAt > Date.now());

function Cost({ draft, order }: Readonly<{ draft: NonNullable<Import['draft']>; order: Order }>) {
  const t = useTranslations('imports.plan');
  const format = useFormatter();
  const duration = useDuration();
  const { plan, found, waitsForJob } = draft;
  const startAt = order.when.at === 'later' ? order.when.startAt : null;
  const { endsAt, crossesMidnight, isToday } = expectedEnd(plan, startAt);
  const budget = plan.family ? t(`family.${plan.family as 'tag-batch'}`) : t('unmetered');
  return (
    <>
      <DescriptionList
        columns={2}
        items={[
          { term: t('rows'), value: format.number(found.valid) },
          { term: t('calls'), value: t('callsOf', { calls: plan.calls, budget }) },
          { term: t('reads'), value: plan.reads ? format.number(plan.reads) : t('noReads') },
          { term: t('duration'), value: t('about', { time: duration(plan.durationMs) }) },
          { term: t('ends'), value: format.dateTime(new Date(endsAt), 'minute') },
          ...(plan.perMinute === null
            ? []
            : [{ term: t('pace'), value: t('perMinute', { calls: plan.perMinute }) }]),
          ...(plan.leftToday === null || !isToday
            ? []
            : [{ term: t('left'), value: t('leftCalls', { calls: Math.max(0, plan.leftToday) }) }]),
        ]}
      />
      {crossesMidnight ? (
        <Callout tone="warn" title={t('midnight')}>
          {t(plan.leftToday === null ? 'midnightBody' : 'midnightQuota')}
        </Callout>
      ) : null}
      {waitsForJob ? (
        <Callout title={t('waits')}>
          {t.rich('waitsBody', {
            job: (chunks) => <TextLink href={`/jobs/${waitsForJob}` as Route}>{chunks}</TextLink>,
          })}
        </Callout>
      ) : null}
    </>
  );
}

function Timing({ order }: Readonly<{ order: Order }>) {
  const t = useTranslations('imports.plan');
  const zone = useTimeZone() ?? 'UTC';
  const { when, setWhen, priority, setPriority } = order;
  const isPast = when.at === 'later' && when.startAt !== null && when.startAt <= Date.now();
  return (
    <div className="grid gap-6 border-t border-line pt-4 sm:grid-cols-2">
      <div className="flex flex-col gap-3">
        <RadioGroup
          label={t('when')}
          value={when.at}
          onChange={(at) => setWhen(at === 'now' ? { at } : { at, startAt: nextNight(zone) })}
          options={[
            { id: 'now', label: t('now') },
            { id: 'later', label: t('later') },
          ]}
        />
        {when.at === 'later' ? (
          <DateTimeField
            label={t('startAt')}
            description={t('zone', { zone })}
            isRequired
            value={when.startAt}
            error={isPast ? t('past') : undefined}
            onChange={(startAt) => setWhen({ at: 'later', startAt })}
          />
        ) : null}
      </div>
      <RadioGroup
        label={t('priority')}
        value={String(priority) as '-1' | '0' | '1'}
        onChange={(id) => setPriority(Number(id) as -1 | 0 | 1)}
        options={[
          { id: '1', label: t('priorities.first'), description: t('priorities.firstBody') },
          { id: '0', label: t('priorities.usual') },
          { id: '-1', label: t('priorities.last'), description: t('priorities.lastBody') },
        ]}
      />
    </div>
  );
}
