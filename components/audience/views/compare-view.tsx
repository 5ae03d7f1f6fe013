'use client';

import { useMemo, useState } from 'react';
import { useFormatter, useTranslations } from 'use-intl/react';
import { everyone } from '@/lib/audience/compose';
import { FREE_CALLS, type Group, type Overlap } from '@/lib/audience/schema';
import { FailureCallout } from '../../data/failure-state';
import { failureOf, useRead } from '../../data/reads';
import { DescriptionList } from '../../ui/description-list';
import { Section } from '../../ui/section';
import { Select } from '../../ui/select';
import { useOverlap } from '../use-overlap';
import { ComparePlaces } from './compare-places';
import { AsOf, CostGate } from './cost-gate';
import { OnlyBoth } from './overlap-pairs';
import type { ViewProps } from './view-props';

const EVERYBODY = 'everybody';
const whole = everyone();

/** An audience beside another one: sizes, what they share, where and on what they are found. */
export function CompareView({ tree, audienceId }: ViewProps) {
  const t = useTranslations('audienceViews.compare');
  const [other, setOther] = useState<string>(EVERYBODY);
  const { data, error, refetch, isFetching } = useRead(
    'audiences.list',
    { bin: false },
    { staleTime: 30_000 },
  );
  const saved = (data ?? []).filter(({ id }) => id !== audienceId);
  const chosen = saved.find(({ id }) => id === other);
  const against = chosen?.tree ?? whole;
  const name = chosen?.name ?? t('everybody');
  return (
    <div className="flex flex-col gap-4">
      <Section>
        <Select
          className="max-w-md"
          label={t('with')}
          value={chosen ? other : EVERYBODY}
          onChange={setOther}
          options={[
            { id: EVERYBODY, label: t('everybody') },
            ...saved.map((one) => ({ id: one.id, label: one.name, description: one.note })),
          ]}
        />
        {error ? (
          <FailureCallout failure={failureOf(error)} onRetry={() => refetch()} isRetrying={isFetching} />
        ) : data && saved.length === 0 ? (
          <p className="mt-1 text-sm text-muted">{t('noneSaved')}</p>
        ) : null}
      </Section>
      <Sizes tree={tree} against={against} name={name} />
      <ComparePlaces key={other} tree={tree} against={against} name={name} />
    </div>
  );
}

type SizesProps = Readonly<{ tree: Group; against: Group; name: string }>;

function Sizes({ tree, against, name }: SizesProps) {
  const t = useTranslations('audienceViews.compare');
  const sets = useMemo(
    () => [
      { id: 'this', tree },
      { id: 'other', tree: against },
    ],
    [tree, against],
  );
  const asked = useOverlap(sets, FREE_CALLS);
  return (
    <Section title={t('sizes')}>
      <div className="flex flex-col gap-4">
        <CostGate asked={asked} what={t('sizes')} />
        {asked.overlap ? (
          <>
            <AsOf {...asked.overlap} onAgain={asked.again} />
            <Figures overlap={asked.overlap} name={name} />
            <OnlyBoth a={t('this')} b={name} overlap={asked.overlap} />
          </>
        ) : null}
      </div>
    </Section>
  );
}

function Figures({ overlap, name }: Readonly<{ overlap: Overlap; name: string }>) {
  const t = useTranslations('audienceViews.compare');
  const format = useFormatter();
  const [mine = 0, other = 0] = overlap.sizes;
  const difference = format.number(mine - other, { maximumFractionDigits: 0, signDisplay: 'exceptZero' });
  const growth =
    other > 0
      ? format.number((mine - other) / other, {
          style: 'percent',
          maximumFractionDigits: 1,
          signDisplay: 'exceptZero',
        })
      : '—';
  return (
    <DescriptionList
      items={[
        { term: t('this'), value: format.number(mine, 'integer') },
        { term: name, value: format.number(other, 'integer') },
        { term: t('difference'), value: t('differenceOf', { difference, growth }) },
      ]}
    />
  );
}
