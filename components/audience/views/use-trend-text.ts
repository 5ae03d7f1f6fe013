'use client';

import { useFormatter, useTranslations } from 'use-intl/react';
import { SNAPSHOT_CALLS, type SnapshotPoint, type Trend } from '@/lib/audience/saved-schema';
import { FAILURE_CODES } from '@/lib/core/result';
import type { TrendMark, TrendPoint } from '../../charts/trend-chart';

/** How the points of a trend and what happened between them read in this language. */
export function useTrendText() {
  const t = useTranslations('audienceSaved.trend');
  const kinds = useTranslations('jobs.kind');
  const errors = useTranslations('errors.code');
  const format = useFormatter();
  const time = (at: number) => format.dateTime(new Date(at), 'minute');
  const whyOf = (failure: string) => {
    if (failure === 'too-many-calls') return t('why.too-many-calls', { most: SNAPSHOT_CALLS });
    const code = FAILURE_CODES.find((one) => one === failure) ?? 'UNEXPECTED';
    return errors(`${code}.what`);
  };
  const numberOf = ({ value, low, high, failure }: SnapshotPoint) => {
    if (value !== null) return format.number(value, 'integer');
    if (low !== null && high !== null) return t('between', { low, high });
    return t('failedAt', { why: whyOf(failure ?? '') });
  };
  const kindOf = (kind: string) => {
    const key = kind.replace('.', '-') as 'tag-add';
    return kinds.has(key) ? kinds(key) : kind;
  };
  /** Our own jobs, and every version but the first. */
  const marksOf = ({ jobs, versions }: Trend): TrendMark[] => [
    ...jobs.map((job) => ({
      id: job.id,
      at: job.to,
      label: t('job', { kind: kindOf(job.kind), tags: job.tags.join('、'), rows: job.rows }),
    })),
    ...versions
      .filter(({ version }) => version > 1)
      .map(({ version, at }) => ({ id: `v${version}`, at, label: t('version', { version }), isPale: true })),
  ];
  return { time, numberOf, marksOf };
}

type TrendText = ReturnType<typeof useTrendText>;

/** A snapshot as a point of the line: in the middle of what it lies between. */
export const pointOf = (point: SnapshotPoint, { time, numberOf }: TrendText): TrendPoint => ({
  id: point.id,
  at: point.at,
  value: point.value ?? (point.low === null || point.high === null ? null : (point.low + point.high) / 2),
  low: point.low ?? point.value ?? 0,
  high: point.high ?? point.value ?? 0,
  label: `${time(point.at)} · ${numberOf(point)}`,
});
