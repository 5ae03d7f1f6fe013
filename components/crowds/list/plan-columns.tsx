'use client';

import type { Route } from 'next';
import Link from 'next/link';
import { useTranslations } from 'use-intl/react';
import type { PlanView } from '@/lib/crowds/schema';
import { Badge } from '../../ui/status';
import type { TableColumn } from '../../ui/table';
import { Time } from '../../ui/time';
import { PlanMark } from '../state-mark';
import { useBrandText, useSizeText } from '../words';

/** The columns of the archive. */
export function usePlanColumns(): TableColumn<PlanView>[] {
  const t = useTranslations('crowds');
  const brands = useBrandText();
  const size = useSizeText();
  const activity = ({ active, activeDays }: PlanView) =>
    active === null || activeDays === null
      ? t('plan.unknownFact')
      : t(`activity.${active ? 'active' : 'inactive'}`, { days: String(activeDays) });
  return [
    {
      key: 'name',
      header: t('list.name'),
      isRowHeader: true,
      cell: (plan) => (
        <span className="inline-flex items-center gap-2">
          <Link href={`/crowds/${plan.id}` as Route} className="rounded-sm font-medium hover:underline">
            {plan.name || t('drafts.unnamed')}
          </Link>
          {plan.isNew ? <Badge tone="accent">{t('isNew')}</Badge> : null}
          {plan.source === 'muster' ? null : <Badge>{t(`source.${plan.source}`)}</Badge>}
        </span>
      ),
    },
    { key: 'state', header: t('list.progress'), cell: (plan) => <PlanMark plan={plan} /> },
    {
      key: 'groups',
      header: t('list.copies'),
      cell: ({ tasks, progress }) => {
        if (tasks.length === 0) return <span className="text-faint">—</span>;
        const done = tasks.filter(({ status }) => status === 'done').length;
        return progress === 'waiting'
          ? t('list.groups', { count: tasks.length })
          : t('list.groupsDone', { done: String(done), count: String(tasks.length) });
      },
    },
    { key: 'size', header: t('list.size'), align: 'end', cell: ({ groupSize }) => size(groupSize) },
    {
      key: 'audience',
      header: t('list.audience'),
      cell: (plan) => (
        <span className="text-sm">
          {brands(plan.brands)}
          <span className="text-muted"> · {activity(plan)}</span>
        </span>
      ),
    },
    { key: 'by', header: t('list.by'), cell: ({ by }) => by?.name ?? <span className="text-faint">—</span> },
    { key: 'at', header: t('list.at'), cell: ({ at }) => <Time value={at} show="minute" /> },
  ];
}
