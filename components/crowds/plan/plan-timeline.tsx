'use client';

import { useFormatter, useTranslations } from 'use-intl/react';
import type { PlanDetail, TimelineEntry } from '@/lib/crowds/schema';
import { Time } from '../../ui/time';

/** What happened to a plan, the newest last; a change of state lies between two questions, and both times are told. */
export function PlanTimeline({ plan }: Readonly<{ plan: PlanDetail }>) {
  const t = useTranslations('crowds');
  const format = useFormatter();
  const text = ({ what, taskId, status, note }: TimelineEntry): string => {
    const at = plan.tasks.find(({ id }) => id === taskId)?.place;
    const task = at === undefined ? (taskId ?? '') : t('event.group', { n: String(at + 1) });
    if (what === 'status') return t('event.status', { task, status: t(`status.${status ?? 'none'}`) });
    if (what === 'can-push' || what === 'missing') return t(`event.${what}`, { task });
    if (what === 'looked') return t('event.looked', { note: note ?? '0' });
    return t(`event.${what}`);
  };
  return (
    <ol className="flex flex-col">
      {plan.timeline.map((entry) => (
        <li key={entry.id} className="grid grid-cols-[9.5rem_minmax(0,1fr)] gap-3 py-1">
          <span className="text-sm text-muted">
            <Time value={entry.at} />
          </span>
          <span>
            {text(entry)}
            {entry.since !== null && entry.what === 'status' ? (
              <span className="ms-2 text-sm text-muted">
                {t('event.between', { from: format.dateTime(new Date(entry.since), 'clock') })}
              </span>
            ) : null}
            {entry.by ? (
              <span className="ms-2 text-sm text-muted">{t('event.by', { name: entry.by })}</span>
            ) : null}
          </span>
        </li>
      ))}
    </ol>
  );
}
