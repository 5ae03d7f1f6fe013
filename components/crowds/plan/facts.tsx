'use client';

import type { Route } from 'next';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl/react';
import { largestReach } from '@/lib/crowds/rules';
import type { PlanDetail } from '@/lib/crowds/schema';
import { useMay } from '../../data/reads';
import { DescriptionList } from '../../ui/description-list';
import { Section } from '../../ui/section';
import { Time } from '../../ui/time';
import { useBrandText, useSizeText } from '../words';

/** What a plan asked for, and where it comes from. What is not known of a plan of elsewhere says so. */
export function Facts({ plan }: Readonly<{ plan: PlanDetail }>) {
  const t = useTranslations('crowds');
  const may = useMay();
  const brands = useBrandText();
  const size = useSizeText();
  const unknown = t('plan.unknownFact');
  const { active, activeDays, groupSize, overlap } = plan;
  const copies =
    plan.copies ?? plan.tasks.map(({ topic, content }) => ({ topic: topic ?? '', content: content ?? '' }));
  const time = (at: number | null) => (at === null ? null : <Time value={at} />);
  const rows: readonly (readonly [string, ReactNode])[] = [
    [t('plan.size'), size(groupSize)],
    [
      t('plan.reach'),
      groupSize === null ? (
        unknown
      ) : (
        <>
          {t('people', { count: largestReach({ groupSize, copies }) })}
          <span className="block text-sm text-muted">{t('plan.noSize')}</span>
        </>
      ),
    ],
    [t('plan.brands'), brands(plan.brands)],
    [
      t('plan.activity'),
      active === null || activeDays === null
        ? unknown
        : t(`activity.${active ? 'active' : 'inactive'}`, { days: String(activeDays) }),
    ],
    [t('plan.overlap'), overlap === null ? unknown : t(`plan.${overlap ? 'overlapYes' : 'overlapNo'}`)],
    [t('plan.source'), t(`source.${plan.source}`)],
    [t('plan.by'), plan.by?.name ?? null],
    [t('plan.sentAt'), time(plan.sentAt)],
    [t('plan.upstreamAt'), time(plan.upstreamAt)],
    [t('plan.firstSeen'), plan.source === 'muster' ? null : time(plan.firstSeenAt)],
    [
      t('plan.clonedFrom'),
      plan.clonedFrom ? (
        <Link
          key="from"
          href={`/crowds/${plan.clonedFrom.id}` as Route}
          className="text-accent hover:underline"
        >
          {plan.clonedFrom.name}
        </Link>
      ) : null,
    ],
    [
      t('plan.job'),
      plan.jobId && may('job:read') ? (
        <Link key="job" href={`/jobs/${plan.jobId}` as Route} className="text-accent hover:underline">
          {t('plan.openJob')}
        </Link>
      ) : null,
    ],
  ];
  return (
    <Section title={t('plan.facts')}>
      <DescriptionList
        items={rows
          .filter(([, value]) => value !== null)
          .map(([term, value]) => ({ key: term, term, value }))}
      />
    </Section>
  );
}
